"""When an offering may be scanned, which codes a year knows, what a summary must be: pure."""

from datetime import date, datetime, timedelta

from hefa.base.roc import ROC_BEFORE_FIRST_YEAR

OPENS_BEFORE = timedelta(minutes=60)
CLOSES_AFTER = timedelta(hours=24)


def scan_window(starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
    """From 60 minutes before the start until 24 hours after the end (scan protocol, R9)."""
    return starts_at - OPENS_BEFORE, ends_at + CLOSES_AFTER


SHORTEST_SUMMARY = 10
LONGEST_SUMMARY = 500


def stands_in_year(valid_from: date | None, valid_until: date | None, *, roc_year: int) -> bool:
    """Whether a code of an effective-dated list holds on any day of this 年度."""
    year = roc_year + ROC_BEFORE_FIRST_YEAR
    return (valid_from is None or valid_from <= date(year, 12, 31)) and (
        valid_until is None or valid_until >= date(year, 1, 1)
    )


def summary_problem(summary: str, *, name: str) -> str | None:
    """What is wrong with an 內容概要, which auditors read (domain: part 2); None when nothing is."""
    told = "".join(summary.split())
    if len(told) < SHORTEST_SUMMARY:
        return f"內容概要至少 {SHORTEST_SUMMARY} 個字，請寫出學習的內容。"
    if len(summary) > LONGEST_SUMMARY:
        return f"內容概要最多 {LONGEST_SUMMARY} 個字。"
    return "內容概要請勿只重複活動名稱。" if not told.replace("".join(name.split()), "") else None
