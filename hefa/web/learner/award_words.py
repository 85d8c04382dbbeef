"""An award as the code page tells of it."""

from dataclasses import dataclass

from hefa.passbook.queries import Line


@dataclass(frozen=True, slots=True)
class AwardWords:
    """Which activity, how many hours, when (ISO time)."""

    activity: str
    hours: str
    at: str


def award_words(line: Line) -> AwardWords:
    """The manual's words for an activity and its hours."""
    return AwardWords(
        activity=f"{line.activity} 第 {line.number} 期",
        hours=line.hours.label,
        at=line.awarded_at.isoformat(timespec="seconds"),
    )
