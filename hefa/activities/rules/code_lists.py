"""When a code of an effective-dated list may be used."""

from datetime import date

from hefa.base.roc import ROC_BEFORE_FIRST_YEAR


def stands_in_year(valid_from: date | None, valid_until: date | None, *, roc_year: int) -> bool:
    """Whether a code of an effective-dated list holds on any day of this 年度."""
    year = roc_year + ROC_BEFORE_FIRST_YEAR
    return (valid_from is None or valid_from <= date(year, 12, 31)) and (
        valid_until is None or valid_until >= date(year, 1, 1)
    )


def stands_on(valid_from: date | None, valid_until: date | None, *, first: date, last: date) -> bool:
    """Whether a code holds on every day from `first` to `last`."""
    return (valid_from is None or valid_from <= first) and (valid_until is None or valid_until >= last)
