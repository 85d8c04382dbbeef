"""The audit entries of activities and offerings."""

from datetime import datetime

from hefa.activities.models import Activity, Offering
from hefa.audit.actions import record
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
