"""Who is in charge now of what an officer had: 職務移交 is followed when it is read, nothing is rewritten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from hefa.organisers.models import Officer
from hefa.organisers.names import Charge

CHAIN = """
WITH RECURSIVE chain(n, officer_id, since) AS (
    SELECT n, officer_id, since FROM unnest(%s::bigint[], %s::timestamptz[]) WITH ORDINALITY a(officer_id, since, n)
    UNION ALL
    SELECT chain.n, next.to_officer_id, next.handed_at FROM chain CROSS JOIN LATERAL (
        SELECT to_officer_id, handed_at FROM handover
        WHERE from_officer_id = chain.officer_id AND handed_at > chain.since AND %s = ANY(charges)
        ORDER BY handed_at LIMIT 1
    ) next
)
SELECT DISTINCT ON (n) officer_id FROM chain ORDER BY n, since DESC
"""


@dataclass(frozen=True, slots=True)
class Held:
    """Something that an officer got at a time: opened a station, planned an activity, uploaded a file."""

    officer_id: int
    since: datetime


def in_charge(things: Sequence[Held], charge: Charge) -> list[Officer]:
    """Who is in charge of each of these now, in their order. Two statements, whatever their number."""
    if not things:
        return []
    with connection.cursor() as cursor:
        cursor.execute(CHAIN, [[one.officer_id for one in things], [one.since for one in things], charge.value])
        found = [officer_id for (officer_id,) in cursor.fetchall()]
    officers = Officer.objects.select_related("account", "organiser").in_bulk(set(found))
    return [officers[officer_id] for officer_id in found]
