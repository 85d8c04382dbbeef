"""簽到簽退 (R14): pairs by the time of the scans, and what an open end comes to."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hefa.activities.actions import set_open_ends
from hefa.activities.models import Offering
from hefa.activities.names import OpenEnds
from hefa.audit.names import SYSTEM
from hefa.awards.models import Award, Review, Scan
from hefa.awards.names import Refusal, ReviewReason, ScanKind, Verdict
from hefa.awards.queries import attendance_of
from hefa.awards.rules.answers import ScanAnswer
from hefa.awards.rules.attendance import Passage, attendance
from hefa.codes.models import PersonalCode
from hefa.codes.queries import static_text
from tests import cast
from tests.awards.phone import scan, tell

DAY = datetime(2026, 11, 24, tzinfo=UTC)
STARTS, ENDS = 9, 17
REVIEW, CLOSE = OpenEnds.REVIEW, OpenEnds.CLOSE


def hour(text: float) -> datetime:
    return DAY + timedelta(hours=text)


def path(told: str) -> list[Passage]:
    """`in 9.5, out 11`: comings and leavings by the hour of the day."""
    pairs = [one.split() for one in told.split(",") if one]
    return [Passage(ScanKind(kind), hour(float(at))) for kind, at in pairs]


TWO = [(9, 12), (13, 17)]
CASES = [
    # name, passages, over, stays with REVIEW, with CLOSE, open ends, inside, (earns, asks) with REVIEW, with CLOSE
    ("nobody came", "", False, [], [], 0, False, "--", "--"),
    ("came and left", "in 9, out 12", False, [(9, 12)], [(9, 12)], 0, False, "earns", "earns"),
    ("told in another order", "out 12, in 9", False, [(9, 12)], [(9, 12)], 0, False, "earns", "earns"),
    ("came and is there", "in 9", False, [], [], 0, True, "--", "--"),
    ("came and never left", "in 9", True, [], [(9, 17)], 1, False, "asks", "--"),
    ("left without coming", "out 12", False, [], [(9, 12)], 1, False, "asks", "earns"),
    ("left before it began", "out 8", False, [], [], 1, False, "asks", "asks"),
    ("came after it ended", "in 18", True, [], [], 1, False, "asks", "asks"),
    ("came twice, then left", "in 9, in 10, out 12", False, [(10, 12)], [(9, 10), (10, 12)], 1, False, "asks", "earns"),
    ("came twice and is there", "in 9, in 10", False, [], [(9, 10)], 1, True, "asks", "--"),
    ("left twice", "in 9, out 11, out 12", False, [(9, 11)], [(9, 11), (11, 12)], 1, False, "asks", "earns"),
    ("two stays", "in 9, out 12, in 13, out 17", True, TWO, TWO, 0, False, "earns", "earns"),
    ("a stay, and there again", "in 9, out 12, in 13", False, [(9, 12)], [(9, 12)], 0, True, "earns", "earns"),
    ("a stay, never left again", "in 9, out 12, in 13", True, [(9, 12)], TWO, 1, False, "asks", "earns"),
    ("read twice", "in 9, in 9.01, out 12, out 12.01", False, [(9, 12)], [(9, 12)], 0, False, "earns", "earns"),
    ("came and left in one moment", "out 9, in 9", False, [(9, 9)], [(9, 9)], 0, False, "earns", "earns"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
@pytest.mark.parametrize("rule", [REVIEW, CLOSE])
def test_comings_and_leavings_are_paired_by_their_time(case: Any, rule: OpenEnds) -> None:
    _, told, over, stays, stays_closed, open_ends, inside, with_review, with_close = case
    there = attendance(path(told), starts=hour(STARTS), ends=hour(ENDS), rule=rule, over=over)
    expected = stays if rule == REVIEW else stays_closed
    assert [(stay.since, stay.until) for stay in there.stays] == [(hour(a), hour(b)) for a, b in expected]
    assert (len(there.open_ends), there.inside) == (open_ends, inside)
    said = "earns" if there.earns else "asks" if there.asks else "--"
    assert said == (with_review if rule == REVIEW else with_close) and not (there.earns and there.asks)


@pytest.mark.parametrize("rule", [REVIEW, CLOSE])
def test_only_ends_that_no_scan_told_are_marked_so(rule: OpenEnds) -> None:
    there = attendance(path("out 10, in 11, in 12, out 13"), starts=hour(9), ends=hour(17), rule=rule, over=True)
    told = [(stay.since_told, stay.until_told) for stay in there.stays]
    assert told == ([(False, True), (True, False), (True, True)] if rule == CLOSE else [(True, True)])


@pytest.fixture
def gate(world: cast.World) -> cast.Gate:
    return cast.a_gate(world.alice, world.offering)


@pytest.fixture
def text(world: cast.World) -> str:
    code: PersonalCode = cast.a_walk_in(unit=world.green_water).code
    return static_text(code)


def passing(gate: cast.Gate, text: str, kind: str, minutes: int, *, told_at: int | None = None) -> ScanAnswer:
    """A scan made so many minutes after the hour of the tests, told then or later."""
    at = cast.NOW + timedelta(minutes=minutes)
    sent_at = cast.NOW + timedelta(minutes=minutes if told_at is None else told_at)
    item = cast.told(gate, code=text, kind=kind, at=at, seq=500 + minutes, t_mono=60_000.0 * (100 + minutes))
    body = cast.batch(gate, item, at=sent_at)
    body["now_mono"] = 60_000.0 * (100 + (sent_at - cast.NOW) / timedelta(minutes=1))
    return tell(gate, body, at=sent_at)[0]


def rule_of(world: cast.World, rule: OpenEnds) -> None:
    set_open_ends(offering=world.offering, rule=rule, actor=SYSTEM, at=cast.NOW)


@pytest.mark.django_db
def test_hours_follow_when_somebody_who_came_leaves(gate: cast.Gate, text: str) -> None:
    came = passing(gate, text, "in", 0)
    assert (came.verdict, came.message, came.name, Award.objects.count()) == (
        Verdict.NOTED,
        "已登記簽到退",
        "王小明",
        0,
    )
    left = passing(gate, text, "out", 60)
    assert (left.verdict, left.hours, Award.objects.count()) == (Verdict.AWARDED, cast.TWO_HOURS, 1)
    again, gone = passing(gate, text, "in", 70), passing(gate, text, "out", 80)
    assert (again.verdict, gone.refusal) == (Verdict.NOTED, Refusal.ALREADY_AWARDED)


@pytest.mark.django_db
def test_a_coming_that_is_told_after_its_leaving_completes_it(world: cast.World, gate: cast.Gate, text: str) -> None:
    left = passing(gate, text, "out", 60)
    assert (left.verdict, left.reasons) == (Verdict.REVIEW, (ReviewReason.OPEN_END,))
    late = passing(cast.a_gate(world.bob, world.offering), text, "in", 0, told_at=70)
    assert late.verdict == Verdict.AWARDED and Award.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("rule", "verdict"), [(REVIEW, Verdict.REVIEW), (CLOSE, Verdict.AWARDED)])
def test_leaving_without_coming_is_as_the_offering_rules(
    world: cast.World, text: str, rule: OpenEnds, verdict: Verdict
) -> None:
    rule_of(world, rule)
    gate = cast.a_gate(world.alice, Offering.objects.get(pk=world.offering.pk))
    assert passing(gate, text, "out", 30).verdict == verdict
    assert (Award.objects.count(), Review.objects.count()) == ((0, 1) if rule == REVIEW else (1, 0))


@pytest.mark.django_db
def test_a_code_that_earns_nothing_neither_comes_nor_leaves(gate: cast.Gate, world: cast.World) -> None:
    refused = passing(gate, "no code of ours", "in", 0)
    assert refused.refusal == Refusal.UNKNOWN_CODE and attendance_of(world.offering, at=cast.NOW) == []


@pytest.mark.django_db
def test_both_in_one_batch_are_worked_in_their_order(gate: cast.Gate, text: str) -> None:
    came = cast.told(gate, code=text, kind="in", seq=1, at=cast.NOW)
    left = cast.told(gate, code=text, kind="out", seq=2, at=cast.NOW, t_mono=5001.0)
    assert [answer.verdict for answer in scan(gate, came, left)] == [Verdict.NOTED, Verdict.AWARDED]
    assert list(Scan.objects.order_by("seq").values_list("kind", flat=True)) == ["in", "out"]


@pytest.mark.django_db
def test_an_undo_takes_the_hours_of_a_stay_back(gate: cast.Gate, text: str) -> None:
    passing(gate, text, "in", 0)
    left = passing(gate, text, "out", 60)
    later = cast.NOW + timedelta(minutes=61)
    undo = cast.told(gate, kind="undo", undoes=str(left.scan_id), reason="掃錯人", seq=9, at=later)
    assert scan(gate, undo, at=later)[0].verdict == Verdict.UNDONE and Award.objects.get().revoked_at == later


@pytest.mark.django_db
def test_who_was_there_and_has_hours_is_known_for_everybody(world: cast.World, gate: cast.Gate, text: str) -> None:
    there = static_text(cast.a_walk_in(2, name="林一").code)
    passing(gate, text, "in", 0)
    passing(gate, text, "out", 60)
    passing(gate, there, "in", 5)
    during = attendance_of(world.offering, at=cast.NOW + timedelta(minutes=61))
    assert [(one.award is not None, one.attendance.inside) for one in during] == [(True, False), (False, True)]
    after = attendance_of(world.offering, at=world.offering.ends_at)
    assert [(one.attendance.asks, len(one.attendance.stays)) for one in after] == [(False, 1), (True, 0)]


@pytest.mark.django_db
def test_the_rule_of_an_offering_is_set_once(world: cast.World) -> None:
    assert set_open_ends(offering=world.offering, rule=CLOSE, actor=SYSTEM, at=cast.NOW)
    assert not set_open_ends(offering=world.offering, rule=CLOSE, actor=SYSTEM, at=cast.NOW)
    assert Offering.objects.get(pk=world.offering.pk).open_ends == CLOSE
