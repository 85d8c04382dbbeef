"""Look for entries: the latest first, a page at a time, however many there are."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import IntegerField, Q, QuerySet
from django.db.models.expressions import RawSQL

from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb

ABOUT = """
SELECT id FROM audit_entry WHERE subject_id = ANY(%s)
UNION ALL
SELECT id FROM audit_entry WHERE actor_id = ANY(%s)
UNION ALL
SELECT id FROM audit_entry WHERE facts ? 'learners' AND facts->'learners' ?| %s
UNION ALL
SELECT id FROM audit_entry WHERE subject_id = ANY(%s) AND verb = ANY(%s)
UNION ALL
SELECT id FROM audit_entry WHERE subject_id = ANY(%s) AND verb = %s AND facts->'codes' ?| %s
UNION ALL
SELECT id FROM audit_entry WHERE verb = %s AND facts->>'path' = ANY(%s)
"""
LISTED = (Verb.AUDIT_OPENED, Verb.ATTACHMENT_OPENED)
"""What is done to an offering and shows everybody in it."""
SEEN = (
    Verb.ID_OPENED,
    Verb.LEARNER_LOOKED_UP,
    Verb.RECORDS_OPENED,
    Verb.AUDIT_OPENED,
    Verb.YEAR_PROOF_OPENED,
    Verb.ATTACHMENT_OPENED,
    Verb.PAPER_MADE,
    Verb.CARDS_PRINTED,
    Verb.CHANGES_TAKEN,
    Verb.REFUSED_ROWS_TAKEN,
    Verb.AUDIT_SEARCHED,
    Verb.AUDIT_TAKEN,
)
"""Looking and taking out: 調閱、查詢與匯出."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ends: the time and row number of its last entry."""

    at: datetime
    entry_id: int


@dataclass(frozen=True, slots=True)
class Touched:
    """Everything by which entries can be about a learner (or several of one name)."""

    learners: Sequence[UUID]
    things: Sequence[UUID]
    """Awards, codes, scans, enrolments, papers and the like that are this learner's, and the learner."""
    accounts: Sequence[UUID]
    offerings: Sequence[UUID]
    codes: Sequence[UUID]
    paths: Sequence[str]
    """Addresses of records (資料紀錄) that show this learner."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What is looked for; what is None does not matter. `until` is not included."""

    since: datetime | None = None
    until: datetime | None = None
    verbs: tuple[str, ...] | None = None
    actor_id: UUID | None = None
    organiser_id: UUID | None = None
    subject_id: UUID | None = None
    about: Touched | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One page, and where the next begins when there is one."""

    entries: Sequence[AuditEntry]
    next: Cursor | None


def find_entries(terms: Terms, *, within: Collection[UUID] | None, size: int, after: Cursor | None = None) -> Found:
    """A page of what fits. `within` are the organisers whose entries may be seen, None for all."""
    entries = _fitting(terms, within)
    if after is not None:
        earlier = Q(at__lt=after.at) | Q(at=after.at, pk__lt=after.entry_id)
        entries = entries.filter(earlier, at__lte=after.at)
    page = list(entries.order_by("-at", "-pk")[: size + 1])
    end = page[size - 1] if len(page) > size else None
    return Found(page[:size], Cursor(end.at, end.pk) if end else None)


def _fitting(terms: Terms, within: Collection[UUID] | None) -> QuerySet[AuditEntry]:
    asked = {
        "at__gte": terms.since,
        "at__lt": terms.until,
        "verb__in": terms.verbs,
        "actor_id": terms.actor_id,
        "organiser_id": terms.organiser_id,
        "subject_id": terms.subject_id,
    }
    entries = AuditEntry.objects.filter(**{name: value for name, value in asked.items() if value is not None})
    if within is not None:
        entries = entries.filter(organiser_id__in=within)
    if terms.about is not None:
        entries = entries.filter(pk__in=_about(terms.about))
    return entries


def _about(touched: Touched) -> RawSQL:
    codes = [str(code) for code in touched.codes]
    values = [
        list(touched.things), list(touched.accounts), [str(learner) for learner in touched.learners],
        list(touched.offerings), [str(verb) for verb in LISTED],
        list(touched.offerings), str(Verb.CARDS_PRINTED), codes,
        str(Verb.RECORDS_OPENED), list(touched.paths),
    ]  # fmt: skip
    return RawSQL(ABOUT, values, output_field=IntegerField())  # noqa: S611 - our own SQL
