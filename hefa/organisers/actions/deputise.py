"""職務代理人: a colleague has an absent officer's duties between two days."""

from datetime import date, datetime

from django.db import transaction

from hefa.audit.names import Actor, Verb
from hefa.organisers.actions.appoint import lock_open, refuse_oneself
from hefa.organisers.actions.notes import note_officer
from hefa.organisers.models import Officer
from hefa.organisers.queries import colleagues


class NotAColleague(ValueError):
    """Only somebody who holds an office of their own at the same organiser can take over or deputise."""


@transaction.atomic
def appoint_deputy(
    *, officer: Officer, deputy: Officer, from_date: date, until_date: date, actor: Actor, at: datetime, today: date
) -> Officer:
    """Give the colleague an office with the absent officer's duties from the first to the last day.

    Raises NotAColleague, OrganiserClosed, OwnDuties: whoever may appoint deputies for others would have all duties
    there by a tap. Nobody deputises for a deputy, nor for an office that was ended at the same moment.
    """
    refuse_oneself(deputy.account, actor)
    lock_open(officer.organiser)
    held = Officer.objects.filter(pk=officer.pk, ended_at__isnull=True, deputises__isnull=True).first()
    if held is None or not colleagues(officer, on=today).filter(pk=deputy.pk).exists():
        raise NotAColleague
    standing_in = Officer.objects.create(
        account=deputy.account,
        organiser=officer.organiser,
        duties=held.duties,
        from_date=from_date,
        until_date=until_date,
        deputises=officer,
    )
    facts = {"deputises": str(officer.public_id), "from": str(from_date), "until": str(until_date)}
    note_officer(Verb.DEPUTY_APPOINTED, standing_in, actor, at, **facts)
    return standing_in
