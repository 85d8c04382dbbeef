"""One roster: totals, the list with its search, the print page."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from hefa.base.clock import now
from hefa.base.roc import format_roc_datetime
from hefa.paperwork.queries.year import RosterProgress, papers_of_roster, progress_of, searched
from hefa.web.backoffice.year.access import RosterDesk, roster_desk
from hefa.web.backoffice.year.rows import RosterSearchForm, member_view, roster_wanted
from hefa.web.shell.audience import officer_only
from hefa.web.shell.form_target import form_target
from hefa.web.shell.person_search import keep_terms

PER_PAGE = 50


@officer_only()
@require_safe
def roster(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Who has how much and who lacks how much, one page of it."""
    at = now()
    desk = roster_desk(request, public_id, at=at)
    (progress,) = progress_of([desk.roster], on=localdate(at))
    return _page(request, desk, progress, roster_wanted(request, public_id).form())


@officer_only()
@form_target("backoffice:year_roster")
def roster_search(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """搜尋: keep what is looked for in the session, then show the list. 清除 looks for everybody again."""
    at = now()
    desk = roster_desk(request, public_id, at=at)
    if "clear" in request.POST:
        keep_terms(request, public_id, {})
        return redirect("backoffice:year_roster", public_id)
    form = RosterSearchForm(request.POST)
    if form.is_valid():
        keep_terms(request, public_id, form.cleaned_data)
        return redirect("backoffice:year_roster", public_id)
    (progress,) = progress_of([desk.roster], on=localdate(at))
    return _page(request, desk, progress, form)


@officer_only()
@require_safe
def roster_printing(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """列印名冊: everybody whom the search matches, in its order, with room for signatures."""
    at = now()
    desk = roster_desk(request, public_id, at=at)
    wanted = roster_wanted(request, public_id)
    (progress,) = progress_of([desk.roster], on=localdate(at))
    context = {
        "desk": desk,
        "rows": [member_view(row) for row in searched(progress.members, wanted.search, wanted.sort)],
        "classes": progress.classes,
        "totals": progress.totals,
        "wanted": wanted,
        "printed_at": format_roc_datetime(at),
    }
    return render(request, "backoffice/year_printing.html", context)


def _page(request: HttpRequest, desk: RosterDesk, progress: RosterProgress, form: RosterSearchForm) -> HttpResponse:
    wanted = roster_wanted(request, desk.roster.public_id)
    found = searched(progress.members, wanted.search, wanted.sort)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "desk": desk,
        "unit": desk.roster.unit,
        "totals": progress.totals,
        "classes": progress.classes,
        "everybody": len(progress.members),
        "form": form,
        "wanted": wanted,
        "rows": [member_view(row, reasons=desk.may_record) for row in page.object_list],
        "papers": papers_of_roster(desk.roster),
        "total": page.paginator.count,
        "first": page.start_index() if page.paginator.count else 0,
        "last": page.end_index() if page.paginator.count else 0,
        "page": page.number,
        "pages": page.paginator.num_pages,
    }
    return render(request, "backoffice/year_roster.html", context)
