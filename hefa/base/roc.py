"""ROC dates 民國: stored as real dates, shown as 109-03-24."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from hefa.base.normal_form import half_width

TAIPEI = ZoneInfo("Asia/Taipei")
ROC_BEFORE_FIRST_YEAR = 1911

SEPARATED = re.compile(r"(\d{2,4})[-/.](\d{1,2})[-/.](\d{1,2})")
COMPACT = re.compile(r"(\d{2,3})(\d{2})(\d{2})")


class InvalidDate(ValueError):
    """A text that is no date in any accepted form."""


def roc_year(day: date) -> int:
    """民國 year of a day: 2020 is 109."""
    return day.year - ROC_BEFORE_FIRST_YEAR


def format_roc(day: date) -> str:
    """109-03-24; the year is not padded (domain.md part 3)."""
    return f"{roc_year(day)}-{day:%m-%d}"


def format_roc_datetime(at: datetime) -> str:
    """109-03-24 09:30, in Taipei."""
    local = at.astimezone(TAIPEI)
    return f"{format_roc(local.date())} {local:%H:%M}"


def parse_roc_date(text: str) -> date:
    """Read 109-03-24, 109/3/24, 1090324 or 2020-03-24. Raises InvalidDate."""
    plain = half_width(text).strip()
    found = SEPARATED.fullmatch(plain) or COMPACT.fullmatch(plain)
    if found is None:
        raise InvalidDate(text)
    year, month, day = (int(part) for part in found.groups())
    try:
        return date(year if len(found[1]) == 4 else year + ROC_BEFORE_FIRST_YEAR, month, day)
    except ValueError:
        raise InvalidDate(text) from None
