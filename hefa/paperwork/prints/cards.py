"""條碼卡: ten on a page, each with the code that an organiser made for somebody who comes without one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hefa.activities.models import Offering
from hefa.base import qr
from hefa.base.national_id import mask_last4
from hefa.base.roc import format_roc
from hefa.codes.models import PersonalCode
from hefa.codes.queries import static_text
from hefa.units.names import NO_UNIT_LABEL

TEMPLATE = "cards"


@dataclass(frozen=True, slots=True)
class Card:
    """One card in words, with the 63 digits that its picture holds."""

    name: str
    unit: str
    id_masked: str
    valid_until: str
    text: str

    @property
    def modules(self) -> str:
        """The picture as the path of an SVG, for the print page."""
        return qr.modules_path(self.text)


def card_of(code: PersonalCode) -> Card:
    """The card of a code."""
    return Card(
        name=code.name,
        unit=code.unit.name if code.unit else NO_UNIT_LABEL,
        id_masked=mask_last4(code.learner.id_last4),
        valid_until=format_roc(code.expires_on),
        text=static_text(code),
    )


def cards_data(offering: Offering, cards: Sequence[Card]) -> Mapping[str, Any]:
    """What the template prints."""
    activity = offering.activity
    held = f"{activity.name} 第 {offering.number} 期"
    return {
        "title": f"條碼卡：{held}",
        "activity": held,
        "organiser": activity.organiser.name,
        "cards": [
            {
                "name": one.name,
                "unit": one.unit,
                "id": one.id_masked,
                "until": one.valid_until,
                "picture": qr.svg(one.text),
            }
            for one in cards
        ],
    }
