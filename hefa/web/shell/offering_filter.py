"""可自行設定查詢條件: the filter over an officer's offerings, shared by the scanner's list and the back office.

An activity's year, name, code and dates are no personal data, so they may stand in the URL and be kept as a bookmark.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from hefa.activities.models import Offering
from hefa.activities.queries import filter_offerings
from hefa.base.roc import TAIPEI, InvalidDate, format_roc, parse_roc_date, roc_year
from hefa.web.shell.forms import PageForm

PER_PAGE = 20


class RocDateField(forms.Field):
    """A date as people here write it: 109-03-24, 109/3/24, 1090324 or 2020-03-24, of the years 1 to 300 民國."""

    default_error_messages = {"invalid": "日期格式請用 109-03-24。"}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"placeholder": "109-03-24", "maxlength": 10, "autocomplete": "off"})
        super().__init__(widget=widget, **kwargs)

    def to_python(self, value: Any) -> date | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            day = parse_roc_date(text)
        except InvalidDate:
            day = None
        if day is None or not 1 <= roc_year(day) <= 300:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class OfferingFilter(PageForm):
    """活動年度, 活動名稱, 活動代碼, 期別 and 活動日期; each may stay empty."""

    optional_word = ""

    roc_year = forms.IntegerField(
        label="活動年度",
        required=False,
        min_value=80,
        max_value=300,
        error_messages={"invalid": "請輸入民國年，例如 109。", "min_value": "請輸入民國年，例如 109。",
                        "max_value": "請輸入民國年，例如 109。"},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
    )  # fmt: skip
    name = forms.CharField(label="活動名稱", required=False, max_length=200)
    code = forms.CharField(label="活動代碼", required=False, max_length=40)
    number = forms.IntegerField(
        label="期別",
        required=False,
        min_value=1,
        max_value=2_000_000_000,
        error_messages={"invalid": "期別請輸入數字。", "min_value": "期別由 1 起。", "max_value": "期別的數字太大。"},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
    )
    from_date = RocDateField(label="活動日期（起）", required=False)
    to_date = RocDateField(label="活動日期（迄）", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("from_date"), cleaned.get("to_date")
        if start and end and end < start:
            self.add_error("to_date", "迄日不可早於起日。")
        return cleaned

    def narrow(self, offerings: QuerySet[Offering]) -> QuerySet[Offering]:
        """Those that meet every shared condition given; asked of a valid form alone. Forms with more narrow further."""
        return filter_offerings(offerings, **{name: self.cleaned_data[name] for name in OfferingFilter.base_fields})


@dataclass(frozen=True, slots=True)
class OfferingCard:
    """An offering as a list shows it."""

    offering: Offering
    roc_year: int
    name: str
    code: str
    number: int
    dates: str
    enrolled: int


@dataclass(frozen=True, slots=True)
class FilteredOfferings:
    """One page of a list with its filter, and the names that `shell/paging.html` needs."""

    form: OfferingFilter
    cards: list[OfferingCard]
    filtered: bool
    total: int
    first: int
    last: int
    page: int
    pages: int

    def context(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def filtered_offerings(
    request: HttpRequest, offerings: QuerySet[Offering], form: OfferingFilter | None = None
) -> FilteredOfferings:
    """Put the filter in the URL to the offerings. With a mistake in it, nothing is listed and the form says why.

    A list with conditions of its own brings its form, made with `asked`.
    """
    form = form or OfferingFilter(asked(request, OfferingFilter))
    shown = form.narrow(offerings) if form.is_valid() else offerings.none()
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    return FilteredOfferings(
        form=form,
        cards=[card(offering) for offering in page.object_list],
        filtered=any(form.data.values()),
        total=page.paginator.count,
        first=page.start_index() if page.paginator.count else 0,
        last=page.end_index() if page.paginator.count else 0,
        page=page.number,
        pages=page.paginator.num_pages,
    )


def asked(request: HttpRequest, form: type[OfferingFilter]) -> dict[str, str]:
    """The conditions of a form as they stand in the URL."""
    return {name: request.GET.get(name, "") for name in form.base_fields}


def card(offering: Offering) -> OfferingCard:
    """The words of one offering; it comes from `offerings_of`, which counts 報名人數."""
    activity = offering.activity
    return OfferingCard(
        offering=offering,
        roc_year=activity.roc_year,
        name=activity.name,
        code=activity.code,
        number=offering.number,
        dates=f"{format_roc(_day(offering.starts_at))}~{format_roc(_day(offering.ends_at))}",
        enrolled=getattr(offering, "enrolled", 0),
    )


def _day(at: Any) -> date:
    day: date = at.astimezone(TAIPEI).date()
    return day
