"""What may be told of a failure."""

import traceback


def cause_of(error: Exception) -> str:
    """The kind of failure and the last line of Hefa's own code; never its message, which may quote a person."""
    sqlstate = getattr(error.__cause__, "sqlstate", None) or ""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/hefa/" in frame.filename]
    where = f"{frames[-1].filename.rpartition('/hefa/')[2]}:{frames[-1].lineno}" if frames else ""
    return " ".join(part for part in (type(error).__name__, sqlstate, where) if part)[:200]
