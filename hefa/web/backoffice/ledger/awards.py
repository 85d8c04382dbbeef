"""登錄 / 維護學習時數 of one offering: the list and its search."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from hefa.activities.models import Offering
from hefa.awards.queries import (
    AwardRow,
    Page,
    award_rows,
    five_counts,
    ledger_mark,
    open_objections,
    open_reviews,
    scan_gaps,
    settler_names,
)
from hefa.base.clock import now
from hefa.base.hours import plain
from hefa.paperwork.queries import exported_awards
from hefa.web.backoffice.access import Desk, desk_of
from hefa.web.backoffice.ledger.group_views import group_views
from hefa.web.backoffice.ledger.review_groups import by_reason
from hefa.web.backoffice.ledger.rows import RowView, row_view, with_marks
from hefa.web.backoffice.ledger.search import SearchForm, Wanted, wanted
from hefa.web.shell.audience import account_of, officer_only
from hefa.web.shell.form_target import form_target
from hefa.web.shell.live import tag_of
from hefa.web.shell.person_search import keep_terms

EVERYBODY = 1_000_000


@dataclass(frozen=True, slots=True)
class Typed:
    """What the officer typed around the rows and has not saved, and what stands against saving it.

    `asks_reason` shows the field for 更正原因 from the start; otherwise it appears when a settled row is changed.
    """

    problem: str = ""
    asks_reason: bool = False
    reason: str = ""
    reason_problem: str = ""
    digital: str = ""
    in_person: str = ""


@officer_only()
@require_safe
def awards(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The list, one page of it, with the five counts and the scans that wait. The page asks again every few seconds:
    304 while nothing has changed."""
    desk = desk_of(request, public_id, at=now())
    number = page_number(request.GET.get("page"))
    if "If-None-Match" in request.headers:
        unchanged = get_conditional_response(request, etag=_tag(desk, number))
        if unchanged is not None:
            return unchanged
    return list_page(request, desk, wanted(request, public_id), number=number)


@officer_only()
@form_target("backoffice:awards")
def search(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """搜尋: keep what is looked for in the session, then show the list. 清除 looks for everybody again."""
    desk = desk_of(request, public_id, at=now())
    if "clear" in request.POST:
        keep_terms(request, public_id, {})
        return redirect("backoffice:awards", public_id)
    form = SearchForm(request.POST)
    if form.is_valid():
        keep_terms(request, public_id, form.cleaned_data)
        return redirect("backoffice:awards", public_id)
    return list_page(request, desk, wanted(request, public_id), search_form=form)


def list_page(
    request: HttpRequest,
    desk: Desk,
    looked_for: Wanted,
    *,
    number: int = 1,
    rows: Sequence[RowView] | None = None,
    typed: Typed | None = None,
    search_form: SearchForm | None = None,
) -> HttpResponse:
    """Draw the list, with `rows` and `typed` in place of what is stored when the officer has not saved them yet."""
    tag = _tag(desk, number)
    page = award_rows(desk.offering, search=looked_for.search, sort=looked_for.sort, page=number)
    hours = desk.offering.hours
    context: dict[str, Any] = {
        "desk": desk,
        "live_tag": tag,
        "counts": five_counts(desk.offering),
        "groups": group_views(desk.offering),
        "reviews": by_reason(open_reviews(desk.offering)),
        "objections": open_objections(Offering.objects.filter(pk=desk.offering.pk)),
        "gaps": scan_gaps(desk.offering),
        "settlers": settler_names(desk.offering),
        "form": search_form or looked_for.form(),
        "wanted": looked_for,
        "rows": with_marks(_views(request, page) if rows is None else rows, exported_awards(desk.offering)),
        "typed": typed or Typed(digital=plain(hours.digital), in_person=plain(hours.in_person)),
        "total": page.total,
        "first": page.first,
        "last": page.last,
        "page": page.number,
        "pages": page.pages,
    }
    response = render(request, "backoffice/awards.html", context)
    response["ETag"] = tag
    return response


def page_number(text: str | None) -> int:
    """A page number as it came in a URL or form; 1 for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 6 else 1


def _tag(desk: Desk, number: int) -> str:
    """Read before the list itself, so that whatever comes in between is shown again rather than never."""
    return tag_of(ledger_mark(desk.offering), number)


def _views(request: HttpRequest, page: Page[AwardRow]) -> list[RowView]:
    account_id = account_of(request).pk
    return [row_view(row, account_id=account_id) for row in page.rows]
