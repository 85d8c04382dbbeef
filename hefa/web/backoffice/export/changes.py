"""匯出後異動清單: what was changed after it went out, ticked once it is mended at the portal."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from hefa.base.clock import now
from hefa.base.roc import format_roc
from hefa.organisers.names import Duty
from hefa.paperwork.actions import changes_file, handle_changes
from hefa.paperwork.queries import changed_rows, changes_shown, handled_rows
from hefa.web.backoffice.export.access import exporting_offices, exporting_organisers
from hefa.web.shell.audience import officer_only
from hefa.web.shell.form_target import form_target
from hefa.web.shell.proof import freshly_proven

PER_PAGE = 50


@officer_only(Duty.EXPORT)
@require_safe
def export_changes(request: HttpRequest) -> HttpResponse:
    """The list, those not dealt with first shown; `?which=handled` shows those that were."""
    organisers = exporting_organisers(request, at=now())
    handled = request.GET.get("which") == "handled"
    rows = handled_rows(organisers) if handled else changed_rows(organisers)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "handled": handled,
        "rows": changes_shown(page.object_list),
        "total": page.paginator.count,
        "first": page.start_index() if page.paginator.count else 0,
        "last": page.end_index() if page.paginator.count else 0,
        "page": page.number,
        "pages": page.paginator.num_pages,
    }
    return render(request, "backoffice/export_changes.html", context)


@officer_only(Duty.EXPORT)
@form_target("backoffice:export_changes")
def changes_handled(request: HttpRequest) -> HttpResponse:
    """標示為已處理: tick the checked changes as dealt with."""
    at = now()
    try:
        wanted = {_named(text) for text in request.POST.getlist("change")}
    except ValueError:
        raise BadRequest("表單內容不完整，請回上頁重新整理後再送出。") from None
    if not wanted:
        messages.warning(request, "請先勾選已在收件系統處理的異動。")
        return redirect("backoffice:export_changes")
    ticked = sum(handle_changes(versions=wanted, officer=office, at=at) for office in exporting_offices(request, at=at))
    if ticked:
        messages.success(request, f"已標示 {ticked} 筆異動為已處理。")
    if ticked < len(wanted):
        messages.warning(
            request, f"{len(wanted) - ticked} 筆沒有標示：其他承辦人已先處理，或時數又有異動，請確認最新資料。"
        )
    return redirect("backoffice:export_changes")


@officer_only(Duty.EXPORT)
@freshly_proven()
@form_target("backoffice:export_changes")
def changes_csv(request: HttpRequest) -> HttpResponse:
    """The whole list as CSV, not kept, on record."""
    at = now()
    offices = exporting_offices(request, at=at)
    rows = changes_shown(changed_rows(exporting_organisers(request, at=at)))
    content = changes_file(rows=rows, officer=offices[0], at=at)
    response = HttpResponse(content, content_type="text/csv")
    name = f"changes-after-export_{format_roc(localdate(at))}.csv"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _named(text: str) -> tuple[UUID, UUID, int, datetime | None]:
    paper, award, version, person_changed_at = text.split(":", 3)
    return (
        UUID(paper),
        UUID(award),
        int(version),
        datetime.fromisoformat(person_changed_at) if person_changed_at else None,
    )
