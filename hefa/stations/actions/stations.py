"""Open and revoke stations."""

import secrets
from datetime import datetime

from django.db import transaction

from hefa.activities.models import Offering
from hefa.activities.rules import scan_window
from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.keys.digests import hash_secret
from hefa.organisers.models import Officer
from hefa.organisers.names import Duty
from hefa.stations.models import Station, StationOffering
from hefa.stations.names import Right
from hefa.stations.rules import SECRET_BYTES, own_station_end

OWN_RIGHTS = (Right.SCAN, Right.SEARCH, Right.UNDO, Right.HOURS)
RIGHTS_BY_DUTY = {Duty.RECORD: (Right.HAND,)}
"""What an officer's own station may do besides, because its officer may."""


@transaction.atomic
def open_own_station(*, officer: Officer, offering: Offering, name: str, at: datetime) -> tuple[Station, bytes]:
    """Open a station on the officer's own phone and return it with its secret, which is shown this once.

    `name` is what the board and each award show; the caller has fetched `offering` through the officer.
    """
    secret = secrets.token_bytes(SECRET_BYTES)
    _, window_until = scan_window(offering.starts_at, offering.ends_at)
    station = Station.objects.create(
        organiser=officer.organiser,
        opened_by=officer,
        name=name,
        secret_digest=hash_secret(secret),
        rights=[right.value for right in own_rights(officer)],
        made_at=at,
        valid_until=own_station_end(at=at, window_until=window_until),
    )
    StationOffering.objects.create(station=station, offering=offering)
    _note(verb=Verb.STATION_OPENED, station=station, officer=officer, at=at)
    return station, secret


def own_rights(officer: Officer) -> tuple[Right, ...]:
    """What a station on the officer's own phone may do."""
    besides = (right for duty, rights in RIGHTS_BY_DUTY.items() if officer.has(duty) for right in rights)
    return (*OWN_RIGHTS, *besides)


@transaction.atomic
def revoke_station(*, station: Station, officer: Officer, at: datetime) -> bool:
    """End a station now. False when it had been revoked before; its earlier scans are still accepted for seven days."""
    changed = Station.objects.filter(pk=station.pk, revoked_at__isnull=True).update(revoked_at=at)
    if changed:
        _note(verb=Verb.STATION_REVOKED, station=station, officer=officer, at=at)
    return bool(changed)


def tell_of_station(*, station_id: int, unsent: int, clock_offset_ms: int, at: datetime) -> None:
    """Note what a phone says of itself: scans that it has not sent yet, and its clock less the server's in ms.

    The board shows it; for a lost phone it is the last that is known. No audit entry: nothing was done.
    """
    Station.objects.filter(pk=station_id).update(last_seen_at=at, unsent=unsent, clock_offset_ms=clock_offset_ms)


def _note(*, verb: Verb, station: Station, officer: Officer, at: datetime) -> None:
    record(
        at=at,
        actor=Actor.account(officer.account.public_id),
        verb=verb,
        subject_kind="station",
        subject_id=station.public_id,
        organiser_id=officer.organiser.public_id,
    )
