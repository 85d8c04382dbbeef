"""What the law asks of a year, and until when (環境教育法 §19)."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from hefa.awards.names import Flag
from hefa.base.roc import ROC_BEFORE_FIRST_YEAR, TAIPEI

HOURS_A_YEAR = Decimal(4)
"""At least four hours a calendar year for every employee, teacher and student."""


def deadline(roc_year: int) -> date:
    """The last day on which the hours of a 年度 are entered without a reason: 31 January after it."""
    return date(roc_year + ROC_BEFORE_FIRST_YEAR + 1, 1, 31)


def is_late(roc_year: int, at: datetime) -> bool:
    """逾期補登: whether what is entered, corrected or moved at this time comes after the year's deadline, in Taipei."""
    return at.astimezone(TAIPEI).date() > deadline(roc_year)


def late_flags(flags: Sequence[Flag], *, roc_year: int, at: datetime) -> tuple[Flag, ...]:
    """The flags of an award that is entered, corrected or moved now: with 逾期補登, once, when it is late."""
    marked = (*flags, Flag.LATE_ENTRY) if is_late(roc_year, at) else tuple(flags)
    return tuple(dict.fromkeys(marked))
