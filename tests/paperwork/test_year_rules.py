"""The rules of the year: who a line is, how it stands, what it lacks; what a file says; what is due on a day."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from hefa.paperwork.names.reminder import Occasion
from hefa.paperwork.names.year import Match, Matching, Standing
from hefa.paperwork.rules.reading.kinds import UnreadableFile
from hefa.paperwork.rules.reading.table import Line
from hefa.paperwork.rules.reminders import due_on, ended_for_reminding, month_after
from hefa.paperwork.rules.roster_file import (
    MOST_LINES,
    Change,
    Kept,
    RosterLine,
    compared,
    days_problem,
    read_roster,
)
from hefa.paperwork.rules.year import Found, MemberFacts, PersonFacts, find_people, kept_until, lacking, standing


def line_of(number: int, name: str = "王小明", last4: str = "6789", **changes: Any) -> MemberFacts:
    return MemberFacts(UUID(int=number), name, last4, **{"left": None, "exempt": False, **changes})


def person(learner: int, name: str = "王小明", last4: str = "6789", hours: int = 2) -> PersonFacts:
    return PersonFacts(learner, UUID(int=learner), name, last4, Decimal(hours))


ONE, OTHER = person(1), person(2, hours=3)
CHOSE_ONE: dict[str, Any] = {"matching": Matching.CHOSEN, "learner": 1}
NOBODY: dict[str, Any] = {"matching": Matching.NOBODY}


@pytest.mark.parametrize(
    ("members", "people", "found"),
    [
        ([line_of(1)], [ONE], [Found(Match.ONE, (ONE,))]),
        ([line_of(1)], [], [Found(Match.NONE)]),
        ([line_of(1, "Ngayaw · kacaw")], [person(1, "Ngayaw‧Kacaw")], [Found(Match.ONE, (person(1, "Ngayaw‧Kacaw"),))]),
        ([line_of(1, last4="6780")], [ONE], [Found(Match.NONE)]),
        ([line_of(1, "王大明")], [ONE], [Found(Match.NONE)]),
        ([line_of(1)], [ONE, OTHER], [Found(Match.SEVERAL, (ONE, OTHER))]),
        ([line_of(1), line_of(2)], [ONE], [Found(Match.SEVERAL, (ONE,)), Found(Match.SEVERAL, (ONE,))]),
        ([line_of(1, **CHOSE_ONE)], [ONE, OTHER], [Found(Match.ONE, (ONE,))]),
        ([line_of(1, **CHOSE_ONE), line_of(2)], [ONE, OTHER], [Found(Match.ONE, (ONE,)), Found(Match.ONE, (OTHER,))]),
        ([line_of(1, **CHOSE_ONE)], [OTHER], [Found(Match.NONE)]),
        ([line_of(1, **NOBODY)], [ONE], [Found(Match.NONE)]),
        ([line_of(1, **NOBODY), line_of(2)], [ONE], [Found(Match.NONE), Found(Match.ONE, (ONE,))]),
    ],
    ids=[
        "one fits", "nobody with hours", "dots and case do not count", "another last four", "another name",
        "two fit", "two lines read alike", "the officer chose", "who was chosen fits nobody else",
        "who was chosen has no hours", "the officer said nobody", "the other of two lines fits",
    ],
)  # fmt: skip
def test_a_line_is_found_among_the_people_with_hours(
    members: list[MemberFacts], people: list[PersonFacts], found: list[Found]
) -> None:
    assert list(find_people(members, people).values()) == found


def test_hours_count_only_once_it_is_clear_whose_they_are() -> None:
    assert Found(Match.SEVERAL, (ONE, OTHER)).hours == 0 and Found(Match.ONE, (OTHER,)).hours == 3


DAY = date(2026, 11, 24)
MARCH = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("changes", "how", "missing"),
    [
        ({}, Standing.ACTIVE, 3),
        ({"exempt": True}, Standing.EXEMPT, 0),
        ({"left": date(2026, 11, 24)}, Standing.LEFT, 0),
        ({"left": date(2026, 11, 25)}, Standing.ACTIVE, 3),
        ({"left": date(2026, 3, 1), "exempt": True}, Standing.LEFT, 0),
    ],
    ids=["active", "exempt", "left today", "leaves tomorrow", "left and exempt"],
)
def test_how_somebody_stands_and_what_is_lacking(changes: dict[str, Any], how: Standing, missing: int) -> None:
    assert standing(line_of(1, **changes), on=DAY) == how
    assert lacking(Decimal(1), how) == missing


def test_nobody_lacks_less_than_nothing_and_all_is_kept_three_years() -> None:
    assert lacking(Decimal("4.5"), Standing.ACTIVE) == 0
    assert kept_until(115) == date(2030, 1, 31)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (("王小明", "6789", "", ""), RosterLine(2, "王小明", "6789", None, None)),
        (("李喆堃", "０００７", "115/3/1", "1150630"), RosterLine(2, "李喆堃", "0007", MARCH, date(2026, 6, 30))),
        (("Ngayaw‧Kacaw", "******6789", "2026-03-01", ""), RosterLine(2, "Ngayaw‧Kacaw", "6789", MARCH, None)),
        (("王小明", "7", "", ""), "補 0"),
        (("王小明", "A123456789", "", ""), "只採用末四碼"),
        (("王?明", "6789", "", ""), "可能是存檔時遺失的字"),
        (("", "6789", "", ""), "請輸入姓名"),
        (("王小明", "", "", ""), "末四碼須為 4 個數字"),
        (("王小明", "A123456788", "", ""), "末四碼須為 4 個數字"),
        (("王小明", "6789", "去年", ""), "到職日的日期格式不正確"),
        (("王小明", "6789", "115-03-01", "115-02-01"), "離職日早於到職日"),
        (("王小明", "6789", "116-01-01", ""), "到職日在 115 年度之後"),
        (("王小明", "6789", "", "114-12-31"), "離職日在 115 年度之前"),
    ],
    ids=lambda value: "/".join(value)[:30] if isinstance(value, tuple) else None,
)  # fmt: skip
def test_a_line_of_a_file_is_read_or_told_what_is_wrong(cells: tuple[str, ...], told: RosterLine | str) -> None:
    file = read_roster([Line(2, cells)], roc_year=115)
    if isinstance(told, RosterLine):
        assert (list(file.lines), list(file.problems)) == ([told], [])
    else:
        (problem,) = file.problems
        assert told in problem.sentence and bool(file.lines) is not problem.fatal
        assert "A123456789" not in problem.sentence


def test_who_stands_twice_is_taken_once() -> None:
    lines = [
        Line(2, ("王小明", "6789", "", "")),
        Line(3, ("王 小明", "6789", "", "")),
        Line(4, ("王小明", "6780", "", "")),
    ]
    file = read_roster(lines, roc_year=115)
    assert [line.number for line in file.lines] == [2, 4]
    assert [(one.number, one.sentence) for one in file.problems] == [
        (3, "與第 2 列的姓名與末四碼相同，只採用第 2 列。")
    ]


def test_a_file_has_its_bounds() -> None:
    with pytest.raises(UnreadableFile, match="10,000"):
        read_roster((Line(n, (f"人{n}", "0001", "", "")) for n in range(MOST_LINES + 1)), roc_year=115)


def test_a_file_is_compared_with_the_roster() -> None:
    first, gone = (
        Kept(UUID(int=1), "王小明", "6789", date(2026, 3, 1), None),
        Kept(UUID(int=2), "林一", "0001", None, None),
    )
    lines = [
        RosterLine(2, "王小明", "6789", None, None),
        RosterLine(3, "王小明", "6789", None, date(2026, 9, 1)),
        RosterLine(4, "邱曉雯", "0002", None, None),
    ]
    found = compared(lines, [first, gone])
    assert [change for _, change, _ in found.lines] == [Change.SAME, Change.CHANGED, Change.NEW]
    assert list(found.missing) == [gone] and found.count(Change.NEW) == 1


def test_days_of_a_person_fit_the_year() -> None:
    assert days_problem(date(2026, 12, 31), None, roc_year=115) is None
    assert days_problem(None, date(2026, 1, 1), roc_year=115) is None


def told(day: date) -> list[tuple[Occasion, int]]:
    return [(one.occasion, one.roc_year) for one in due_on(day)]


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 10, 31), []),
        (date(2026, 11, 1), [(Occasion.ROSTER, 115)]),
        (date(2026, 11, 29), [(Occasion.ROSTER, 115)]),
        (date(2026, 11, 30), [(Occasion.ROSTER, 115), (Occasion.LAST_MONTH, 115)]),
        (date(2026, 12, 31), [(Occasion.LAST_MONTH, 115)]),
        (date(2027, 1, 1), [(Occasion.DEADLINE, 115)]),
        (date(2027, 1, 31), [(Occasion.DEADLINE, 115), (Occasion.LAST_DAY, 115)]),
        (date(2027, 2, 1), []),
        (date(2028, 2, 29), []),
        (date(2028, 1, 31), [(Occasion.DEADLINE, 116), (Occasion.LAST_DAY, 116)]),
    ],
    ids=str,
)
def test_what_is_due_on_a_day(day: date, due: list[tuple[Occasion, int]]) -> None:
    assert told(day) == due


def test_what_is_due_says_by_when() -> None:
    (due,) = due_on(date(2027, 1, 5))
    assert due.sentence == "115 年度的時數須於 116-01-31 前全部登錄完成，之後補登須註明原因。"


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 24), 1, date(2026, 12, 24)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 1, date(2028, 3, 29)),
        (date(2027, 1, 15), -1, date(2026, 12, 15)),
        (date(2028, 2, 29), -12, date(2027, 2, 28)),
    ],
    ids=str,
)
def test_a_month_after(day: date, months: int, later: date) -> None:
    assert month_after(day, months) == later


@pytest.mark.parametrize("today", [date(2026, 12, 24), date(2027, 2, 28), date(2028, 2, 29), date(2027, 3, 1)], ids=str)
def test_an_activity_is_reminded_of_from_the_day_a_month_after_it(today: date) -> None:
    _, last = ended_for_reminding(today)
    assert month_after(last) <= today < month_after(date.fromordinal(last.toordinal() + 1))
