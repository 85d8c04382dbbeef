"""Remove entries that nobody may keep any longer. Whole seals of them go, with their witnesses; the seals stay."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from hefa.audit.actions.write import record
from hefa.audit.models import AuditEntry, AuditSeal, AuditWitness
from hefa.audit.names import SYSTEM, Verb
from hefa.audit.queries.forgotten import KEPT_FOR, forgotten_until


@dataclass(frozen=True, slots=True)
class Forgettable:
    """How far entries are due to go: up to and with the seal of this height, so many entries."""

    height: int
    entries: int


def forgettable(*, at: datetime) -> Forgettable | None:
    """What is due at this time, for a dry run; None when nothing is."""
    first = forgotten_until(at=at) + 1
    due = AuditSeal.objects.filter(height__gte=first, sealed_at__lte=at - KEPT_FOR)
    last = due.order_by("-height").first()
    if last is None:
        return None
    return Forgettable(last.height, sum(due.filter(height__lte=last.height).values_list("count", flat=True)))


@transaction.atomic
def forget_sealed(*, at: datetime) -> Forgettable | None:
    """Remove what is due, and put on record up to which seal. For the owner of the tables alone.

    The trigger lets the owner pass while `hefa.forgetting` is on, which this transaction alone is.
    """
    due = forgettable(at=at)
    if due is None:
        return None
    until = AuditSeal.objects.get(height=due.height)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('hefa.forgetting', 'on', true)")
        AuditEntry.objects.filter(era__lt=until.era).delete()
        AuditEntry.objects.filter(era=until.era, written_xid__lt=until.until_xid).delete()
        AuditWitness.objects.filter(seal__lte=due.height).delete()
        cursor.execute("SELECT set_config('hefa.forgetting', 'off', true)")
    record(
        at=at,
        actor=SYSTEM,
        verb=Verb.AUDIT_FORGOTTEN,
        subject_kind="audit",
        subject_id=None,
        facts={"until_height": due.height, "entries": due.entries},
    )
    return due
