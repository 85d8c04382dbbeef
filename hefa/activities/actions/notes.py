"""The audit entries of activities and offerings."""

from datetime import datetime

from hefa.activities.models import Activity, Enrolment, Offering
from hefa.audit.actions import Entry, record
from hefa.audit.names import Actor, Verb


def note(verb: Verb, offering: Offering, actor: Actor, at: datetime, **facts: str) -> None:
    """What was done to an offering."""
    record(
        at=at,
        actor=actor,
        verb=verb,
        subject_kind="offering",
        subject_id=offering.public_id,
        organiser_id=offering.activity.organiser.public_id,
        facts=facts,
    )


def note_activity(verb: Verb, activity: Activity, actor: Actor, at: datetime, *, fields: list[str]) -> None:
    """What was done to an activity. The names of the fields alone: a contact may be a person."""
    record(
        at=at,
        actor=actor,
        verb=verb,
        subject_kind="activity",
        subject_id=activity.public_id,
        organiser_id=activity.organiser.public_id,
        facts={"fields": fields} if fields else {},
    )


def enrolment_entry(verb: Verb, enrolment: Enrolment, actor: Actor, at: datetime, **facts: str) -> Entry:
    """What was done to an enrolment. Its offering is the subject, as for whatever else happens there."""
    return Entry(
        at=at,
        actor=actor,
        verb=verb,
        subject_kind="offering",
        subject_id=enrolment.offering.public_id,
        organiser_id=enrolment.offering.activity.organiser.public_id,
        facts={"learner": str(enrolment.learner.public_id), "enrolment": str(enrolment.public_id), **facts},
    )
