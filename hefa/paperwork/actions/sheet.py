"""補登: hours for those who signed the sheet, whether they were expected or wrote themselves down."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from hefa.activities.models import Offering
from hefa.audit.names import Actor
from hefa.awards.actions import EnteredRow, EntryAnswer, enter_by_hand
from hefa.learners import vault
from hefa.learners.names import OpeningPurpose
from hefa.organisers.models import Officer
from hefa.paperwork.queries.expected import Expected


@transaction.atomic
def enter_signed(
    *,
    offering: Offering,
    people: Sequence[Expected],
    confirmed: bool,
    alone: int,
    officer: Officer,
    at: datetime,
    late_reason: str = "",
) -> Sequence[EntryAnswer]:
    """Award to people of the offering's list who signed, answers in their order; their numbers are opened for it.

    `confirmed` answers in advance what the rule would ask an officer. `alone` rows stand on one
    officer's word, the rest wait for another. Raises ReasonMissing as `enter_awards` does.
    """
    actor = Actor.account(officer.account.public_id)
    numbers = vault.open_numbers(
        learner_ids=[one.learner.pk for one in people],
        purpose=OpeningPurpose.SIGN_IN,
        actor=actor,
        organiser_id=officer.organiser.public_id,
        at=at,
    )
    rows = [
        EnteredRow(numbers[one.learner.pk], one.name, one.unit.pk if one.unit else None, confirmed=confirmed)
        for one in people
    ]
    return enter_by_hand(
        offering=offering,
        rows=rows,
        alone=alone,
        officer=officer,
        at=at,
        late_reason=late_reason,
    )
