"""The clocks of 個人資料保護法 §13: pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from hefa.paperwork.names.rights import Right

SOON = 5
"""So many days before the last one, whoever is in charge is written each morning."""


def days_for(right: Right) -> int:
    """15 days for access and copies, 30 for the rest; an extension is as long again, once."""
    return 15 if right in (Right.ACCESS, Right.COPY) else 30


def due_on(right: Right, *, asked_on: date, extended: bool) -> date:
    """The last day on which the answer is in time. The day of asking is not counted (民法 §120)."""
    return asked_on + timedelta(days=days_for(right) * (2 if extended else 1))


@dataclass(frozen=True, slots=True)
class Clock:
    """How an open request stands on a day."""

    left: int

    @property
    def is_overdue(self) -> bool:
        return self.left < 0

    @property
    def is_soon(self) -> bool:
        return 0 <= self.left <= SOON

    @property
    def words(self) -> str:
        """Days left, in words."""
        if self.is_overdue:
            return f"逾期 {-self.left} 天"
        return "今天到期" if self.left == 0 else f"剩 {self.left} 天"


def clock(due: date, *, on: date) -> Clock:
    """How many days are left."""
    return Clock((due - on).days)
