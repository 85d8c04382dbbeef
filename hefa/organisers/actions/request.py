"""承辦人申請: ask, withdraw, approve, decline."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction

from hefa.accounts.models import Account
from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.organisers.actions.appoint import appoint_officer, approve_organiser
from hefa.organisers.models import Officer, OfficeRequest, Organiser
from hefa.organisers.names import Decision, Duty
from hefa.units.models import Unit


class RequestOpen(ValueError):
    """The account has asked for this already and waits for the answer."""


class RequestDecided(Exception):
    """Somebody else has decided, or the asker has withdrawn it."""


class OwnRequest(Exception):
    """Nobody approves what they asked for themselves."""


@transaction.atomic
def ask_office(
    *,
    account: Account,
    organiser: Organiser | None,
    organiser_name: str,
    unit: Unit | None,
    duties: Iterable[Duty],
    contact: str,
    at: datetime,
) -> OfficeRequest:
    """Ask to be an officer of `organiser`, or of a new one with this name and unit. Raises RequestOpen."""
    request = OfficeRequest(
        account=account,
        organiser=organiser,
        organiser_name="" if organiser else organiser_name,
        unit=unit,
        duties=sorted({duty.value for duty in duties}),
        contact=contact,
        asked_at=at,
    )
    try:
        with transaction.atomic():
            request.save(force_insert=True)
    except IntegrityError:
        raise RequestOpen from None
    _note(Verb.OFFICE_REQUESTED, request, Actor.account(account.public_id), at)
    return request


@transaction.atomic
def withdraw_request(*, request: OfficeRequest, account: Account, at: datetime) -> None:
    """撤回 one's own request. Raises RequestDecided."""
    _decide(request, Decision.WITHDRAWN, by=account, at=at)
    _note(Verb.OFFICE_REQUEST_WITHDRAWN, request, Actor.account(account.public_id), at)


@transaction.atomic
def approve_request(
    *,
    request: OfficeRequest,
    organiser: Organiser | None,
    duties: Iterable[Duty],
    by: Account,
    at: datetime,
    today: date,
) -> Officer:
    """核准: appoint the asker from today on, at `organiser` or, when that is None, at the new one that was asked for.

    Raises OwnRequest, RequestDecided, OrganiserClosed, AlreadyOfficer.
    """
    if request.account_id == by.pk:
        raise OwnRequest
    actor = Actor.account(by.public_id)
    if organiser is None:
        organiser = approve_organiser(name=request.organiser_name, unit=request.unit, actor=actor, at=at)
    officer = appoint_officer(
        account=request.account, organiser=organiser, duties=duties, from_date=today, actor=actor, at=at
    )
    _decide(request, Decision.APPROVED, by=by, at=at, officer=officer)
    _note(Verb.OFFICE_REQUEST_APPROVED, request, actor, at, officer=str(officer.public_id))
    return officer


@transaction.atomic
def decline_request(*, request: OfficeRequest, reason: str, by: Account, at: datetime) -> None:
    """不核准, with the reason that the asker reads. Raises RequestDecided."""
    _decide(request, Decision.DECLINED, by=by, at=at, reason=reason)
    _note(Verb.OFFICE_REQUEST_DECLINED, request, Actor.account(by.public_id), at)


def _decide(
    request: OfficeRequest,
    decision: Decision,
    *,
    by: Account,
    at: datetime,
    reason: str = "",
    officer: Officer | None = None,
) -> None:
    undecided = OfficeRequest.objects.filter(pk=request.pk, decided_at__isnull=True)
    if not undecided.update(decision=decision, decision_reason=reason, decided_at=at, decided_by=by, officer=officer):
        raise RequestDecided


def _note(verb: Verb, request: OfficeRequest, actor: Actor, at: datetime, **facts: str) -> None:
    record(
        at=at,
        actor=actor,
        verb=verb,
        subject_kind="office_request",
        subject_id=request.public_id,
        organiser_id=request.organiser.public_id if request.organiser else None,
        facts=facts,
    )
