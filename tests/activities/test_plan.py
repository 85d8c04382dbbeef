"""新增維護活動: described by codes that the year knows, changed by one officer at a time."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any, cast

import pytest

from hefa.activities.actions import (
    ActivityPlan,
    CodeNotInForce,
    CodeTaken,
    NumberTaken,
    OfferingPlan,
    PlanOvertaken,
    change_activity,
    change_offering,
    change_plan,
    plan_activity,
    plan_activity_and_offering,
)
from hefa.activities.models import Activity, Offering
from hefa.activities.names import CodeList
from hefa.activities.queries import code_choices, hours_at, next_number
from hefa.activities.rules import stands_in_year, summary_problem
from hefa.audit.models import AuditEntry
from hefa.audit.names import SYSTEM, Verb
from hefa.base.hours import Hours
from tests.cast import NOW, World, an_activity, an_offering
from tests.crowd import at_once

PLAN = ActivityPlan(115, "溪流觀察", "River", "1", "341", "10", "認識溪流生物與棲地環境")
HELD = OfferingPlan(1, NOW, NOW + timedelta(hours=2), 30, Hours.of(0, 2))


def plan_of(activity: Activity) -> ActivityPlan:
    names = ("roc_year", "name", "code", "method", "field", "county", "summary", "place", "contact")
    return ActivityPlan(**{name: getattr(activity, name) for name in names})


def offering_plan_of(offering: Offering) -> OfferingPlan:
    return OfferingPlan(offering.number, offering.starts_at, offering.ends_at, offering.capacity, offering.hours)


@pytest.mark.django_db
def test_a_method_of_another_time_is_refused_with_the_reason(world: World) -> None:
    visit = replace(PLAN, method="visit")
    with pytest.raises(CodeNotInForce, match="「參訪」在 115 年度已不適用") as found:
        plan_activity(organiser=world.organiser, plan=visit, actor=SYSTEM, at=NOW)
    assert found.value.code_list is CodeList.METHOD
    assert plan_activity(organiser=world.organiser, plan=replace(visit, roc_year=106), actor=SYSTEM, at=NOW).pk
    assert "visit" in dict(code_choices(CodeList.METHOD, roc_year=106))
    assert "visit" not in dict(code_choices(CodeList.METHOD, roc_year=107))


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"method": "99"}, {"field": "x"}, {"county": ""}, {"county": "22"}])
def test_a_code_that_no_list_holds_is_refused(world: World, change: dict[str, str]) -> None:
    with pytest.raises(CodeNotInForce):
        plan_activity(organiser=world.organiser, plan=replace(PLAN, **cast(Any, change)), actor=SYSTEM, at=NOW)


@pytest.mark.django_db
def test_an_activity_and_its_first_offering_are_planned_together_or_not_at_all(world: World) -> None:
    made = plan_activity_and_offering(organiser=world.organiser, activity=PLAN, offering=HELD, actor=SYSTEM, at=NOW)
    assert (made.activity.name, made.number, made.hours) == ("溪流觀察", 1, Hours.of(0, 2))
    with pytest.raises(CodeTaken):
        plan_activity_and_offering(organiser=world.organiser, activity=PLAN, offering=HELD, actor=SYSTEM, at=NOW)
    assert Activity.objects.filter(code="River").count() == Offering.objects.filter(activity__code="River").count() == 1


@pytest.mark.django_db
def test_a_change_is_noted_by_its_fields_and_the_same_again_changes_nothing(world: World) -> None:
    plan = replace(plan_of(world.activity), name="溪流觀察", contact="王小姐")
    change = partial(change_activity, activity=world.activity, version=1, plan=plan, actor=SYSTEM, at=NOW)
    assert change()
    world.activity.refresh_from_db()
    assert (world.activity.name, world.activity.version) == ("溪流觀察", 2)
    assert AuditEntry.objects.get(verb=Verb.ACTIVITY_CHANGED).facts == {"fields": ["name", "contact"]}
    assert not change_activity(activity=world.activity, version=2, plan=plan, actor=SYSTEM, at=NOW)


@pytest.mark.django_db
def test_the_second_of_two_officers_is_told_and_nothing_is_half_saved(world: World) -> None:
    seen = Offering.objects.select_related("activity").get(pk=world.offering.pk)
    later = replace(offering_plan_of(seen), ends_at=seen.ends_at + timedelta(hours=1))
    assert change_offering(offering=world.offering, version=1, plan=later, actor=SYSTEM, at=NOW)
    with pytest.raises(PlanOvertaken):
        change_plan(
            held=seen,
            activity_version=1,
            activity=replace(plan_of(seen.activity), name="另一個名稱"),
            offering_version=1,
            offering=replace(offering_plan_of(seen), capacity=9),
            actor=SYSTEM,
            at=NOW,
        )
    assert Activity.objects.get(pk=world.activity.pk).name == "測試活動001"


@pytest.mark.django_db
def test_new_hours_hold_from_now_on_and_the_old_ones_before(world: World) -> None:
    longer = replace(offering_plan_of(world.offering), hours=Hours.of(1, 2))
    assert change_offering(offering=world.offering, version=1, plan=longer, actor=SYSTEM, at=NOW)
    assert hours_at(world.offering, at=NOW - timedelta(seconds=1)) == Hours.of(0, 2)
    assert hours_at(world.offering, at=NOW) == Hours.of(1, 2)


@pytest.mark.django_db
def test_a_number_is_taken_once(world: World) -> None:
    second = an_offering(world.activity, number=2)
    assert next_number(world.activity) == 3
    with pytest.raises(NumberTaken):
        change_offering(
            offering=second, version=1, plan=replace(offering_plan_of(second), number=1), actor=SYSTEM, at=NOW
        )


@pytest.mark.django_db(transaction=True)
def test_eight_officers_who_plan_the_same_code_plan_it_once(world: World) -> None:
    def plan() -> bool:
        try:
            plan_activity_and_offering(organiser=world.organiser, activity=PLAN, offering=HELD, actor=SYSTEM, at=NOW)
        except CodeTaken:
            return False
        return True

    assert sorted(at_once([plan] * 8)) == [False] * 7 + [True]


def test_a_code_holds_in_a_year_of_which_it_has_a_day() -> None:
    ended = date(2017, 11, 28)
    assert [stands_in_year(None, ended, roc_year=year) for year in (105, 106, 107)] == [True, True, False]
    assert [stands_in_year(ended, None, roc_year=year) for year in (105, 106, 107)] == [False, True, True]


@pytest.mark.parametrize(
    ("summary", "told"),
    [
        ("", "至少 10 個字"),
        ("環境 教育 課程", "至少 10 個字"),
        ("溪流觀察溪流觀察溪流觀察", "只重複活動名稱"),
        ("環" * 501, "最多 500 個字"),
    ],
)
def test_a_summary_that_tells_nothing(summary: str, told: str) -> None:
    assert told in str(summary_problem(summary, name="溪流觀察"))


def test_a_summary_that_tells_something() -> None:
    assert summary_problem("認識溪流生物與棲地環境", name="溪流觀察") is None


@pytest.mark.django_db
def test_another_organiser_may_use_the_same_code(world: World) -> None:
    assert an_activity(world.other_organiser, code="Test01").code == "Test01"
