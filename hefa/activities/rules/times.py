"""When an offering may be scanned."""

from datetime import datetime, timedelta

OPENS_BEFORE = timedelta(minutes=60)
CLOSES_AFTER = timedelta(hours=24)


def scan_window(starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
    """From 60 minutes before the start until 24 hours after the end (scan protocol, R9)."""
    return starts_at - OPENS_BEFORE, ends_at + CLOSES_AFTER
