"""Hold two learners still, and tell in the audit of every organiser whose awards or enrolments move."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db import OperationalError, transaction

from hefa.audit.actions import Entry, record_many
from hefa.audit.names import Actor, Verb
from hefa.awards.models import Award
from hefa.learners.models import Learner, LearnerMerge

T = TypeVar("T")
ATTEMPTS = 5
RETRIED = ("40001", "40P01")
"""Serialisation failure and deadlock, met where somebody works on the same people: it is run again."""


def in_one_transaction(deed: Callable[[], T]) -> T:
    """Do it as one transaction, again when the database had to break a circle of waiting."""
    attempt = 1
    while True:
        try:
            with transaction.atomic():
                return deed()
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", None) not in RETRIED or attempt == ATTEMPTS:
                raise
        attempt += 1


def hold(*learners: Learner) -> dict[int, Learner]:
    """Lock learners in row order, as scans come by them: who writes for one of them waits, and then follows."""
    locked = Learner.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in learners])
    return {one.pk: one for one in locked.order_by("pk")}


def note(verb: Verb, merge: LearnerMerge, awards: Iterable[Award], actor: Actor, **facts: object) -> None:
    """One entry of the person, and one of each award for the organiser whose it is. Awards come with their activity."""
    at = merge.undone_at or merge.merged_at
    told = {"merge": str(merge.public_id), "merged": str(merge.gone.public_id), **facts}
    entries = [Entry(at, actor, verb, "learner", merge.kept.public_id, None, told)]
    for award in awards:
        organiser = award.offering.activity.organiser.public_id
        ended = {"ended": True} if award.revoked_at == at else {}
        entries.append(
            Entry(at, actor, verb, "award", award.public_id, organiser, {"merge": str(merge.public_id), **ended})
        )
    record_many(entries)
