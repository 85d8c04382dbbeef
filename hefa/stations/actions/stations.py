"""Open and revoke stations, note what they say of themselves, and take a PIN again."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils.crypto import constant_time_compare

from hefa.accounts.models import Account
from hefa.activities.models import Offering
from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.keys.digests import hash_secret
from hefa.organisers.models import Officer, Organiser
from hefa.organisers.names import Duty
from hefa.stations.models import Station, StationOffering
from hefa.stations.names import PinProblem, Right
from hefa.stations.queries import StationPass
from hefa.stations.rules import PIN_TRIES, SECRET_BYTES, in_use_since, own_station_end, pin_is_due

OWN_RIGHTS = (Right.SCAN, Right.SEARCH, Right.UNDO, Right.HOURS)
RIGHTS_BY_DUTY = {Duty.RECORD: (Right.HAND,)}
"""What an officer's own station may do besides, because its officer may."""


class OfficeLost(Exception):
    """The officer was disabled, left or lost 掃描核發 in this very moment."""


@transaction.atomic
def open_own_station(*, officer: Officer, offering: Offering, name: str, at: datetime) -> tuple[Station, bytes]:
    """Open a station on the officer's own phone and return it with its secret, which is shown this once.

    `name` is what the board and each award show; the caller has fetched `offering` through the officer. Office and
    account are held meanwhile: whoever ends them comes before this phone, or finds it. Raises OfficeLost.
    """
    held = Officer.objects.select_for_update(of=("self", "account"), no_key=True).select_related("account", "organiser")
    officer = held.get(pk=officer.pk)
    if officer.ended_at is not None or not officer.account.is_active or not officer.has(Duty.SCAN):
        raise OfficeLost
    secret = secrets.token_bytes(SECRET_BYTES)
    _, window_until = offering.scan_window
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


@transaction.atomic
def end_phones_beyond_duties(*, officer: Officer, actor: Actor, at: datetime) -> int:
    """End officers' own phones that may do more than their officers may since the duties of `officer`, and with them
    those of its deputies, were changed. Returns how many; a tap opens another with the rights that are left.
    """
    own = Station.objects.filter(scan_pass__isnull=True, revoked_at__isnull=True, valid_until__gt=at)
    opened = own.filter(Q(opened_by=officer) | Q(opened_by__deputises=officer)).select_related("opened_by__organiser")
    beyond = [station for station in opened if not _rights_now(station.opened_by).issuperset(station.rights)]
    return _end(beyond, actor, at)


@transaction.atomic
def end_own_phones(*, account: Account, actor: Actor, at: datetime) -> int:
    """End the own phones of somebody whose account is disabled: enabling it again lets none of them back in."""
    own = Station.objects.filter(scan_pass__isnull=True, revoked_at__isnull=True, valid_until__gt=at)
    return _end(list(own.filter(opened_by__account=account).select_related("opened_by__organiser")), actor, at)


def _end(stations: Sequence[Station], actor: Actor, at: datetime) -> int:
    Station.objects.filter(pk__in=[station.pk for station in stations]).update(revoked_at=at)
    for station in stations:
        _tell(Verb.STATION_REVOKED, station, actor, station.opened_by.organiser, at)
    return len(stations)


def _rights_now(officer: Officer) -> frozenset[str]:
    return frozenset(right.value for right in own_rights(officer)) if officer.has(Duty.SCAN) else frozenset()


def tell_of_station(*, station_id: int, unsent: int, clock_offset_ms: int, at: datetime) -> None:
    """Note what a phone says of itself: scans that it has not sent yet, and its clock less the server's in ms.

    The board shows it; for a lost phone it is the last that is known. No audit entry: nothing was done.
    """
    Station.objects.filter(pk=station_id).update(last_seen_at=at, unsent=unsent, clock_offset_ms=clock_offset_ms)


def tell_of_idleness(*, station: StationPass, idle: timedelta, after: timedelta, at: datetime) -> bool:
    """Note for how long a phone that was lent has lain idle. True when it must show its PIN now."""
    if station.lent_active_at is None:
        return False
    active_at = in_use_since(active_at=station.lent_active_at, idle=idle, at=at)
    due = pin_is_due(active_at=active_at, due_at=station.pin_due_at, after=after, at=at)
    waiting = Station.objects.filter(pk=station.id, pin_due_at__isnull=True)
    waiting.update(**({"pin_due_at": at} if due else {"active_at": active_at}))
    return due


@transaction.atomic
def show_pin(*, station: StationPass, pin: str, at: datetime) -> PinProblem | None:
    """PIN again: the right one sets the phone free, the fifth wrong one ends it; what it scanned is still taken.

    A try is counted before the PIN is looked at, as at the gate.
    """
    phones = Station.objects.filter(pk=station.id, scan_pass__isnull=False)
    if not phones.filter(pin_tries__lt=PIN_TRIES).update(pin_tries=F("pin_tries") + 1):
        return PinProblem.TRIED_OUT
    phone = phones.select_related("scan_pass", "organiser").get()
    known = phone.scan_pass.pin if phone.scan_pass is not None else None
    if known is not None and constant_time_compare(known, pin):
        phones.update(active_at=at, pin_due_at=None, pin_tries=0)
        return None
    if phone.pin_tries < PIN_TRIES:
        return PinProblem.WRONG_PIN
    phones.filter(revoked_at__isnull=True).update(revoked_at=at)
    record(
        at=at,
        actor=Actor.station(station.public_id),
        verb=Verb.STATION_REVOKED,
        subject_kind="station",
        subject_id=station.public_id,
        organiser_id=station.organiser_id,
        facts={"pin": "tried out"},
    )
    return PinProblem.TRIED_OUT


def _note(*, verb: Verb, station: Station, officer: Officer, at: datetime) -> None:
    _tell(verb, station, Actor.account(officer.account.public_id), officer.organiser, at)


def _tell(verb: Verb, station: Station, actor: Actor, organiser: Organiser, at: datetime) -> None:
    record(
        at=at,
        actor=actor,
        verb=verb,
        subject_kind="station",
        subject_id=station.public_id,
        organiser_id=organiser.public_id,
    )
