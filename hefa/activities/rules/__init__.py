"""When an offering may be scanned, which codes a year knows, what a summary must be, what a file is: pure."""

from hefa.activities.rules.code_file import UnreadableCodes
from hefa.activities.rules.code_lists import stands_in_year, stands_on
from hefa.activities.rules.enrolment import EnrolmentTerms, enrolment_obstacle, first_state, places_left
from hefa.activities.rules.file_types import file_type_of, is_heic
from hefa.activities.rules.limits import LARGEST_ATTACHMENT, MOST_ATTACHMENTS, MOST_TOPICS
from hefa.activities.rules.pictures import NoPicture, without_traces
from hefa.activities.rules.sites import OUTDOOR_METHOD, site_problem
from hefa.activities.rules.summary import LONGEST_SUMMARY, SHORTEST_SUMMARY, summary_problem
from hefa.activities.rules.times import CLOSES_AFTER, OPENS_BEFORE, phase_of, scan_window

__all__ = [
    "UnreadableCodes",
    "CLOSES_AFTER",
    "EnrolmentTerms",
    "LARGEST_ATTACHMENT",
    "LONGEST_SUMMARY",
    "MOST_ATTACHMENTS",
    "MOST_TOPICS",
    "NoPicture",
    "OPENS_BEFORE",
    "OUTDOOR_METHOD",
    "SHORTEST_SUMMARY",
    "enrolment_obstacle",
    "file_type_of",
    "first_state",
    "is_heic",
    "places_left",
    "phase_of",
    "scan_window",
    "site_problem",
    "stands_in_year",
    "stands_on",
    "summary_problem",
    "without_traces",
]
