"""Write the journal, in the transaction of what it tells."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from hefa.audit.names import Actor, Verb

INSERT = """
INSERT INTO audit_entry (at, verb, actor_kind, actor_id, organiser_id, subject_kind, subject_id, facts)
SELECT at, verb, actor_kind, actor_id, organiser_id, subject_kind, subject_id, facts
FROM jsonb_to_recordset(%s::jsonb) AS r(
    n int, at timestamptz, verb text, actor_kind text, actor_id uuid, organiser_id uuid, subject_kind text,
    subject_id uuid, facts jsonb)
ORDER BY n
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing done. `facts` are plain JSON and hold no name and no number of a person."""

    at: datetime
    actor: Actor
    verb: Verb
    subject_kind: str
    subject_id: UUID | None
    organiser_id: UUID | None = None
    facts: Mapping[str, Any] | None = None


def record(
    *,
    at: datetime,
    actor: Actor,
    verb: Verb,
    subject_kind: str,
    subject_id: UUID | None,
    organiser_id: UUID | None = None,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Add one entry."""
    record_many([Entry(at, actor, verb, subject_kind, subject_id, organiser_id, facts)])


def record_many(entries: Sequence[Entry]) -> None:
    """Add entries in their order, in one statement; none for none."""
    if not entries:
        return
    rows = [
        {
            "n": n,
            "at": entry.at,
            "verb": entry.verb,
            "actor_kind": entry.actor.kind,
            "actor_id": entry.actor.id,
            "organiser_id": entry.organiser_id,
            "subject_kind": entry.subject_kind,
            "subject_id": entry.subject_id,
            "facts": dict(entry.facts or {}),
        }
        for n, entry in enumerate(entries)
    ]
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [json.dumps(rows, default=str)])
