"""Approve organisers and appoint their officers."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from hefa.accounts.models import Account
from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.organisers.models import Officer, Organiser
from hefa.organisers.names import Duty
from hefa.units.models import Unit


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
