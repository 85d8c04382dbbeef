"""The one place that reads the clock. Only doors import it; everything below is given the time."""

from datetime import UTC, datetime


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)
