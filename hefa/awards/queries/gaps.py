"""R21: scans that a phone counted and the server never got. Nothing is refused for them; the officer is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from hefa.activities.models import Offering

MOST_RUNS_TOLD = 5
GAPS = """
SELECT s.public_id, s.name, g.boot, array_agg(g.first ORDER BY g.first), array_agg(g.last ORDER BY g.first)
FROM (SELECT station_id, boot, seq - 1 AS last,
             1::bigint + lag(seq, 1, 0) OVER (PARTITION BY station_id, boot ORDER BY seq) AS first
      FROM scan
      WHERE station_id IN (SELECT station_id FROM station_offering WHERE offering_id = %s)) g
JOIN station s ON s.id = g.station_id
WHERE g.first <= g.last
GROUP BY s.id, g.boot
ORDER BY s.name, s.id, min(g.first), g.boot
"""
"""A phone counts its scans from 1 each time its page is opened, and sends the oldest first."""


@dataclass(frozen=True, slots=True)
class ScanGap:
    """Numbers that are missing among the scans of one station since its page was opened, as runs from first to last."""

    station: UUID
    station_name: str
    boot: UUID
    runs: tuple[tuple[int, int], ...]

    @property
    def count(self) -> int:
        return sum(last - first + 1 for first, last in self.runs)

    @property
    def numbers(self) -> str:
        """As the officer reads them: 1～3、7."""
        told = [str(first) if first == last else f"{first}～{last}" for first, last in self.runs[:MOST_RUNS_TOLD]]
        return "、".join(told) + ("等" if len(self.runs) > MOST_RUNS_TOLD else "")


def scan_gaps(offering: Offering) -> Sequence[ScanGap]:
    """What is missing from the phones of an offering, by name. One statement over the index `scan_of_station`.

    A phone that is lent for several offerings counts through all of them, so what it lacks is told at each.
    """
    with connection.cursor() as cursor:
        cursor.execute(GAPS, [offering.pk])
        return [
            ScanGap(station, name, boot, tuple(zip(firsts, lasts, strict=True)))
            for station, name, boot, firsts, lasts in cursor.fetchall()
        ]
