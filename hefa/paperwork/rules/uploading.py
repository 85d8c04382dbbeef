"""When an upload counts at once, how often it is tried, how long its rows are kept: pure."""

from datetime import timedelta

MOST_TRIES = 5
ROWS_KEPT = timedelta(days=30)
"""After the end of an upload, so that refused rows can be taken and mended."""
CONFIRM_WITHIN = timedelta(days=7)


def counts_as_reviewed(*, rows: int, alone: int, own: bool, signed_sheet: bool) -> bool:
    """Whether confirming is enough: a second person confirms, the signed sheet is attached, or the file is short.

    More than `alone` rows, uploaded and confirmed by one person, wait for a second officer (security.md, T14).
    """
    return not own or signed_sheet or rows <= alone


def wait_before_try(tries: int) -> timedelta:
    """How long a chunk that failed is left alone: 1, 4, 9, 16 minutes."""
    return timedelta(minutes=tries * tries)


def percent(*, done: int, rows: int) -> int:
    """How far an upload is; 100 only when no row is left."""
    return 100 * done // rows if rows else 0
