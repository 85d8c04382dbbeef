"""條碼卡: make the codes of an offering's cards, and say on record that they were printed."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from hefa.activities.models import Offering
from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.codes.actions import CardHolder, make_card_codes
from hefa.organisers.models import Officer
from hefa.paperwork.names import NoCards
from hefa.paperwork.prints.cards import Card, card_of
from hefa.paperwork.queries.expected import Expected, last_day_of_cards, why_no_cards


class CardsUseless(Exception):
    """No card of this offering would earn hours; `reason` says why."""

    def __init__(self, reason: NoCards) -> None:
        super().__init__(reason.value)
        self.reason = reason


@transaction.atomic
def make_cards(*, offering: Offering, people: Sequence[Expected], officer: Officer, at: datetime) -> Sequence[Card]:
    """A card for each of these people, in their order; printed again, a card has the same code. Raises CardsUseless."""
    reason = why_no_cards(offering, at=at)
    if reason is not None:
        raise CardsUseless(reason)
    holders = [CardHolder(one.learner, one.name, one.unit) for one in people]
    codes = make_card_codes(holders=holders, last_day=last_day_of_cards(offering), officer=officer, at=at)
    record(
        at=at,
        actor=Actor.account(officer.account.public_id),
        verb=Verb.CARDS_PRINTED,
        subject_kind="offering",
        subject_id=offering.public_id,
        organiser_id=officer.organiser.public_id,
        facts={"codes": [str(codes[one.learner.pk].public_id) for one in people]},
    )
    return [card_of(codes[one.learner.pk]) for one in people]
