"""Who is this phone, and which offerings may it scan?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Model, Prefetch, QuerySet
from django.utils.crypto import constant_time_compare
from psycopg import sql

from hefa.accounts.models import Account
from hefa.activities.models import Activity, Offering
from hefa.base.roc import TAIPEI
from hefa.keys.digests import hash_secret
from hefa.organisers.models import Officer, Organiser
from hefa.organisers.names import Charge, Duty
from hefa.organisers.queries import Held, in_charge, offices_over
from hefa.stations.models import ScanPass, ScanPassOffering, Station, StationOffering
from hefa.stations.names import Right, StationProblem
from hefa.stations.rules import UPLOAD_GRACE, Credential, pin_is_due

_LINKED: Mapping[type[Model], str] = {
    StationOffering: "link",
    Station: "station",
    Organiser: "organiser",
    Officer: "opener",
    Account: "account",
    ScanPass: "pass",
    Offering: "offering",
    Activity: "activity",
}
"""Whose columns `_LINKS` reads, in this order, and what their tables are called in it."""
_COLUMNS = [
    sql.Identifier(alias, one.column) for model, alias in _LINKED.items() for one in model._meta.concrete_fields
]
_LINKS = (
    sql.SQL("""
SELECT {} FROM station JOIN station_offering link ON link.station_id = station.id
JOIN organiser ON organiser.id = station.organiser_id
JOIN officer opener ON opener.id = station.opened_by_id
JOIN account ON account.id = opener.account_id
LEFT JOIN scan_pass pass ON pass.id = station.scan_pass_id
JOIN offering ON offering.id = link.offering_id
JOIN activity ON activity.id = offering.activity_id
WHERE station.public_id = %s
ORDER BY link.offering_id
""")
    .format(sql.SQL(", ").join(_COLUMNS))
    .as_string()
)


@dataclass(frozen=True, slots=True)
class Keeper:
    """Whose station it is now, when that account's office ends, and whether it may enter hours by hand."""

    account: Account
    office_ends_at: datetime | None
    may_record: bool


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
    lent_active_at: datetime | None
    """When a phone that was lent was last in use; None of an officer's own, which is never asked for a PIN."""
    pin_due_at: datetime | None
    offerings: Mapping[UUID, Offering]

    def may(self, right: Right) -> bool:
        return right in self.rights

    def must_show_pin(self, *, after: timedelta, at: datetime) -> bool:
        """Whether its PIN is asked for again, when `after` is the longest that a phone may lie idle."""
        if self.lent_active_at is None:
            return False
        return pin_is_due(active_at=self.lent_active_at, due_at=self.pin_due_at, after=after, at=at)


def station_pass(
    credential: Credential, *, at: datetime, grace: timedelta | None = UPLOAD_GRACE
) -> StationPass | StationProblem:
    """Check a phone's secret: one statement, whatever the number of its offerings.

    UNKNOWN for a wrong id or secret. When whoever opened it has gone, the pass is that of whoever took over 職務移交.
    ENDED once seven days (`grace`; None, of a rescue file, is never) have gone by since the end; before that the pass
    comes back with its `ended_at`, because a phone may still deliver what it scanned in time.
    """
    links = _links(credential.station_id)
    if not links:
        return StationProblem.UNKNOWN
    station = links[0].station
    keeper = _keeper_of(station, at)
    if not constant_time_compare(bytes(station.secret_digest), hash_secret(credential.secret)):
        return StationProblem.UNKNOWN
    ended_at = _end_of(station, keeper.office_ends_at)
    if grace is not None and at > ended_at + grace:
        return StationProblem.ENDED
    return _pass(links, keeper, ended_at)


def known_station(public_id: UUID, *, at: datetime) -> StationPass:
    """A station whose secret was checked when it told its scans, for working them again, however long it has ended."""
    links = _links(public_id)
    keeper = _keeper_of(links[0].station, at)
    return _pass(links, keeper, _end_of(links[0].station, keeper.office_ends_at))


def passes_of(offering: Offering) -> QuerySet[ScanPass]:
    """The 掃描授權 that name this offering, the latest first, each with all that it names."""
    named = Prefetch("named", ScanPassOffering.objects.select_related("offering__activity"))
    passes = ScanPass.objects.filter(named__offering=offering).select_related("made_by__account")
    return passes.prefetch_related(named).order_by("-made_at", "-pk")


def offerings_lent(scan_pass: ScanPass) -> list[Offering]:
    """What the phones of a pass may scan, in the order in which it is held."""
    offerings = [link.offering for link in scan_pass.named.all()]
    return sorted(offerings, key=lambda one: (one.starts_at, one.activity_id, one.number))


def lent_station(public_id: UUID, *, at: datetime) -> Station | None:
    """The station of a helper's phone while it lasts; for showing its page, which tells nothing but the activity."""
    found = Station.objects.filter(public_id=public_id, scan_pass__isnull=False).select_related(
        "organiser", "opened_by__account", "scan_pass"
    )
    station = found.first()
    return station if station is not None and at < end_of(station, at=at) else None


