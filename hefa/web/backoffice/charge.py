"""承辦人 on the lists of activities: who is in charge of each, and the filter 只看我承辦的."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from hefa.accounts.models import Account
from hefa.activities.models import Offering
from hefa.activities.queries import in_the_charge_of, officers_in_charge
from hefa.web.shell.offering_filter import OfferingCard, OfferingFilter

NOBODY = "—"


@dataclass(frozen=True, slots=True)
class ChargedCard:
    """An offering of a list with the name of its officer in charge."""

    card: OfferingCard
    officer: str


class ChargeFilter(OfferingFilter):
    """The shared conditions, and whether only those are asked of which the account itself is in charge."""

    charge = forms.ChoiceField(
        label="承辦人",
        required=False,
        choices=[("", "全部"), ("mine", "只看我承辦的")],
        error_messages={"invalid_choice": "請選擇清單中的項目。"},
    )

    def __init__(self, *args: Any, account: Account, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account, self.on = account, on

    def narrow(self, offerings: QuerySet[Offering]) -> QuerySet[Offering]:
        found = super().narrow(offerings)
        mine = self.cleaned_data["charge"] == "mine"
        return in_the_charge_of(found, self.account, on=self.on) if mine else found


def charged_cards(cards: Sequence[OfferingCard]) -> Sequence[ChargedCard]:
    """The cards of one page, each with who is in charge. Two statements."""
    keepers = officers_in_charge([card.offering.activity for card in cards])
    names = {pk: keeper.account.name for pk, keeper in keepers.items()}
    return [ChargedCard(card, names.get(card.offering.activity_id, NOBODY)) for card in cards]
