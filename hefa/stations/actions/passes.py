"""掃描授權: make it, show its QR code, lend a phone with it, end it."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare

from hefa.activities.models import Offering
from hefa.audit.actions import record
from hefa.audit.names import VISITOR, Actor, Verb
from hefa.base.person_name import clean_person_name
from hefa.keys.digests import hash_secret
from hefa.organisers.models import Officer
from hefa.stations.actions.stations import own_rights
from hefa.stations.models import PassTicket, ScanPass, ScanPassOffering, Station, StationOffering
from hefa.stations.names import RedeemProblem, Right
from hefa.stations.queries import offerings_lent
from hefa.stations.rules import OPENED_LIFE, PIN_DIGITS, PIN_TRIES, SECRET_BYTES, TICKET_LIFE, TOKEN_BYTES


@dataclass(frozen=True, slots=True)
class PassPlan:
    """What an officer lends: at which gate, which rights, when, on how many phones, for at most how many awards."""

    name: str
    rights: Collection[Right]
    opens_at: datetime
    ends_at: datetime
    most_devices: int
    most_awards: int | None = None


@dataclass(frozen=True, slots=True)
class Lent:
    """A station on a helper's phone, with its secret, which is told this once."""

    station: Station
    secret: bytes


class RightNotHeld(Exception):
    """Nobody lends what an own phone might not do: 現場登錄 is for officers with 登錄時數."""


class OfferingNotHeld(Exception):
    """An offering that was cancelled is not lent."""


@transaction.atomic
def make_pass(*, offerings: Sequence[Offering], plan: PassPlan, officer: Officer, at: datetime) -> ScanPass:
    """新增掃描點: a pass for these offerings, with a new PIN. 掃描核發 is always among its rights.

    The caller has fetched them through the officer; there is at least one. Raises RightNotHeld, and OfferingNotHeld,
    also when one is cancelled in this moment.
    """
    if not set(own_rights(officer)).issuperset(plan.rights):
        raise RightNotHeld
    held = Offering.objects.filter(pk__in=[one.pk for one in offerings], cancelled_at__isnull=True).order_by("pk")
    if not offerings or len(held.select_for_update(no_key=True)) < len(offerings):
        raise OfferingNotHeld
    made = ScanPass.objects.create(
        organiser=officer.organiser,
        made_by=officer,
        name=plan.name,
        rights=[right.value for right in Right if right == Right.SCAN or right in plan.rights],
        pin=_new_pin(),
        opens_at=plan.opens_at,
        ends_at=plan.ends_at,
        most_devices=plan.most_devices,
        most_awards=plan.most_awards,
        made_at=at,
    )
    ScanPassOffering.objects.bulk_create(ScanPassOffering(scan_pass=made, offering=one) for one in offerings)
    _note(Verb.PASS_MADE, made, Actor.account(officer.account.public_id), at)
    return made


def show_pass(*, scan_pass: ScanPass, at: datetime) -> str:
    """A new one-time token for the QR code of a pass; only its hash is stored. Tokens that ran out go."""
    PassTicket.objects.filter(scan_pass=scan_pass, valid_until__lt=at).delete()
    token = secrets.token_urlsafe(TOKEN_BYTES)
    PassTicket.objects.create(
        scan_pass=scan_pass, token_digest=hash_secret(token.encode()), valid_until=at + TICKET_LIFE
    )
    return token


def open_ticket(*, token: str, at: datetime) -> ScanPass | RedeemProblem:
    """The pass of a token whose page is opened: from the first look on, the helper has ten minutes. Uses nothing up:
    a chat that previews the link does no harm."""
    tickets = PassTicket.objects.filter(token_digest=hash_secret(token.encode()), used_at__isnull=True)
    tickets.filter(valid_until__gt=at, opened=False).update(opened=True, valid_until=at + OPENED_LIFE)
    ticket = tickets.filter(valid_until__gt=at).select_related("scan_pass").first()
    if ticket is None:
        return RedeemProblem.TICKET_ENDED
    return _problem(ticket.scan_pass, at) or ticket.scan_pass


