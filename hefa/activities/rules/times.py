"""When an offering may be scanned, and where it stands in time."""

from datetime import datetime, timedelta

from hefa.activities.names import Phase

OPENS_BEFORE = timedelta(minutes=60)
CLOSES_AFTER = timedelta(hours=24)


def scan_window(starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
    """From 60 minutes before the start until 24 hours after the end (scan protocol, R9)."""
    return starts_at - OPENS_BEFORE, ends_at + CLOSES_AFTER


def phase_of(starts_at: datetime, ends_at: datetime, *, cancelled: bool, at: datetime) -> Phase:
    """Where an offering stands at a time."""
    if cancelled:
        return Phase.CANCELLED
    if at < starts_at:
        return Phase.UPCOMING
    return Phase.RUNNING if at < ends_at else Phase.ENDED
