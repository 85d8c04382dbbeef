"""What changes about activities: one file a verb."""

from hefa.activities.actions.enrolment import enrol
from hefa.activities.actions.hours import HoursOvertaken, set_hours
from hefa.activities.actions.lecturers import (
    LecturerOvertaken,
    LecturerProfile,
    LecturerStands,
    add_lecturer,
    assign_lecturers,
    change_lecturer,
    reinstate_lecturer,
    retire_lecturer,
)
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
    "LecturerOvertaken",
    "LecturerProfile",
    "LecturerStands",
    "NumberTaken",
    "OfferingPlan",
    "PlanOvertaken",
    "add_lecturer",
    "assign_lecturers",
    "change_activity",
    "change_lecturer",
    "change_offering",
    "change_plan",
    "enrol",
    "plan_activity",
    "plan_activity_and_offering",
    "plan_offering",
    "reinstate_lecturer",
    "retire_lecturer",
    "set_hours",
]
