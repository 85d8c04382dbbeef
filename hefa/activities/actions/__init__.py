"""What changes about activities: one file a verb."""

from hefa.activities.actions.activity import ActivityPlan, CodeTaken, PlanOvertaken, change_activity, plan_activity
from hefa.activities.actions.attachments import (
    AttachmentRefused,
    accepted_file,
    add_attachment,
    open_attachment,
    remove_attachment,
)
from hefa.activities.actions.code_file import CodesReport, import_codes
from hefa.activities.actions.code_lists import CodeKnown, CodeNotInForce, EndsBeforeItStarts, add_code, end_code
from hefa.activities.actions.enrolment import (
    Decided,
    EnrolmentRefused,
    EnteredPerson,
    OfferingBegun,
    OfferingFull,
    decide_enrolments,
    enrol,
    enrol_oneself,
    enrol_person,
    move_up_waiting,
    withdraw,
)
from hefa.activities.actions.enrolment_letters import (
    EnrolmentLetter,
    claim_enrolment_letters,
    close_enrolment_letters,
    tell_enrolled,
)
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
from hefa.activities.actions.offering import NumberTaken, OfferingPlan, change_offering, plan_offering
from hefa.activities.actions.open_ends import set_open_ends
from hefa.activities.actions.plan import change_plan, plan_activity_and_offering
from hefa.activities.actions.sites import SiteRefused
from hefa.activities.actions.topics import TopicPlan, TopicsDoNotFit, set_topics
from hefa.activities.actions.window import extend_scan_window

__all__ = [
    "CodesReport",
    "import_codes",
    "ActivityPlan",
    "AttachmentRefused",
    "CodeKnown",
    "CodeNotInForce",
    "CodeTaken",
    "Decided",
    "EndsBeforeItStarts",
    "EnrolmentLetter",
    "EnrolmentRefused",
    "EnteredPerson",
    "HoursOvertaken",
    "LecturerOvertaken",
    "LecturerProfile",
    "LecturerStands",
    "NumberTaken",
    "OfferingBegun",
    "OfferingFull",
    "OfferingPlan",
    "PlanOvertaken",
    "SiteRefused",
    "TopicPlan",
    "TopicsDoNotFit",
    "accepted_file",
    "add_attachment",
    "add_code",
    "add_lecturer",
    "assign_lecturers",
    "change_activity",
    "change_lecturer",
    "change_offering",
    "change_plan",
    "claim_enrolment_letters",
    "close_enrolment_letters",
    "decide_enrolments",
    "end_code",
    "enrol",
    "enrol_oneself",
    "enrol_person",
    "move_up_waiting",
    "open_attachment",
    "plan_activity",
    "plan_activity_and_offering",
    "plan_offering",
    "reinstate_lecturer",
    "remove_attachment",
    "retire_lecturer",
    "set_hours",
    "set_open_ends",
    "set_topics",
    "tell_enrolled",
    "withdraw",
    "extend_scan_window",
]
