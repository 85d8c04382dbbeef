"""Who is in charge now of what an officer had: 職務移交 is followed when it is read, nothing is rewritten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from hefa.organisers.models import Officer
from hefa.organisers.names import Charge

CHAIN = """
WITH RECURSIVE heir(id, heir_id) AS (
    SELECT id, id FROM organiser
    UNION
    SELECT heir.id, organiser.successor_id FROM heir JOIN organiser ON organiser.id = heir.heir_id
    WHERE organiser.successor_id IS NOT NULL
),
chain(n, officer_id, since, until) AS (
    SELECT n, officer_id, since, coalesce(until, 'infinity')
    FROM unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[]) WITH ORDINALITY a(officer_id, since, until, n)
    UNION ALL
    SELECT chain.n, next.to_officer_id, next.handed_at, chain.until FROM chain CROSS JOIN LATERAL (
        SELECT handover.to_officer_id, handover.handed_at
        FROM officer holder
        JOIN heir ON heir.id = holder.organiser_id
        JOIN officer giver ON giver.account_id = holder.account_id AND giver.organiser_id = heir.heir_id
        JOIN handover ON handover.from_officer_id = giver.id
        WHERE holder.id = chain.officer_id
          AND handover.handed_at > chain.since AND handover.handed_at <= chain.until AND %s = ANY(handover.charges)
        ORDER BY handover.handed_at LIMIT 1
    ) next
)
SELECT DISTINCT ON (n) officer_id FROM chain ORDER BY n, since DESC
"""
"""A thing is handed over from the office that held it, or from the same person's at what its organiser went on in."""


@dataclass(frozen=True, slots=True)
class Held:
    """Something that an officer got at a time: opened a station, planned an activity, uploaded a file.

    With `until`, who was in charge at that moment is asked; otherwise who is now.
    """

    officer_id: int
    since: datetime
    until: datetime | None = None


def in_charge(things: Sequence[Held], charge: Charge) -> list[Officer]:
    """Who is in charge of each of these now, in their order. Two statements, whatever their number."""
    if not things:
        return []
    with connection.cursor() as cursor:
        told = [[getattr(one, name) for one in things] for name in ("officer_id", "since", "until")]
        cursor.execute(CHAIN, [*told, charge.value])
        found = [officer_id for (officer_id,) in cursor.fetchall()]
    officers = Officer.objects.select_related("account", "organiser").in_bulk(set(found))
    return [officers[officer_id] for officer_id in found]
