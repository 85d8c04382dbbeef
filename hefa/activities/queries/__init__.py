"""What is shown of activities, one file a thing."""

from hefa.activities.queries.attachments import (
    attachment_for,
    attachments_of,
    has_signed_sheet,
    removed_attachments,
)
from hefa.activities.queries.charge import accounts_acted_for, charge_of, in_the_charge_of, officers_in_charge
from hefa.activities.queries.code_lists import code_choices, code_labels, known_codes
from hefa.activities.queries.enrolments import (
    OwnEnrolment,
    Tally,
    enrolment_counts,
    enrolment_in,
    enrolment_tally,
    enrolment_terms,
    enrolments_of,
    own_enrolment,
    waiting_places,
)
from hefa.activities.queries.hours import first_hours, hours_at, hours_history, hours_of_version
from hefa.activities.queries.lecturers import (
    LecturerRow,
    LecturerSearch,
    lecturers_of,
    own_lecturers,
    published_directory,
    published_teachers,
    taught_by,
    teachers_of,
)
from hefa.activities.queries.offerings import (
    COUNTED,
    filter_offerings,
    in_phase,
    next_number,
    offerings_of,
    overseen_offerings,
    to_be_held,
    todays,
)
from hefa.activities.queries.published import (
    offering_to_see,
    published_offerings,
    search_published,
    visible_offerings,
)
from hefa.activities.queries.topics import topics_fit, topics_of

__all__ = [
    "COUNTED",
    "LecturerRow",
    "LecturerSearch",
    "OwnEnrolment",
    "Tally",
    "accounts_acted_for",
    "attachment_for",
    "attachments_of",
    "charge_of",
    "code_choices",
    "code_labels",
    "enrolment_counts",
    "enrolment_in",
    "enrolment_tally",
    "enrolment_terms",
    "enrolments_of",
    "filter_offerings",
    "first_hours",
    "has_signed_sheet",
    "hours_at",
    "hours_history",
    "hours_of_version",
    "in_phase",
    "in_the_charge_of",
    "lecturers_of",
    "known_codes",
    "next_number",
    "offering_to_see",
    "officers_in_charge",
    "offerings_of",
    "overseen_offerings",
    "own_enrolment",
    "own_lecturers",
    "published_directory",
    "published_offerings",
    "published_teachers",
    "removed_attachments",
    "search_published",
    "taught_by",
    "teachers_of",
    "to_be_held",
    "todays",
    "topics_fit",
    "topics_of",
    "visible_offerings",
    "waiting_places",
]
