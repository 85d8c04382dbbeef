"""A roster as an officer's file has it: lines in, people and problems out. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from hefa.base.national_id import InvalidNationalId, NationalId
from hefa.base.normal_form import half_width
from hefa.base.person_name import InvalidPersonName, clean_person_name, read_alike
from hefa.base.roc import InvalidDate
from hefa.paperwork.rules.reading.intake import InColumn, Intake
from hefa.paperwork.rules.reading.judge import read_date
from hefa.paperwork.rules.reading.kinds import UnreadableFile
from hefa.paperwork.rules.reading.table import Line
from hefa.paperwork.rules.year import last_day

DAY_FORMAT = "109-03-24，可空白"
ROSTER_INTAKE = Intake(
    code="year-roster",
    label="年度人員名冊",
    columns=(
        InColumn("姓名", needed=True, aliases=("人員姓名", "員工姓名"), help="與身分證相同", format="文字"),
        InColumn(
            "身分證字號末四碼",
            needed=True,
            aliases=("身分證末四碼", "身分證統一編號末四碼", "末四碼"),
            help="只填末四碼，請勿填完整的字號",
            format="4 個數字（儲存格格式請設為文字）",
        ),
        InColumn("到職日", aliases=("到職日期",), help="年度中到職者填寫", format=DAY_FORMAT),
        InColumn("離職日", aliases=("離職日期",), help="年度中離職者填寫", format=DAY_FORMAT),
    ),
)
MOST_LINES = 10_000
LAST4 = re.compile(r"\d{4}")
FEWER_DIGITS = re.compile(r"\d{1,3}")


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One person as the file tells it; `number` is the row in the file."""

    number: int
    name: str
    id_last4: str
    joined: date | None
    left: date | None


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong with a row, or was mended in it. A row with a `fatal` problem is not taken over."""

    number: int
    name: str
    sentence: str
    fatal: bool = True


@dataclass(frozen=True, slots=True)
class RosterFile:
    """A file as it was read."""

    lines: Sequence[RosterLine]
    problems: Sequence[LineProblem]


class Change(StrEnum):
    """What taking a line over would do to the roster."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Kept:
    """Somebody who is on the roster already."""

    id: UUID
    name: str
    id_last4: str
    joined: date | None
    left: date | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A file beside the roster: what each line would do, and who is on the roster but not in the file."""

    lines: Sequence[tuple[RosterLine, Change, Kept | None]]
    missing: Sequence[Kept]

    def count(self, change: Change) -> int:
        return len([one for _, one, _ in self.lines if one == change])


class _Unusable(ValueError):
    """A cell that makes its row unusable; the message is the sentence to show."""


def read_roster(lines: Iterable[Line], *, roc_year: int) -> RosterFile:
    """Read the lines of a table that was read as ROSTER_INTAKE. Raises UnreadableFile when there are too many."""
    people: list[RosterLine] = []
    problems: list[LineProblem] = []
    seen: dict[tuple[str, str], int] = {}
    for count, line in enumerate(lines, start=1):
        if count > MOST_LINES:
            raise UnreadableFile(f"檔案超過 {MOST_LINES:,} 人，請分成數個檔案。")
        try:
            person = _person(line, roc_year=roc_year, told=problems)
        except _Unusable as error:
            problems.append(LineProblem(line.number, line.cells[0][:20], str(error)))
            continue
        first = seen.setdefault(person_key(person.name, person.id_last4), line.number)
        if first == line.number:
            people.append(person)
        else:
            told = f"與第 {first} 列的姓名與末四碼相同，只採用第 {first} 列。"
            problems.append(LineProblem(line.number, person.name, told))
    return RosterFile(people, problems)


def compared(lines: Sequence[RosterLine], roster: Sequence[Kept]) -> Comparison:
    """A file beside the roster. A day that the file leaves empty takes nothing away from the roster."""
    known: Mapping[tuple[str, str], Kept] = {person_key(one.name, one.id_last4): one for one in roster}
    found = []
    for line in lines:
        kept = known.get(person_key(line.name, line.id_last4))
        found.append((line, _change(line, kept), kept))
    named = {kept.id for _, _, kept in found if kept is not None}
    return Comparison(found, [one for one in roster if one.id not in named])


def person_key(name: str, last4: str) -> tuple[str, str]:
    """By what a line of a file and one of the roster are the same person."""
    return read_alike(name), last4


def days_problem(joined: date | None, left: date | None, *, roc_year: int) -> str | None:
    """What is wrong with the two days of somebody on the roster of a year; None when nothing is."""
    last = last_day(roc_year)
    if joined is not None and left is not None and left < joined:
        return "離職日早於到職日。"
    if joined is not None and joined > last:
        return f"到職日在 {roc_year} 年度之後，請列入其後年度的名冊。"
    if left is not None and left.year < last.year:
        return f"離職日在 {roc_year} 年度之前，不必列入名冊。"
    return None


def _change(line: RosterLine, kept: Kept | None) -> Change:
    if kept is None:
        return Change.NEW
    told = (line.joined or kept.joined, line.left or kept.left)
    return Change.SAME if told == (kept.joined, kept.left) else Change.CHANGED


def _person(line: Line, *, roc_year: int, told: list[LineProblem]) -> RosterLine:
    if line.problem:
        raise _Unusable(f"{line.problem}。")
    name_cell, last4_cell, joined_cell, left_cell = line.cells
    try:
        name = clean_person_name(name_cell)
    except InvalidPersonName as error:
        raise _Unusable(f"{error}。") from None
    last4, mended = _last4(last4_cell)
    joined, left = _day(joined_cell, "到職日"), _day(left_cell, "離職日")
    if problem := days_problem(joined, left, roc_year=roc_year):
        raise _Unusable(problem)
    if mended:
        told.append(LineProblem(line.number, name, mended, fatal=False))
    if {"?", "？", "\ufffd"} & set(name):
        told.append(LineProblem(line.number, name, "姓名含有「?」，可能是存檔時遺失的字，請確認。", fatal=False))
    return RosterLine(line.number, name, last4, joined, left)


def _last4(text: str) -> tuple[str, str]:
    """The last four, and what was mended to get them."""
    digits = "".join(half_width(text).split()).lstrip("*'")
    if LAST4.fullmatch(digits):
        return digits, ""
    if FEWER_DIGITS.fullmatch(digits):
        return digits.zfill(4), f"末四碼「{digits}」不足四碼，已在前面補 0，請確認。"
    try:
        return NationalId.parse(digits).last4, "填了完整的身分證字號，只採用末四碼。"
    except InvalidNationalId:
        raise _Unusable("身分證字號末四碼須為 4 個數字。") from None


def _day(text: str, label: str) -> date | None:
    if not text:
        return None
    try:
        return read_date(text)
    except InvalidDate:
        raise _Unusable(f"{label}的日期格式不正確，請用 109-03-24。") from None
