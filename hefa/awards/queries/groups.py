"""班級/單位: what was told of classes and units by head count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hefa.activities.models import Offering
from hefa.awards.models import GroupAward
from hefa.awards.names import AwardState
from hefa.awards.queries.corrections import Correction, correction_of
from hefa.base.hours import Hours
from hefa.units.names import NO_UNIT_LABEL


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One class or unit of the list."""

    public_id: UUID
    name: str
    unit_name: str
    unit_code: str
    head_count: int
    hours: Hours
    state: AwardState
    entered_by: str
    entered_at: datetime
    correction: Correction | None
    version: int

    @property
    def failed(self) -> bool:
        return self.state == AwardState.FAILED


def group_rows(offering: Offering) -> Sequence[GroupRow]:
    """The classes and units of an offering that stand, by name. One statement."""
    groups = (
        GroupAward.objects.filter(offering=offering, revoked_at__isnull=True)
        .select_related("unit", "entered_by", "corrected_by")
        .order_by("name", "pk")
    )
    return [_row(group) for group in groups]


def group_of(offering: Offering, public_id: UUID) -> GroupAward | None:
    """One class or unit of this offering that stands."""
    standing = GroupAward.objects.filter(offering=offering, revoked_at__isnull=True)
    return standing.select_related("unit").filter(public_id=public_id).first()


def _row(group: GroupAward) -> GroupRow:
    return GroupRow(
        public_id=group.public_id,
        name=group.name,
        unit_name=group.unit.name if group.unit else NO_UNIT_LABEL,
        unit_code=group.unit.code if group.unit else "",
        head_count=group.head_count,
        hours=group.hours,
        state=AwardState(group.state),
        entered_by=group.entered_by.name,
        entered_at=group.entered_at,
        correction=correction_of(group),
        version=group.version,
    )


def ended_groups(offering: Offering) -> Sequence[GroupAward]:
    """The classes and units of an offering that were taken back, the latest first. One statement."""
    ended = GroupAward.objects.filter(offering=offering, revoked_at__isnull=False).select_related("revoked_by", "unit")
    return list(ended.order_by("-revoked_at", "-pk"))
