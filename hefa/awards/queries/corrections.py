"""更正: what was changed after 已覆核, by whom and why."""

from dataclasses import dataclass
from datetime import datetime

from hefa.awards.models import Award, GroupAward


@dataclass(frozen=True, slots=True)
class Correction:
    """The latest change after 已覆核."""

    at: datetime
    by: str
    reason: str


def correction_of(row: Award | GroupAward) -> Correction | None:
    """Who changed a row last after 已覆核; None when nobody did. `corrected_by` is at hand."""
    if row.corrected_at is None or row.corrected_by is None:
        return None
    return Correction(row.corrected_at, row.corrected_by.name, row.correction_reason)
