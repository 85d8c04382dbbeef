"""A rule of retention, and how its rows go: a batch and a transaction at a time, each on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db import transaction
from django.db.models import QuerySet

from hefa.audit.actions import record
from hefa.audit.names import SYSTEM, Verb

AT_ONCE = 500


class Over(Protocol):
    """The rows that have run out by a time."""

    def __call__(self, *, at: datetime) -> QuerySet[Any]: ...


class Forget(Protocol):
    """Lets go of these rows, which are locked, and returns how many went."""

    def __call__(self, rows: Sequence[int], /, *, at: datetime) -> int: ...


class Timed(Protocol):
    """Counts what has run out by a time, or lets go of a batch of it and returns how much that was."""

    def __call__(self, *, at: datetime) -> int: ...


@dataclass(frozen=True, slots=True)
class Rule:
    """What goes, and when. `count` tells how much is due, `purge` lets go of a batch of it: 0 when nothing is left."""

    code: str
    label: str
    count: Timed
    purge: Timed


def in_batches(code: str, label: str, over: Over, forget: Forget) -> Rule:
    """The rule by which the rows that are `over` go.

    Rows that somebody else holds at this moment are left for the next night.
    """

    def count(*, at: datetime) -> int:
        return over(at=at).count()

    @transaction.atomic
    def purge(*, at: datetime) -> int:
        due = over(at=at).order_by("pk").select_for_update(skip_locked=True, of=("self",))
        rows = list(due.values_list("pk", flat=True)[:AT_ONCE])
        gone = forget(rows, at=at) if rows else 0
        if gone:
            facts = {"rule": code, "rows": gone}
            record(
                at=at, actor=SYSTEM, verb=Verb.EXPIRED_PURGED, subject_kind="retention", subject_id=None, facts=facts
            )
        return gone

    return Rule(code, label, count, purge)
