"""Approve organisers, appoint their officers and the operators of the site."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction

from hefa.accounts.actions import renew_sessions
from hefa.accounts.models import Account
from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.organisers.actions.notes import note_officer, note_organiser
from hefa.organisers.models import Officer, Operator, Organiser
from hefa.organisers.names import Duty
from hefa.units.models import Unit


class OrganiserClosed(Exception):
    """The organiser was disabled or merged: nobody can be given office there."""


class AlreadyOfficer(ValueError):
    """The account holds office at this organiser already."""


class OwnDuties(ValueError):
    """Nobody gives duties to themselves: somebody else who may give them has to."""


class AlreadyOperator(ValueError):
    """The account is an operator already."""


@transaction.atomic
def approve_organiser(*, name: str, unit: Unit | None, actor: Actor, at: datetime) -> Organiser:
    """Take an organiser in."""
    organiser = Organiser.objects.create(name=name, unit=unit, approved_at=at)
    note_organiser(Verb.ORGANISER_APPROVED, organiser, actor, at)
    return organiser


@transaction.atomic
def appoint_officer(
    *,
    account: Account,
    organiser: Organiser,
    duties: Iterable[Duty],
    from_date: date,
    until_date: date | None = None,
    actor: Actor,
    at: datetime,
) -> Officer:
    """Give an account duties at an organiser. Raises OrganiserClosed, AlreadyOfficer, OwnDuties."""
    refuse_oneself(account, actor)
    lock_open(organiser)
    officer = Officer(
        account=account,
        organiser=organiser,
        duties=sorted({duty.value for duty in duties}),
        from_date=from_date,
        until_date=until_date,
    )
    insert_office(officer)
    note_officer(Verb.OFFICER_APPOINTED, officer, actor, at, duties=officer.duties)
    return officer


def refuse_oneself(account: Account, actor: Actor) -> None:
    """Raise OwnDuties where somebody would give duties to their own account."""
    if actor == Actor.account(account.public_id):
        raise OwnDuties


def lock_open(organiser: Organiser) -> None:
    """Hold an organiser until the transaction ends: nobody leaves, merges or disables it meanwhile.

    Raises OrganiserClosed when it is disabled or merged.
    """
    held = Organiser.objects.select_for_update(of=("self",), no_key=True)
    if not held.filter(pk=organiser.pk, disabled_at__isnull=True, successor__isnull=True).exists():
        raise OrganiserClosed


def insert_office(officer: Officer) -> None:
    """Store a new office. Raises AlreadyOfficer when the account holds one there without an end."""
    try:
        with transaction.atomic():
            officer.save(force_insert=True)
    except IntegrityError:
        raise AlreadyOfficer from None
    renew_sessions(accounts=[officer.account_id])


@transaction.atomic
def appoint_operator(*, account: Account, from_date: date, actor: Actor, at: datetime) -> Operator:
    """Let an account run the site for all organisers. Raises AlreadyOperator."""
    try:
        with transaction.atomic():
            operator = Operator.objects.create(account=account, from_date=from_date)
    except IntegrityError:
        raise AlreadyOperator from None
    renew_sessions(accounts=[account.pk])
    record(at=at, actor=actor, verb=Verb.OPERATOR_APPOINTED, subject_kind="operator", subject_id=operator.public_id)
    return operator