@transaction.atomic
def redeem_ticket(*, token: str, helper_name: str, pin: str, at: datetime) -> Lent | RedeemProblem:
    """Lend a station to whoever shows a token and its PIN: one phone a token, five tries. Raises InvalidPersonName.

    A try is counted before the PIN is looked at, so guesses made at the same moment are counted exactly. The pass is
    held meanwhile: whoever revokes or extends it at the same moment comes before this phone or finds it lent.
    """
    name = clean_person_name(helper_name)
    tickets = PassTicket.objects.filter(token_digest=hash_secret(token.encode()))
    standing = tickets.filter(used_at__isnull=True, valid_until__gt=at, tries__lt=PIN_TRIES)
    if not standing.update(tries=F("tries") + 1):
        return RedeemProblem.TICKET_ENDED
    passes = ScanPass.objects.select_for_update(of=("self",), no_key=True)
    scan_pass = passes.select_related("made_by__account", "organiser").get(tickets__in=tickets)
    problem = _problem(scan_pass, at)
    if problem is not None:
        return problem
    if scan_pass.pin is None or not constant_time_compare(scan_pass.pin, pin):
        return RedeemProblem.WRONG_PIN
    lent = _lend(scan_pass, name, at)
    if isinstance(lent, Lent) and not tickets.filter(used_at__isnull=True).update(used_at=at):
        transaction.set_rollback(True)
        return RedeemProblem.TICKET_ENDED
    return lent


@transaction.atomic
def extend_pass(*, scan_pass: ScanPass, ends_at: datetime, officer: Officer, at: datetime) -> None:
    """Another end for the pass and for all phones that were lent with it. A PIN that was forgotten is made anew."""
    ScanPass.objects.filter(pk=scan_pass.pk).update(ends_at=ends_at)
    held = ScanPass.objects.select_for_update(of=("self",)).get(pk=scan_pass.pk)
    if held.pin is None:
        held.pin, held.pin_forgotten_at = _new_pin(), None
        held.save(update_fields=("pin", "pin_forgotten_at"))
    Station.objects.filter(scan_pass=scan_pass).update(valid_until=ends_at)
    _note(Verb.PASS_CHANGED, scan_pass, Actor.account(officer.account.public_id), at)


@transaction.atomic
def revoke_pass(*, scan_pass: ScanPass, officer: Officer, at: datetime) -> bool:
    """End the pass and all its phones now. False when it had ended so before.

    What they scanned before is still accepted for seven days.
    """
    passes = ScanPass.objects.filter(pk=scan_pass.pk, revoked_at__isnull=True)
    if not passes.update(revoked_at=at, revoked_by=officer.account):
        return False
    Station.objects.filter(scan_pass=scan_pass, revoked_at__isnull=True).update(revoked_at=at)
    _note(Verb.PASS_REVOKED, scan_pass, Actor.account(officer.account.public_id), at)
    return True


def _new_pin() -> str:
    return f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"


def _problem(scan_pass: ScanPass, at: datetime) -> RedeemProblem | None:
    if scan_pass.revoked_at is not None or at >= scan_pass.ends_at:
        return RedeemProblem.PASS_ENDED
    if all(offering.cancelled for offering in offerings_lent(scan_pass)):
        return RedeemProblem.CANCELLED
    return RedeemProblem.NOT_YET if at < scan_pass.opens_at else None


def _lend(scan_pass: ScanPass, helper_name: str, at: datetime) -> Lent | RedeemProblem:
    """A station under the lowest free number. Whoever takes the same number at the same moment takes the next."""
    secret = secrets.token_bytes(SECRET_BYTES)
    taken = Station.objects.filter(scan_pass=scan_pass, revoked_at__isnull=True)
    for number in range(1, scan_pass.most_devices + 1):
        if taken.filter(device_number=number).exists():
            continue
        station = Station(
            organiser=scan_pass.organiser,
            opened_by=scan_pass.made_by,
            name=f"{scan_pass.name}-{number}",
            secret_digest=hash_secret(secret),
            rights=scan_pass.rights,
            made_at=at,
            valid_until=scan_pass.ends_at,
            active_at=at,
            scan_pass=scan_pass,
            device_number=number,
            helper_name=helper_name,
        )
        try:
            with transaction.atomic():
                station.save(force_insert=True)
        except IntegrityError:
            continue
        StationOffering.objects.bulk_create(
            StationOffering(station=station, offering=offering) for offering in offerings_lent(scan_pass)
        )
        record(
            at=at,
            actor=VISITOR,
            verb=Verb.STATION_OPENED,
            subject_kind="station",
            subject_id=station.public_id,
            organiser_id=scan_pass.organiser.public_id,
            facts={"pass": str(scan_pass.public_id)},
        )
        return Lent(station, secret)
    return RedeemProblem.DEVICES_FULL


def _note(verb: Verb, scan_pass: ScanPass, actor: Actor, at: datetime) -> None:
    record(
        at=at,
        actor=actor,
        verb=verb,
        subject_kind="scan_pass",
        subject_id=scan_pass.public_id,
        organiser_id=scan_pass.organiser.public_id,
    )
