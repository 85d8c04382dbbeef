"""掃描點 of an offering as its officer watches them: who scans, how fast, what is still on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from hefa.activities.models import Offering
from hefa.awards.models import Award, Scan
from hefa.stations.models import Station
from hefa.stations.queries import end_of, helper_of

QUIET_AFTER = timedelta(seconds=60)
"""A phone tells of itself every 15 seconds; after four times without a word it counts as out of reach."""
CLOCK_MAY_DIFFER_MS = 120_000
"""Beyond this a phone's clock is not believed (scan protocol, part 5)."""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One phone. `unsent` and `clock_offset_ms` are what it last said of itself, None before it said anything."""

    public_id: UUID
    name: str
    helper: str
    ended: bool
    out_of_reach: bool
    last_seen_at: datetime | None
    unsent: int | None
    clock_offset_ms: int | None
    awarded: int
    scans_a_minute: int

    @property
    def clock_is_wrong(self) -> bool:
        return self.clock_offset_ms is not None and abs(self.clock_offset_ms) > CLOCK_MAY_DIFFER_MS


def station_board(offering: Offering, *, at: datetime) -> Sequence[BoardRow]:
    """The phones of an offering, those that still scan first, then by name. One statement."""
    awards = _count(Award.objects.filter(station=OuterRef("pk"), offering=offering, revoked_at__isnull=True))
    recent = _count(
        Scan.objects.filter(station=OuterRef("pk"), offering=offering, received_at__gt=at - timedelta(minutes=1))
    )
    stations = (
        Station.objects.filter(stationoffering__offering=offering)
        .select_related("organiser", "opened_by__account")
        .annotate(awarded=awards, recent=recent)
        .order_by("name", "pk")
    )
    rows = [_row(station, at) for station in stations]
    return sorted(rows, key=lambda row: row.ended)


def _row(station: Station, at: datetime) -> BoardRow:
    ended = at >= end_of(station, at=at)
    seen = station.last_seen_at
    return BoardRow(
        public_id=station.public_id,
        name=station.name,
        helper=helper_of(station),
        ended=ended,
        out_of_reach=not ended and (seen is None or at - seen > QUIET_AFTER),
        last_seen_at=seen,
        unsent=station.unsent,
        clock_offset_ms=station.clock_offset_ms,
        awarded=getattr(station, "awarded", 0),
        scans_a_minute=getattr(station, "recent", 0),
    )


def _count(rows: QuerySet[Award] | QuerySet[Scan]) -> Coalesce:
    counted = rows.order_by().values("station").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
