"""Officers and operators leave or get other duties; the last one with 維護活動 cannot go without a successor."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from hefa.accounts.actions import renew_sessions
from hefa.accounts.models import Account
from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.organisers.actions.appoint import refuse_oneself
from hefa.organisers.actions.notes import note_officer
from hefa.organisers.models import Officer, Operator, Organiser
from hefa.organisers.names import Duty
from hefa.organisers.queries import standing_offices


class LastOfficer(Exception):
    """Nobody else could maintain the organiser's activities: a successor must be appointed first."""


class LastOperator(Exception):
    """Nobody else runs the site."""


@transaction.atomic
def end_office(*, officer: Officer, last_day: date | None, reason: str, by: Account, at: datetime, today: date) -> bool:
    """End an office, at once or after its `last_day`. False when it had ended before. Raises LastOfficer.

    Whoever deputises for it stops with it, and so do the offices in which its holder deputises for others there.
    """
    maintained = _locked_and_maintaining(officer)
    held = Officer.objects.filter(pk=officer.pk, ended_at__isnull=True)
    if last_day is None:
        changed = held.update(ended_at=at, ended_by=by, end_reason=reason)
    else:
        changed = held.filter(from_date__lte=last_day).update(until_date=last_day)
    if not changed:
        return False
    if maintained:
        _refuse_without_another(officer, on=(last_day or today) + timedelta(days=1))
    bound = Officer.objects.filter(
        Q(deputises=officer) | Q(account=officer.account_id, organiser=officer.organiser_id, deputises__isnull=False),
        ended_at__isnull=True,
    )
    renew_sessions(accounts=[officer.account_id, *bound.values_list("account_id", flat=True)])
    if officer.deputises_id is None and last_day is None:
        bound.update(ended_at=at, ended_by=by, end_reason=reason)
    elif officer.deputises_id is None:
        bound.filter(from_date__gt=last_day).update(ended_at=at, ended_by=by, end_reason=reason)
        bound.filter(until_date__gt=last_day).update(until_date=last_day)
    facts = {"last_day": str(last_day)} if last_day else {}
    note_officer(Verb.OFFICE_ENDED, officer, Actor.account(by.public_id), at, **facts)
    return True


@transaction.atomic
def change_duties(*, officer: Officer, duties: Iterable[Duty], actor: Actor, at: datetime, today: date) -> bool:
    """Give an officer these duties instead; deputies get them too. False when nothing changes.

    Raises LastOfficer, and OwnDuties for whoever would give themselves more.
    """
    maintained = _locked_and_maintaining(officer)
    wanted = sorted({duty.value for duty in duties})
    if not set(wanted) <= set(officer.duties):
        refuse_oneself(officer.account, actor)
    changed = Officer.objects.filter(pk=officer.pk, ended_at__isnull=True).exclude(duties=wanted)
    if not changed.update(duties=wanted):
        return False
    if maintained and Duty.MANAGE not in wanted:
        _refuse_without_another(officer, on=today)
    deputies = Officer.objects.filter(deputises=officer, ended_at__isnull=True)
    deputies.update(duties=wanted)
    renew_sessions(accounts=[officer.account_id, *deputies.values_list("account_id", flat=True)])
    note_officer(Verb.DUTIES_CHANGED, officer, actor, at, duties=wanted)
    return True


@transaction.atomic
def end_operator(*, operator: Operator, last_day: date, actor: Actor, at: datetime) -> bool:
    """End an operator's time after this day. False when it had an end before. Raises LastOperator."""
    standing = Operator.objects.select_for_update().filter(until_date__isnull=True)
    others = [one.pk for one in standing.order_by("pk") if one.pk != operator.pk]
    changed = Operator.objects.filter(pk=operator.pk, until_date__isnull=True)
    if not changed.update(until_date=max(last_day, operator.from_date)):
        return False
    if not others:
        raise LastOperator
    renew_sessions(accounts=[operator.account_id])
    record(at=at, actor=actor, verb=Verb.OPERATOR_ENDED, subject_kind="operator", subject_id=operator.public_id)
    return True


def _locked_and_maintaining(officer: Officer) -> bool:
    """Hold the organiser, so that two last officers who leave at once see each other go; does this one maintain it?"""
    Organiser.objects.select_for_update(of=("self",), no_key=True).get(pk=officer.organiser_id)
    return Officer.objects.filter(
        pk=officer.pk, ended_at__isnull=True, deputises__isnull=True, duties__contains=[Duty.MANAGE.value]
    ).exists()


def _refuse_without_another(officer: Officer, *, on: date) -> None:
    """Raise LastOfficer, which undoes the change, unless somebody without a last day maintains it from this day on.

    An organiser that is disabled or merged has nothing left to maintain.
    """
    open_ones = Organiser.objects.filter(disabled_at__isnull=True, successor__isnull=True)
    if not open_ones.filter(pk=officer.organiser_id).exists():
        return
    others = standing_offices(on=on).filter(
        organiser=officer.organiser_id,
        until_date__isnull=True,
        duties__contains=[Duty.MANAGE.value],
        account__is_active=True,
    )
    if not others.exclude(pk=officer.pk).exists():
        raise LastOfficer
