"""What is shown of activities."""

from hefa.activities.queries.offerings import (
    code_choices,
    code_labels,
    enrolment_counts,
    filter_offerings,
    first_hours,
    hours_at,
    hours_of_version,
    next_number,
    offerings_of,
    todays,
)

__all__ = [
    "code_choices",
    "code_labels",
    "enrolment_counts",
    "filter_offerings",
    "first_hours",
    "hours_at",
    "hours_of_version",
    "next_number",
    "offerings_of",
    "todays",
]
