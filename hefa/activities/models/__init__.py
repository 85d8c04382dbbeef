"""What is stored about activities, one file a thing."""

from hefa.activities.models.activity import Activity
from hefa.activities.models.attachment import Attachment
from hefa.activities.models.code_lists import CodeListEntry
from hefa.activities.models.enrolments import Enrolment
from hefa.activities.models.lecturers import Lecturer, Teaching
from hefa.activities.models.offering import HAS_HOURS, Offering, OfferingHours
from hefa.activities.models.topic import Topic

__all__ = [
    "HAS_HOURS",
    "Activity",
    "Attachment",
    "CodeListEntry",
    "Enrolment",
    "Lecturer",
    "Offering",
    "OfferingHours",
    "Teaching",
    "Topic",
]
