"""Who is this phone, and which offerings may it scan?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.utils.crypto import constant_time_compare

from hefa.activities.models import Offering
from hefa.base.roc import TAIPEI
from hefa.keys.digests import hash_secret
from hefa.stations.models import Station, StationOffering
from hefa.stations.names import Right, StationProblem
from hefa.stations.rules import UPLOAD_GRACE, Credential


@dataclass(frozen=True, slots=True)
class StationPass:
    """A phone whose secret was right, with what it may do. `ended_at` is when its rights end or have ended."""

    id: int
    public_id: UUID
    name: str
    organiser_id: UUID
    account_id: int
    rights: frozenset[Right]
    ended_at: datetime
    offerings: Mapping[UUID, Offering]

    def may(self, right: Right) -> bool:
        return right in self.rights


def station_pass(credential: Credential, *, at: datetime) -> StationPass | StationProblem:
    """Check a phone's secret: one statement, whatever the number of its offerings.

    UNKNOWN for a wrong id or secret and for an account that was closed. ENDED once seven days have gone by since the
    end; before that the pass comes back with its `ended_at`, because a phone may still deliver what it scanned in time.
    """
    links = list(
        StationOffering.objects.filter(station__public_id=credential.station_id)
        .select_related("station__organiser", "station__opened_by__account", "offering__activity")
        .order_by("offering_id")
    )
    if not links:
        return StationProblem.UNKNOWN
    station = links[0].station
    account = station.opened_by.account
    if not constant_time_compare(bytes(station.secret_digest), hash_secret(credential.secret)) or not account.is_active:
        return StationProblem.UNKNOWN
    ended_at = _end_of(station)
    if at > ended_at + UPLOAD_GRACE:
        return StationProblem.ENDED
    return StationPass(
        id=station.pk,
        public_id=station.public_id,
        name=station.name,
        organiser_id=station.organiser.public_id,
        account_id=account.pk,
        rights=frozenset(Right(right) for right in station.rights),
        ended_at=ended_at,
        offerings={link.offering.public_id: link.offering for link in links},
    )


def _end_of(station: Station) -> datetime:
    """The first of: its own end, its revocation, the end of the last day on which its officer holds office."""
    ends = [station.valid_until]
    if station.revoked_at is not None:
        ends.append(station.revoked_at)
    last_day = station.opened_by.until_date
    if last_day is not None:
        ends.append(datetime.combine(last_day + timedelta(days=1), time(), tzinfo=TAIPEI))
    return min(ends)
