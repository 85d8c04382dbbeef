"""Searching the audit and taking it out are deeds themselves: each is on record, with what was asked and what for."""

import csv
import hashlib
import io
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.audit.queries import Terms, find_entries, roots
from hefa.audit.queries.roots_file import roots_file
from hefa.base.roc import format_roc_datetime
from hefa.keys.signing import public_keys
from hefa.paperwork.prints.workbook import harmless
from hefa.paperwork.queries.journal import journal_lines

MOST_TAKEN = 50_000
HEADER = ("紀錄編號", "時間", "操作者", "動作", "開課單位", "對象", "用途", "細節")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the audit, and for which organiser; operators read for none."""

    actor: Actor
    organiser_id: UUID | None


@dataclass(frozen=True, slots=True)
class TakenJournal:
    """The file as it leaves; `complete` is False when there was more than a file holds."""

    content: bytes
    rows: int
    complete: bool


def note_searched(*, reader: Reader, told: Mapping[str, Any], learners: Collection[UUID], at: datetime) -> None:
    """Note a search: what it asked for, and the learners that it was about."""
    record(
        at=at,
        actor=reader.actor,
        verb=Verb.AUDIT_SEARCHED,
        subject_kind="audit",
        subject_id=None,
        organiser_id=reader.organiser_id,
        facts={"terms": dict(told), **({"learners": [str(one) for one in learners]} if learners else {})},
    )


@transaction.atomic
def take_journal(
    *,
    terms: Terms,
    within: Collection[UUID] | None,
    reader: Reader,
    purpose: str,
    told: Mapping[str, Any],
    at: datetime,
) -> TakenJournal:
    """What fits as CSV for people, the latest first; who took it, what for, and the hash of its bytes are on record."""
    found = find_entries(terms, within=within, size=MOST_TAKEN)
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(HEADER)
    for line in journal_lines(found.entries):
        texts = (format_roc_datetime(line.at), line.by, line.verb, line.organiser, line.subject, line.why, line.facts)
        writer.writerow([line.entry_id, *map(harmless, texts)])
    content = made.getvalue().encode("utf-8-sig")
    learners = [str(one) for one in terms.about.learners] if terms.about else []
    record(
        at=at,
        actor=reader.actor,
        verb=Verb.AUDIT_TAKEN,
        subject_kind="audit",
        subject_id=None,
        organiser_id=reader.organiser_id,
        facts={
            "reason": purpose,
            "rows": len(found.entries),
            "sha256": hashlib.sha256(content).hexdigest(),
            "terms": dict(told),
            **({"learners": learners} if learners else {}),
        },
    )
    return TakenJournal(content, len(found.entries), found.next is None)


@transaction.atomic
def take_roots(*, reader: Reader, site: str, at: datetime) -> bytes:
    """The signed roots of every seal, to be kept elsewhere; they hold nothing of anybody."""
    content = "".join(roots_file(roots(), site=site, at=at, public_keys=public_keys())).encode()
    record(
        at=at,
        actor=reader.actor,
        verb=Verb.AUDIT_ROOTS_TAKEN,
        subject_kind="audit",
        subject_id=None,
        organiser_id=reader.organiser_id,
        facts={"sha256": hashlib.sha256(content).hexdigest()},
    )
    return content