def end_of(station: Station, *, at: datetime) -> datetime:
    """When a station ends or has ended, as it looks at this time. It comes with its organiser and its opener."""
    return _end_of(station, _keeper_of(station, at).office_ends_at)


def helper_of(station: Station) -> str:
    """Who scans with it: the helper of a phone that was lent, else the officer who opened it, who comes with it."""
    return station.helper_name or ("（已清除）" if station.helper_forgotten_at else station.opened_by.account.name)


def _links(station_id: UUID) -> Sequence[StationOffering]:
    """A station with its offerings, those that were planned first in front. One statement.

    Every request of a phone asks this: written out, because Django takes longer to compile it than to run it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LINKS, [station_id])
        return [_link(iter(row)) for row in cursor.fetchall()]


def _link(values: Iterator[Any]) -> StationOffering:
    link, station, organiser, opener, account, scan_pass, offering, activity = (_row(one, values) for one in _LINKED)
    opener.account = account
    station.organiser, station.opened_by = organiser, opener
    station.scan_pass = scan_pass if scan_pass.pk is not None else None
    offering.activity = activity
    link.station, link.offering = station, offering
    return link  # type: ignore[no-any-return]


def _row(model: type[Model], values: Iterator[Any]) -> Any:
    """The next row of a table among the values of a joined one; sealed values stay sealed, as Django leaves them."""
    fields = model._meta.concrete_fields
    told = [
        field.from_db_value(value, None, connection) if hasattr(field, "from_db_value") else value
        for field, value in zip(fields, islice(values, len(fields)), strict=True)
    ]
    return model.from_db(connection.alias, [field.attname for field in fields], told)


def _pass(links: Sequence[StationOffering], keeper: Keeper, ended_at: datetime) -> StationPass:
    station = links[0].station
    return StationPass(
        id=station.pk,
        public_id=station.public_id,
        name=station.name,
        organiser_id=station.organiser.public_id,
        account_id=keeper.account.pk,
        rights=_rights_of(station, keeper),
        ended_at=ended_at,
        lent_active_at=station.active_at,
        pin_due_at=station.pin_due_at,
        offerings={link.offering.public_id: link.offering for link in links},
    )


def _rights_of(station: Station, keeper: Keeper) -> frozenset[Right]:
    """Its rights; 現場登錄 while its keeper may enter hours. Once its pass made all its awards, it scans no more."""
    rights = frozenset(Right(right) for right in station.rights)
    if not keeper.may_record:
        rights -= {Right.HAND}
    scan_pass = station.scan_pass
    if scan_pass is None or scan_pass.most_awards is None:
        return rights
    made = Station.objects.filter(scan_pass=scan_pass, awards__revoked_at__isnull=True).aggregate(n=Count("awards"))
    return rights - {Right.SCAN, Right.SEARCH, Right.HAND} if made["n"] >= scan_pass.most_awards else rights


def _keeper_of(station: Station, at: datetime) -> Keeper:
    """Whose station it is now. Only when its opener has gone does this ask."""
    opener = station.opened_by
    end = _end_of_office(opener)
    if opener.account.is_active and (end is None or at < end):
        return Keeper(opener.account, end, opener.has(Duty.RECORD))
    (keeper,) = in_charge([Held(opener.pk, station.made_at)], Charge.STATIONS)
    if keeper.account.disabled_at is not None:
        ended = min(one for one in (end, keeper.account.disabled_at) if one is not None)
        return Keeper(keeper.account, ended, may_record=False)
    held = offices_over(keeper.account, station.organiser, on=at.astimezone(TAIPEI).date())
    ends = [_end_of_office(office) for office in held]
    may_record = any(office.has(Duty.RECORD) for office in held)
    if None in ends:
        return Keeper(keeper.account, None, may_record)
    return Keeper(keeper.account, max([one for one in ends if one], default=_end_of_office(keeper) or end), may_record)


def _end_of_office(officer: Officer) -> datetime | None:
    """When it was ended, else the end of its last day, else None."""
    if officer.ended_at is not None:
        return officer.ended_at
    if officer.until_date is None:
        return None
    return datetime.combine(officer.until_date + timedelta(days=1), time(), tzinfo=TAIPEI)


def _end_of(station: Station, office_ends_at: datetime | None) -> datetime:
    """The first of: its own end, its revocation, the end of its officer's office, the end of its organiser.

    An officer's own phone ends with the account, and with another password, for that is what somebody sets whose phone
    is gone. Phones that were lent stay while a colleague keeps them: they have secrets of their own, and the pass is
    there to revoke (docs/adr/0017).
    """
    ends = [station.valid_until, station.revoked_at, office_ends_at, station.organiser.disabled_at]
    if station.scan_pass_id is None:
        owner = station.opened_by.account
        ends += [owner.disabled_at, owner.password_changed_at if owner.password_changed_at > station.made_at else None]
    return min(end for end in ends if end is not None)
