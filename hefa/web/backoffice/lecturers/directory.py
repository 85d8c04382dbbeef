"""查詢講師資料庫: lecturers of all organisers, as far as each agreed to be published."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from hefa.activities.queries import LecturerSearch, published_directory
from hefa.awards.queries.lists import paged
from hefa.base.clock import now
from hefa.web.backoffice.lecturers.lecturers import PER_PAGE, keep_search, search_page, search_wanted
from hefa.web.backoffice.ledger.awards import page_number
from hefa.web.shell.audience import officer_only
from hefa.web.shell.form_target import form_target


@officer_only()
@require_safe
def lecturer_directory(request: HttpRequest) -> HttpResponse:
    """Everybody who agreed, by name, with no more than what was agreed to."""
    wanted = search_wanted(request, "lecturer_directory")
    rows = published_directory(LecturerSearch(wanted.get("text", ""), wanted.get("expertise", "")))
    page = paged(rows, page=page_number(request.GET.get("page")), per_page=PER_PAGE)
    return render(request, "backoffice/lecturer_directory.html", search_page(wanted, page, at=now()))


@officer_only()
@form_target("backoffice:lecturer_directory")
def directory_search(request: HttpRequest) -> HttpResponse:
    """查詢: keep what is looked for in the session, then show the list."""
    keep_search(request, "lecturer_directory", at=now())
    return redirect("backoffice:lecturer_directory")
