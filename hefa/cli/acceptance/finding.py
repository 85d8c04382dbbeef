"""One line of the sheet."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """What a look has shown."""

    GOOD = "合格"
    BAD = "不合格"
    BY_HAND = "人工確認"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, what was found and, unless it is good, what to do. Names nobody and holds no secret."""

    subject: str
    state: State
    told: str

    @classmethod
    def of(cls, subject: str, good: bool, told: str, mend: str = "") -> "Finding":
        """Good as told; otherwise bad with the way to mend it."""
        return (
            cls(subject, State.GOOD, told) if good else cls(subject, State.BAD, f"{told}。{mend}".rstrip("。") + "。")
        )
