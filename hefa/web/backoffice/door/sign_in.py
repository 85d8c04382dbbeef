"""簽到暨補登表: the sheet with as many blank rows as the officer wants, as a page and as PDF."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hefa.base.clock import now
from hefa.paperwork.prints.sign_in import PRIVACY, TEMPLATE, SignInRow, sign_in_data, sign_in_rows
from hefa.paperwork.prints.typeset import FontsMissing, pdf
from hefa.paperwork.queries import expected_people
from hefa.web.backoffice.access import Desk, desk_of
from hefa.web.backoffice.door.files import NO_FONTS, delivered
from hefa.web.shell.audience import officer_only
from hefa.web.shell.forms import PageForm

MOST_BLANK = 500
USUAL_BLANK = 20
WORDS = f"空白列數請輸入 0 至 {MOST_BLANK} 的數字。"


class BlankRowsForm(PageForm):
    """How many rows for people who are not expected."""

    blank = forms.IntegerField(
        label="空白列數",
        min_value=0,
        max_value=MOST_BLANK,
        initial=USUAL_BLANK,
        help_text="供未報名的學員填寫，接在已報名學員之後連續編號。",
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), WORDS),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4, "maxlength": 4}),
    )


@officer_only()
@require_safe
def sign_in(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The sheet as a page, above it the number of blank rows."""
    desk = desk_of(request, public_id, at=now())
    form = _form(request)
    return _page(request, desk, form)


@officer_only()
@require_safe
def sign_in_file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The sheet as PDF; with a mistake in the number, the page that says so."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    form = _form(request)
    rows = _rows(desk, form)
    if not rows:
        return _page(request, desk, form)
    try:
        content = pdf(TEMPLATE, sign_in_data(desk.offering, rows), at=at)
    except FontsMissing:
        return _page(request, desk, form, no_fonts=NO_FONTS)
    return delivered(content, desk.offering, "簽到暨補登表")


def _form(request: HttpRequest) -> BlankRowsForm:
    return BlankRowsForm(request.GET if "blank" in request.GET else {"blank": USUAL_BLANK})


def _rows(desk: Desk, form: BlankRowsForm) -> list[SignInRow]:
    if not form.is_valid():
        return []
    expected = [(one.name, one.unit_name) for one in expected_people(desk.offering)]
    return list(sign_in_rows(expected, blank=form.cleaned_data["blank"]))


def _page(request: HttpRequest, desk: Desk, form: BlankRowsForm, *, no_fonts: str = "") -> HttpResponse:
    rows = _rows(desk, form)
    context: dict[str, Any] = {
        "desk": desk,
        "form": form,
        "rows": rows,
        "sheet": sign_in_data(desk.offering, rows),
        "privacy": PRIVACY,
        "no_fonts": no_fonts,
    }
    return render(request, "backoffice/door/sign_in.html", context)
