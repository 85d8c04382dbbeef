"""匯出過: which awards of an offering stand in a file, for the list of awards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hefa.activities.models import Offering
from hefa.base.roc import format_roc_datetime
from hefa.paperwork.models import PaperRow
from hefa.paperwork.names import PortalState
from hefa.paperwork.queries.profiles import profile_labels


@dataclass(frozen=True, slots=True)
class ExportMark:
    """The latest file that an award went out in. `changed` tells that the award was changed since."""

    paper: UUID
    label: str
    made_on: str
    state: PortalState
    changed: bool


def exported_awards(offering: Offering) -> Mapping[UUID, ExportMark]:
    """The awards of an offering that were exported, by their public id. Two statements, whatever the number of rows."""
    labels = profile_labels()
    rows = (
        PaperRow.objects.filter(award__offering=offering, award__revoked_at__isnull=True)
        .order_by("award", "-pk")
        .distinct("award")
        .values_list(
            "award__public_id",
            "award__version",
            "award_version",
            "portal_state",
            "paper__public_id",
            "paper__profile",
            "paper__made_at",
        )
    )
    return {
        award: ExportMark(
            paper=paper,
            label=labels.get(profile, profile),
            made_on=format_roc_datetime(made_at),
            state=PortalState(state),
            changed=version > written,
        )
        for award, version, written, state, paper, profile, made_at in rows
    }


@dataclass(frozen=True, slots=True)
class Export:
    """A file that an award went out in."""

    at: datetime
    label: str
    by: str
    purpose: str


def exports_of(award_ids: Sequence[int]) -> Sequence[Export]:
    """The files that these awards went out in, the first first. Two statements."""
    labels = profile_labels()
    rows = (
        PaperRow.objects.filter(award__in=award_ids).select_related("paper__made_by").order_by("paper__made_at", "pk")
    )
    return [
        Export(
            at=row.paper.made_at,
            label=labels.get(row.paper.profile, row.paper.profile),
            by=row.paper.made_by.name,
            purpose=f"{row.paper.get_purpose_display()} {row.paper.purpose_note}".strip(),
        )
        for row in rows
    ]
