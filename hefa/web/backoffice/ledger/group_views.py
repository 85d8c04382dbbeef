"""班級/單位 as the list and the prints show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from hefa.activities.models import Offering
from hefa.awards.names import AwardState
from hefa.awards.queries import group_rows
from hefa.base.hours import plain
from hefa.web.backoffice.ledger.rows import corrected_words


@dataclass(frozen=True, slots=True)
class GroupView:
    """One class or unit."""

    public_id: UUID
    name: str
    unit: str
    unit_code: str
    head_count: int
    digital: str
    in_person: str
    state: AwardState
    corrected: str

    @property
    def failed(self) -> bool:
        return self.state == AwardState.FAILED


def group_views(offering: Offering) -> Sequence[GroupView]:
    """The classes and units of an offering, by name."""
    return [
        GroupView(
            public_id=row.public_id,
            name=row.name,
            unit=row.unit_name,
            unit_code=row.unit_code,
            head_count=row.head_count,
            digital=plain(row.hours.digital),
            in_person=plain(row.hours.in_person),
            state=row.state,
            corrected=corrected_words(row.correction),
        )
        for row in group_rows(offering)
    ]
