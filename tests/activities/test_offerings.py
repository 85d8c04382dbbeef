"""Offerings: planned, found by officers, their hours set in versions."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection

from hefa.activities.actions import CodeTaken, HoursOvertaken, enrol, set_hours
from hefa.activities.models import Enrolment, Offering
from hefa.activities.names import CodeList, Phase
from hefa.activities.queries import (
    code_labels,
    enrolment_counts,
    filter_offerings,
    first_hours,
    hours_at,
    hours_history,
    in_phase,
    offerings_of,
    todays,
)
from hefa.activities.rules import phase_of
from hefa.audit.names import SYSTEM
from hefa.base.hours import Hours
from tests.cast import NOW, World, a_walk_in, an_activity, an_offering

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def numbers(**conditions: object) -> list[tuple[str, int]]:
    found = filter_offerings(Offering.objects.order_by("pk"), **conditions)  # type: ignore[arg-type]
    return [(offering.activity.code, offering.number) for offering in found]


def test_an_officer_sees_the_offerings_of_the_own_organiser_alone(world: World) -> None:
    assert list(offerings_of(world.alice.account, on=TODAY)) == [world.offering]
    assert list(offerings_of(world.charlie.account, on=TODAY)) == [world.other_offering]
    assert list(offerings_of(world.alice.account, on=TODAY - timedelta(days=31))) == []


def test_filters_meet_every_condition(world: World) -> None:
    an_offering(world.activity, number=2, starts_in=timedelta(days=3))
    assert numbers(name="測試") == [("Test01", 1), ("Test01", 2)]
    assert numbers(name="測試", number=2) == [("Test01", 2)]
    assert numbers(code="hill") == [("Hill01", 1)]
    assert numbers(roc_year=114) == [] and len(numbers(roc_year=115)) == 3
    assert numbers(from_date=TODAY + timedelta(days=1)) == [("Test01", 2)]
    assert numbers(to_date=TODAY) == [("Test01", 1), ("Hill01", 1)]
    assert numbers(name="%") == [] and numbers(name="_") == []
    assert len(numbers()) == 3


def test_today_is_a_day_in_taipei_both_ends_included(world: World) -> None:
    late = an_offering(
        an_activity(world.organiser, code="Late"), starts_in=timedelta(hours=14), lasts=timedelta(minutes=29)
    )
    assert late.starts_at.date() == TODAY
    found = todays(Offering.objects.all(), on=TODAY)
    assert late in found and world.offering in found
    assert list(todays(Offering.objects.all(), on=TODAY + timedelta(days=1))) == []


def test_hours_have_versions_and_a_late_scan_gets_those_of_its_time(world: World) -> None:
    later = NOW + timedelta(minutes=10)
    set_hours(offering=world.offering, hours=Hours.of("1.5", 0), actor=SYSTEM, at=later)
    assert world.offering.hours_version == 2
    assert hours_at(world.offering, at=later - timedelta(seconds=1)) == Hours.of(0, 2) == first_hours(world.offering)
    assert hours_at(world.offering, at=later) == hours_history(world.offering).of_version(2) == Hours.of("1.5", 0)
    assert hours_history(world.offering).of_version(3) is None
    set_hours(offering=world.offering, hours=Hours.of("1.5", 0), actor=SYSTEM, at=later)
    assert world.offering.hours_version == 2


def test_two_who_set_hours_the_second_is_told(world: World) -> None:
    seen_by_bob = Offering.objects.get(pk=world.offering.pk)
    set_hours(offering=world.offering, hours=Hours.of(1, 1), actor=SYSTEM, at=NOW)
    with pytest.raises(HoursOvertaken):
        set_hours(offering=seen_by_bob, hours=Hours.of(3, 0), actor=SYSTEM, at=NOW)
    assert Offering.objects.get(pk=world.offering.pk).hours == Hours.of(1, 1)


@pytest.mark.parametrize("hours", [(0, 0), (-1, 2), (0.25, 0), (99.9, 0)])
def test_the_database_refuses_hours_that_are_none(world: World, hours: tuple[float, float]) -> None:
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE offering SET digital_hours = %s, in_person_hours = %s WHERE id = %s", [*hours, world.offering.pk]
        )


@pytest.mark.parametrize("change", ["ends_at = starts_at", "number = 0", "capacity = -1"])
def test_the_database_refuses_an_offering_that_cannot_be(world: World, change: str) -> None:
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute(f"UPDATE offering SET {change} WHERE id = %s", [world.offering.pk])


def test_an_activity_code_is_unique_within_organiser_and_year(world: World) -> None:
    with pytest.raises(CodeTaken):
        an_activity(world.organiser, name="另一個", code="Test01")
    assert an_activity(world.other_organiser, code="Test01").code == "Test01"


def test_somebody_enrols_once(world: World) -> None:
    learner = a_walk_in().code.learner
    for _ in range(2):
        enrol(offering=world.offering, learner=learner, unit=None, actor=SYSTEM, at=NOW)
    assert Enrolment.objects.count() == 1 and enrolment_counts(world.offering) == (1, 0)


def test_the_code_lists_came_with_the_migration() -> None:
    for code_list in CodeList:
        assert bool(code_labels(code_list, on=date(2026, 11, 24))) == (code_list != CodeList.SITE), code_list


def test_an_offering_stands_somewhere_in_time(world: World) -> None:
    begins, ends = world.offering.starts_at, world.offering.ends_at
    for at, cancelled, phase in (
        (begins - timedelta(seconds=1), False, Phase.UPCOMING),
        (begins, False, Phase.RUNNING),
        (ends - timedelta(seconds=1), False, Phase.RUNNING),
        (ends, False, Phase.ENDED),
        (begins, True, Phase.CANCELLED),
    ):
        told = {"cancelled_at": NOW, "cancelled_by": world.alice.account, "cancel_reason": "停課"} if cancelled else {}
        Offering.objects.filter(pk=world.offering.pk).update(**told)
        assert phase_of(begins, ends, cancelled=cancelled, at=at) == phase
        mine = offerings_of(world.alice.account, on=NOW.date())
        assert [one for one in Phase if in_phase(mine, one, at=at).exists()] == [phase]
