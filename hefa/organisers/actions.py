"""Approve organisers, appoint their officers and the operators of the site."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction

from hefa.accounts.models import Account
from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.organisers.models import Officer, Operator, Organiser
from hefa.organisers.names import Duty
from hefa.units.models import Unit


class AlreadyOperator(ValueError):
    """The account is an operator already."""


@transaction.atomic
def approve_organiser(*, name: str, unit: Unit | None, actor: Actor, at: datetime) -> Organiser:
    """Take an organiser in."""
    organiser = Organiser.objects.create(name=name, unit=unit, approved_at=at)
    record(
        at=at,
        actor=actor,
        verb=Verb.ORGANISER_APPROVED,
        subject_kind="organiser",
        subject_id=organiser.public_id,
        organiser_id=organiser.public_id,
    )
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
    """Give an account duties at an organiser."""
    officer = Officer.objects.create(
        account=account,
        organiser=organiser,
        duties=sorted({duty.value for duty in duties}),
        from_date=from_date,
        until_date=until_date,
    )
    record(
        at=at,
        actor=actor,
        verb=Verb.OFFICER_APPOINTED,
        subject_kind="officer",
        subject_id=officer.public_id,
        organiser_id=organiser.public_id,
        facts={"duties": officer.duties},
    )
    return officer


@transaction.atomic
def appoint_operator(*, account: Account, from_date: date, actor: Actor, at: datetime) -> Operator:
    """Let an account run the site for all organisers. Raises AlreadyOperator."""
    try:
        with transaction.atomic():
            operator = Operator.objects.create(account=account, from_date=from_date)
    except IntegrityError:
        raise AlreadyOperator from None
    record(at=at, actor=actor, verb=Verb.OPERATOR_APPOINTED, subject_kind="operator", subject_id=operator.public_id)
    return operator
