"""職務移交: write down who takes over; whoever reads follows it."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from hefa.accounts.models import Account
from hefa.audit.names import Actor, Verb
from hefa.organisers.actions.deputise import NotAColleague
from hefa.organisers.actions.notes import note_officer
from hefa.organisers.models import Handover, Officer
from hefa.organisers.names import Charge
from hefa.organisers.queries import colleagues


@transaction.atomic
def hand_over(
    *,
    officer: Officer,
    to: Officer,
    charges: Iterable[Charge],
    reason: str,
    by: Account,
    at: datetime,
    today: date,
) -> Handover:
    """Give all that `officer` has been in charge of until now to a colleague. Raises NotAColleague."""
    if not colleagues(officer, on=today).filter(pk=to.pk).exists():
        raise NotAColleague
    told = Handover.objects.create(
        from_officer=officer,
        to_officer=to,
        charges=sorted({charge.value for charge in charges}),
        handed_at=at,
        handed_by=by,
        reason=reason,
    )
    facts = {"to": str(to.public_id), "charges": told.charges}
    note_officer(Verb.HANDED_OVER, officer, Actor.account(by.public_id), at, **facts)
    return told
