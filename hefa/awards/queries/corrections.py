"""更正: what was changed after 已覆核, by whom and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hefa.activities.models import Offering
from hefa.awards.models import Award, AwardCorrection, GroupAward


@dataclass(frozen=True, slots=True)
class Correction:
    """The latest change after 已覆核."""

    at: datetime
    by: str
    reason: str


def corrections_of(offering: Offering) -> Sequence[AwardCorrection]:
    """Every reason that was given for changing an award of this offering, the first first. One statement."""
    told = AwardCorrection.objects.filter(award__offering=offering).select_related("award__learner", "corrected_by")
    return list(told.order_by("corrected_at", "pk"))


def correction_of(row: Award | GroupAward) -> Correction | None:
    """Who changed a row last after 已覆核; None when nobody did. `corrected_by` is at hand."""
    if row.corrected_at is None or row.corrected_by is None:
        return None
    return Correction(row.corrected_at, row.corrected_by.name, row.correction_reason)
