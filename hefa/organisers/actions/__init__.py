"""What changes organisers, their officers and the site, filed by verb."""

from hefa.organisers.actions.appoint import (
    AlreadyOfficer,
    AlreadyOperator,
    OrganiserClosed,
    OwnDuties,
    appoint_officer,
    appoint_operator,
    approve_organiser,
)
from hefa.organisers.actions.deputise import NotAColleague, appoint_deputy
from hefa.organisers.actions.handover import hand_over
from hefa.organisers.actions.leave import LastOfficer, LastOperator, change_duties, end_office, end_operator
from hefa.organisers.actions.merge import MergeRefused, merge_organiser, unmerge_organiser
from hefa.organisers.actions.organiser import change_organiser, disable_organiser, enable_organiser
from hefa.organisers.actions.request import (
    OwnRequest,
    RequestDecided,
    RequestOpen,
    approve_request,
    ask_office,
    decline_request,
    withdraw_request,
)
from hefa.organisers.actions.site import AnnouncementPlan, Overtaken, announce, name_site, withdraw_announcement

__all__ = [
    "AlreadyOfficer",
    "AlreadyOperator",
    "AnnouncementPlan",
    "LastOfficer",
    "LastOperator",
    "MergeRefused",
    "NotAColleague",
    "OrganiserClosed",
    "Overtaken",
    "OwnDuties",
    "OwnRequest",
    "RequestDecided",
    "RequestOpen",
    "announce",
    "appoint_deputy",
    "appoint_officer",
    "appoint_operator",
    "approve_organiser",
    "approve_request",
    "ask_office",
    "change_duties",
    "change_organiser",
    "decline_request",
    "disable_organiser",
    "enable_organiser",
    "end_office",
    "end_operator",
    "hand_over",
    "merge_organiser",
    "name_site",
    "unmerge_organiser",
    "withdraw_announcement",
    "withdraw_request",
]
