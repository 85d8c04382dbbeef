"""What an organiser is to be reminded of on a day (環境教育法 §19). Pure."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hefa.awards.rules.year import deadline
from hefa.base.roc import ROC_BEFORE_FIRST_YEAR, format_roc
from hefa.paperwork.names.reminder import Occasion

OLDEST_MONTHS = 6
"""An activity that ended longer ago is no news: a new installation does not remind of years."""


@dataclass(frozen=True, slots=True)
class Due:
    """A day of the year that asks for something: from `opens` it is told, by `by` it should be done."""

    occasion: Occasion
    roc_year: int
    opens: date
    by: date

    @property
    def sentence(self) -> str:
        """What the officer reads."""
        match self.occasion:
            case Occasion.ROSTER:
                return f"{self.roc_year} 年度人員名冊自 11 月 1 日起校正，請匯入或更新名冊。"
            case Occasion.LAST_MONTH:
                return f"{self.roc_year} 年度只剩一個月，請確認每人 4 小時的環境教育時數，並通知尚缺時數的人員。"
            case Occasion.DEADLINE:
                return f"{self.roc_year} 年度的時數須於 {format_roc(self.by)} 前全部登錄完成，之後補登須註明原因。"
            case _:
                return f"今天是 {self.roc_year} 年度登錄時數的最後一天，明天起補登須註明原因。"


def days_of(roc_year: int) -> Sequence[Due]:
    """The days of a 年度: 1 November, 30 November, and 31 January after it, of which a month before."""
    year, last = roc_year + ROC_BEFORE_FIRST_YEAR, deadline(roc_year)
    return (
        Due(Occasion.ROSTER, roc_year, date(year, 11, 1), date(year, 11, 30)),
        Due(Occasion.LAST_MONTH, roc_year, date(year, 11, 30), date(year, 12, 31)),
        Due(Occasion.DEADLINE, roc_year, date(last.year, 1, 1), last),
        Due(Occasion.LAST_DAY, roc_year, last, last),
    )


def due_on(day: date) -> Sequence[Due]:
    """The days of the year that are being told on this day: those that have opened and are not over.

    Asked every day; a day on which nobody asked is made up for on the next.
    """
    this = day.year - ROC_BEFORE_FIRST_YEAR
    return [one for year in (this - 1, this) for one in days_of(year) if one.opens <= day <= one.by]


def month_after(day: date, months: int = 1) -> date:
    """The same day of a later month, or that month's last: a month after 31 January is 28 or 29 February."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def ended_for_reminding(day: date) -> tuple[date, date]:
    """Between which days, both included, an activity ended of which to remind on this day: a month ago or more."""
    return month_after(day, -OLDEST_MONTHS), _last_day_a_month_ago(day)


def _last_day_a_month_ago(day: date) -> date:
    """The last day whose `month_after` is not later than this one."""
    found = month_after(day, -1)
    later = date.fromordinal(found.toordinal() + 1)
    while month_after(later) <= day:
        found, later = later, date.fromordinal(later.toordinal() + 1)
    return found
