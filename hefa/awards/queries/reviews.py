"""Scans that wait for an officer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hefa.activities.models import Offering
from hefa.awards.models import Review
from hefa.awards.names import Refusal, ReviewReason
from hefa.units.names import NO_UNIT_LABEL


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One scan under review, with what the officer needs to decide. `said_at_gate` is empty unless the gate refused.

    Of a scan in quarantine (系統無法判讀) nobody knows whose it is: name, last four and unit are empty.
    """

    public_id: UUID
    name: str
    id_last4: str
    unit_name: str
    reasons: tuple[ReviewReason, ...]
    scanned_at: datetime
    received_at: datetime
    station_name: str
    said_at_gate: str
    has_award: bool

    @property
    def quarantined(self) -> bool:
        return ReviewReason.QUARANTINED in self.reasons


def open_reviews(offering: Offering) -> Sequence[ReviewRow]:
    """The scans of an offering that wait for an officer, oldest first. One statement."""
    waiting = (
        Review.objects.filter(offering=offering, settled_at__isnull=True)
        .select_related("scan__code__unit", "scan__station", "learner", "told_unit")
        .order_by("opened_at", "pk")
    )
    return [_row(review) for review in waiting]


def review_for(offering: Offering, public_id: UUID) -> Review | None:
    """One open review of this offering."""
    return Review.objects.filter(offering=offering, public_id=public_id, settled_at__isnull=True).first()


def _row(review: Review) -> ReviewRow:
    scan, code, learner = review.scan, review.scan.code, review.learner
    unit = code.unit if code else review.told_unit
    refused = scan.said_at_gate.removeprefix("refused:") if scan.said_at_gate.startswith("refused:") else ""
    return ReviewRow(
        public_id=review.public_id,
        name=code.name if code else review.told_name or (learner.name if learner else ""),
        id_last4=learner.id_last4 if learner else "",
        unit_name=unit.name if unit else NO_UNIT_LABEL if learner else "",
        reasons=tuple(ReviewReason(reason) for reason in scan.reasons),
        scanned_at=scan.effective_at,
        received_at=scan.received_at,
        station_name=scan.station.name,
        said_at_gate=str(Refusal(refused).label) if refused in Refusal.values else refused,
        has_award=scan.award_id is not None,
    )
