"""What a phone is told about each of its scans."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hefa.awards.names import REFUSAL_IN_ENGLISH, Flag, Refusal, ReviewReason, Settlement, Verdict
from hefa.base.hours import Hours

RETRY_LATER = "RETRY_LATER"
RETRY_LATER_WORDS = "已暫存，稍後自動重送"
IN_ENGLISH = {
    Verdict.AWARDED: "Hours awarded.",
    Verdict.REVIEW: "Recorded. The organiser will confirm.",
    Verdict.UNDONE: "Undone.",
    Verdict.NOTED: "Recorded.",
}


@dataclass(frozen=True, slots=True)
class ScanAnswer:
    """The verdict of one scan and what goes with it. `first_*` tell of the award that stood before.

    Without a verdict it is RETRY_LATER: nothing was stored, and whoever told the scan keeps it and tells it again.
    """

    scan_id: UUID
    verdict: Verdict | None
    refusal: Refusal | None = None
    reasons: tuple[ReviewReason, ...] = ()
    flags: tuple[Flag, ...] = ()
    name: str = ""
    unit: str = ""
    hours: Hours | None = None
    first_at: datetime | None = None
    first_station: str = ""
    award: UUID | None = None
    replayed: bool = False
    settlement: Settlement | None = None
    spot_check: bool = False
    """Whether the helper is to type the last four of the card (抽查末四碼)."""

    @property
    def message(self) -> str:
        if self.verdict is None:
            return RETRY_LATER_WORDS
        return str(self.refusal.label if self.refusal else self.verdict.label)

    @property
    def message_in_english(self) -> str:
        if self.verdict is None:
            return "Stored on the phone. It will be sent again."
        return REFUSAL_IN_ENGLISH[self.refusal] if self.refusal else IN_ENGLISH[self.verdict]
