"""登錄 / 維護學習時數 of one offering: the list, its search, and the print page."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hefa.awards.names import AwardState
from hefa.awards.queries import AwardRow, Page, award_rows, five_counts, open_reviews
from hefa.base.clock import now
from hefa.base.roc import format_roc_datetime
from hefa.web.backoffice.access import Desk, desk_of
from hefa.web.backoffice.rows import EDITABLE_STATES, RowView, row_view
from hefa.web.backoffice.search import SearchForm, Wanted, keep, wanted
from hefa.web.shell.audience import officer_only
from hefa.web.shell.form_target import form_target

PRINTED = {"passed": ("已通過", False), "failed": ("未通過", True)}
EVERYBODY = 1_000_000


@officer_only()
@never_cache
@require_safe
def awards(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The list, one page of it, with the five counts and the scans that wait."""
    desk = desk_of(request, public_id, at=now())
    looked_for = wanted(request, public_id)
    page = award_rows(
        desk.offering, search=looked_for.search, sort=looked_for.sort, page=page_number(request.GET.get("page"))
    )
    return list_page(request, desk, looked_for, page, [row_view(row) for row in page.rows])


@officer_only()
@never_cache
@form_target("backoffice:awards")
def search(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """搜尋: keep what is looked for in the session, then show the list. 清除 looks for everybody again."""
    desk = desk_of(request, public_id, at=now())
    if "clear" in request.POST:
        keep(request, public_id, {})
        return redirect("backoffice:awards", public_id)
    form = SearchForm(request.POST)
    if form.is_valid():
        keep(request, public_id, form.cleaned_data)
        return redirect("backoffice:awards", public_id)
    looked_for = wanted(request, public_id)
    page = award_rows(desk.offering, search=looked_for.search, sort=looked_for.sort)
    return list_page(request, desk, looked_for, page, [row_view(row) for row in page.rows], search_form=form)


@officer_only()
@never_cache
@require_safe
def printing(request: HttpRequest, public_id: UUID, which: str) -> HttpResponse:
    """列印學員資料(已通過) / (未通過): everybody of that kind in the order of the list, with room for signatures."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    if which not in PRINTED:
        raise Http404
    label, failed = PRINTED[which]
    looked_for = wanted(request, public_id)
    everybody = award_rows(desk.offering, search=looked_for.search, sort=looked_for.sort, per_page=EVERYBODY).rows
    rows = [row_view(row) for row in everybody if (row.state == AwardState.FAILED) == failed]
    context = {"desk": desk, "rows": rows, "label": label, "printed_at": format_roc_datetime(at), "wanted": looked_for}
    return render(request, "backoffice/printing.html", context)


def list_page(
    request: HttpRequest,
    desk: Desk,
    looked_for: Wanted,
    page: Page[AwardRow],
    rows: Sequence[RowView],
    *,
    search_form: SearchForm | None = None,
    problem: str = "",
) -> HttpResponse:
    """Draw the list with these rows, which may hold what the officer typed and has not saved."""
    context: dict[str, Any] = {
        "desk": desk,
        "counts": five_counts(desk.offering),
        "reviews": open_reviews(desk.offering),
        "form": search_form or looked_for.form(),
        "wanted": looked_for,
        "rows": rows,
        "states": EDITABLE_STATES,
        "problem": problem,
        "total": page.total,
        "first": page.first,
        "last": page.last,
        "page": page.number,
        "pages": page.pages,
    }
    return render(request, "backoffice/awards.html", context)


def page_number(text: str | None) -> int:
    """A page number as it came in a URL or form; 1 for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 6 else 1
