"""Seal what has been written since the last seal. Nobody who writes entries waits for it."""

from datetime import datetime

from django.db import connection, transaction

from hefa.audit.models import AuditSeal, AuditWitness
from hefa.audit.queries.lines import lines
from hefa.audit.queries.seals import as_sealed, last_seal
from hefa.audit.rules import NOTHING_BEFORE, Sealed, merkle_root, record_of, split_records
from hefa.keys.signing import sign, signing_kid

MOST_ENTRIES = 20_000
"""A seal ends after so many entries, with the transaction that wrote the last of them."""
HORIZON = """
SELECT pg_snapshot_xmin(now)::text::bigint, pg_snapshot_xmax(now)::text::bigint FROM pg_current_snapshot() AS now
"""
CUT = """
SELECT written_xid::text::bigint FROM audit_entry
WHERE era = %s AND written_xid >= %s::text::xid8 AND written_xid < %s::text::xid8
ORDER BY era, written_xid, id OFFSET %s LIMIT 1
"""


class TransactionsWentBack(Exception):
    """The cluster counts lower transactions than the last seal: a dump was restored, and no new era was begun."""


def seal_due(*, at: datetime) -> int:
    """Seal every entry whose transaction, and every one before it, is over. Returns how many seals were added.

    A transaction that stays open holds back what began after it: the seal follows when it has ended.
    """
    made = 0
    while _seal_next(at=at):
        made += 1
    return made


@transaction.atomic
def _seal_next(*, at: datetime) -> bool:
    """Add one seal. False when there is nothing to seal, or another sealer was first."""
    head = last_seal()
    era, start = as_sealed(head).next_start if head else (1, 0)
    with connection.cursor() as cursor:
        cursor.execute(HORIZON)
        horizon, newest = cursor.fetchone()
        if newest < start:
            raise TransactionsWentBack(f"seal {head.height if head else 0} ends at transaction {start}, now {newest}")
        cursor.execute(CUT, [era, start, horizon, 0])
        if cursor.fetchone() is None:
            return False
        cursor.execute(CUT, [era, start, horizon, MOST_ENTRIES - 1])
        last = cursor.fetchone()
    return add_seal(head, era=era, from_xid=start, until_xid=last[0] + 1 if last else horizon, at=at)


def add_seal(head: AuditSeal | None, *, era: int, from_xid: int, until_xid: int, at: datetime) -> bool:
    """Chain a seal over this range to the head. False when the head has been followed meanwhile."""
    records = b"".join(map(record_of, lines(era=era, from_xid=from_xid, until_xid=until_xid)))
    leaves = split_records(records)
    told = Sealed(
        height=head.height + 1 if head else 1,
        previous=bytes(head.digest) if head else NOTHING_BEFORE,
        root=merkle_root(leaves),
        era=era,
        from_xid=from_xid,
        until_xid=until_xid,
        count=len(leaves),
        sealed_at=at,
        kid=signing_kid(),
    )
    seal = AuditSeal(
        height=told.height,
        previous=told.previous if head else None,
        root=told.root,
        era=era,
        from_xid=from_xid,
        until_xid=until_xid,
        count=told.count,
        sealed_at=at,
        kid=told.kid,
        digest=told.digest,
        signature=sign(told.digest, kid=told.kid),
    )
    AuditSeal.objects.bulk_create([seal], ignore_conflicts=True)
    if not AuditSeal.objects.filter(height=seal.height, signature=seal.signature).exists():
        return False
    AuditWitness.objects.bulk_create([AuditWitness(seal=seal, records=records)], ignore_conflicts=True)
    return True
