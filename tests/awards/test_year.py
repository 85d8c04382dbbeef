"""The deadline of a year, and what comes after it."""

from datetime import date, datetime, timedelta

import pytest

from hefa.awards.actions import EnteredRow, EntryAnswer, ReasonMissing, enter_awards
from hefa.awards.models import Award
from hefa.awards.names import AwardSource, Flag
from hefa.awards.rules import deadline, is_late, late_flags
from hefa.base.roc import TAIPEI
from hefa.codes.queries import static_text
from tests.awards.phone import scan_code
from tests.cast import NOW, World, a_gate, a_walk_in, an_id


@pytest.mark.parametrize(
    ("at", "late"),
    [
        (datetime(2026, 11, 24, tzinfo=TAIPEI), False),
        (datetime(2027, 1, 31, 23, 59, tzinfo=TAIPEI), False),
        (datetime(2027, 2, 1, tzinfo=TAIPEI), True),
        (datetime.fromisoformat("2027-01-31T15:59:59+00:00"), False),
        (datetime.fromisoformat("2027-01-31T16:00:00+00:00"), True),
        (datetime(2028, 2, 29, tzinfo=TAIPEI), True),
    ],
    ids=["in the year", "the last minute", "the day after", "late in UTC", "past midnight in Taipei", "a leap day"],
)
def test_hours_of_115_are_late_after_31_january_116(at: datetime, late: bool) -> None:
    assert deadline(115) == date(2027, 1, 31)
    assert is_late(115, at) is late
    assert late_flags([Flag.OVERLAP], roc_year=115, at=at) == (
        (Flag.OVERLAP, Flag.LATE_ENTRY) if late else (Flag.OVERLAP,)
    )


def test_a_late_award_is_marked_once() -> None:
    at = datetime(2027, 3, 1, tzinfo=TAIPEI)
    assert late_flags([Flag.LATE_ENTRY], roc_year=115, at=at) == (Flag.LATE_ENTRY,)


def enter(world: World, reason: str, at: datetime) -> list[EntryAnswer]:
    return enter_awards(
        offering=world.offering,
        rows=[EnteredRow(an_id(1), "林一", None)],
        source=AwardSource.HAND,
        reviewed=True,
        officer=world.alice,
        at=at,
        late_reason=reason,
    )


LATE = NOW + timedelta(days=100)


@pytest.mark.django_db
def test_hours_entered_late_say_why(world: World) -> None:
    with pytest.raises(ReasonMissing):
        enter(world, "  ", LATE)
    assert not Award.objects.exists()
    enter(world, "補報名冊遺漏", LATE)
    award = Award.objects.get()
    assert award.flags == [Flag.LATE_ENTRY] and award.late_reason == "補報名冊遺漏"


@pytest.mark.django_db
def test_hours_entered_in_time_are_asked_no_reason(world: World) -> None:
    enter(world, "用不到的原因", NOW)
    award = Award.objects.get()
    assert award.flags == [] and award.late_reason == ""


@pytest.mark.django_db
def test_a_scan_of_an_activity_of_last_year_is_marked(world: World) -> None:
    world.activity.roc_year = 114
    world.activity.save(update_fields=("roc_year",))
    code = a_walk_in(1, name="林一").code
    scan_code(a_gate(world.alice, world.offering), static_text(code))
    assert Award.objects.get().flags == [Flag.LATE_ENTRY]
