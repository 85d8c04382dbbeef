"""匯出過: which awards of an offering stand in a file, for the list of awards."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper

from hefa.activities.models import Offering
from hefa.base.roc import format_roc_datetime
from hefa.paperwork.models import PaperRow
from hefa.paperwork.names import PortalState
from hefa.paperwork.queries.changes import RENAMED
from hefa.paperwork.queries.profiles import profile_labels


@dataclass(frozen=True, slots=True)
class ExportMark:
    """The latest file that an award went out in, and every format that it ever went out in, the latest first.

    `changed` tells that the award was changed since the latest, or the learner renamed.
    """

    paper: UUID
    label: str
    labels: tuple[str, ...]
    made_on: str
    state: PortalState
    changed: bool


def exported_awards(offering: Offering) -> Mapping[UUID, ExportMark]:
    """The awards of an offering that were exported, by their public id. Two statements, whatever the number of rows."""
    labels = profile_labels()
    latest_of_each_format = (
        PaperRow.objects.filter(award__offering=offering, award__revoked_at__isnull=True)
        .select_related("award", "paper")
        .annotate(renamed=ExpressionWrapper(RENAMED, output_field=BooleanField()))
        .order_by("award", "paper__profile", "-pk")
        .distinct("award", "paper__profile")
    )
    by_award: dict[UUID, list[PaperRow]] = defaultdict(list)
    for row in sorted(latest_of_each_format, key=lambda row: row.pk, reverse=True):
        by_award[row.award.public_id].append(row)
    return {award: _mark(rows, labels) for award, rows in by_award.items()}


def _mark(rows: Sequence[PaperRow], labels: Mapping[str, str]) -> ExportMark:
    latest = rows[0]
    formats = tuple(labels.get(row.paper.profile, row.paper.profile) for row in rows)
    return ExportMark(
        paper=latest.paper.public_id,
        label=formats[0],
        labels=formats,
        made_on=format_roc_datetime(latest.paper.made_at),
        state=PortalState(latest.portal_state),
        changed=latest.award.version > latest.award_version or bool(getattr(latest, "renamed", False)),
    )


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
            purpose=row.paper.why,
        )
        for row in rows
    ]
