"""What is stored of activities."""

from hefa.activities.models.activities import HAS_HOURS, Activity, CodeListEntry, Offering, OfferingHours
from hefa.activities.models.enrolments import Enrolment
from hefa.activities.models.lecturers import Lecturer, Teaching

__all__ = [
    "HAS_HOURS",
    "Activity",
    "CodeListEntry",
    "Enrolment",
    "Lecturer",
    "Offering",
    "OfferingHours",
    "Teaching",
]
