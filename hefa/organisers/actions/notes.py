"""The audit entries of organisers and officers."""

from datetime import datetime
from typing import Any

from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.organisers.models import Officer, Organiser


def note_organiser(verb: Verb, organiser: Organiser, actor: Actor, at: datetime, **facts: Any) -> None:
    """Note what was done to an organiser."""
    record(
        at=at,
        actor=actor,
        verb=verb,
        subject_kind="organiser",
        subject_id=organiser.public_id,
        organiser_id=organiser.public_id,
        facts=facts,
    )


def note_officer(verb: Verb, officer: Officer, actor: Actor, at: datetime, **facts: Any) -> None:
    """Note what was done to an office; `facts` name other offices by their public ids."""
    record(
        at=at,
        actor=actor,
        verb=verb,
        subject_kind="officer",
        subject_id=officer.public_id,
        organiser_id=officer.organiser.public_id,
        facts={"account": str(officer.account.public_id), **facts},
    )
