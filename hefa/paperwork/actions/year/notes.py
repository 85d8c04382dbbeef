"""The audit entries of rosters. They hold no name and no last four."""

from datetime import datetime
from typing import Any
from uuid import UUID

from hefa.audit.actions import Entry, record_many
from hefa.audit.names import Actor, Verb
from hefa.organisers.models import Officer


def note(verb: Verb, kind: str, subject: UUID, *, officer: Officer, at: datetime, **facts: Any) -> None:
    """What an officer did to a roster or to somebody on it."""
    note_many(verb, kind, [(subject, facts)], officer=officer, at=at)


def note_many(
    verb: Verb, kind: str, subjects: list[tuple[UUID, dict[str, Any]]], *, officer: Officer, at: datetime
) -> None:
    """The same done to several, in one statement."""
    actor, organiser = Actor.account(officer.account.public_id), officer.organiser.public_id
    record_many([Entry(at, actor, verb, kind, subject, organiser, facts) for subject, facts in subjects])
