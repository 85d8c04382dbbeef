"""What changes about activities: one file a verb."""

from hefa.activities.actions.enrolment import enrol
from hefa.activities.actions.hours import HoursOvertaken, set_hours
from hefa.activities.actions.plan import (
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
    plan_offering,
)

__all__ = [
    "ActivityPlan",
    "CodeNotInForce",
    "CodeTaken",
    "HoursOvertaken",
    "NumberTaken",
    "OfferingPlan",
    "PlanOvertaken",
    "change_activity",
    "change_offering",
    "change_plan",
    "enrol",
    "plan_activity",
    "plan_activity_and_offering",
    "plan_offering",
    "set_hours",
]
