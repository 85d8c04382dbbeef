"""上傳時數: choose where the hours go, take the template, send the file in."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from hefa.activities.models import Offering
from hefa.activities.queries import offerings_of
from hefa.base.clock import now
from hefa.organisers.models import Officer
from hefa.organisers.names import Duty
from hefa.organisers.queries import officers_of
from hefa.paperwork.actions import stage_upload
from hefa.paperwork.models import Upload
from hefa.paperwork.names import UploadKind
from hefa.paperwork.papers.intakes import INTAKES
from hefa.paperwork.prints.workbook import XLSX_TYPE
from hefa.paperwork.queries.template import template_for
from hefa.paperwork.rules.reading import UnreadableFile
from hefa.web.backoffice.access import desk_of
from hefa.web.backoffice.uploads.forms import BatchFileForm, FileForm, OfferingFileForm
from hefa.web.shell.audience import account_of, officer_only
from hefa.web.shell.offering_filter import filtered_offerings


@officer_only(Duty.RECORD)
@require_safe
def new_upload(request: HttpRequest) -> HttpResponse:
    """Choose the offering that the hours are for; or go on to a file whose rows name theirs."""
    mine = offerings_of(account_of(request), on=localdate(now()), duty=Duty.RECORD)
    return render(request, "backoffice/upload_choice.html", filtered_offerings(request, mine).context())


@officer_only(Duty.RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def batch_upload(request: HttpRequest) -> HttpResponse:
    """環教網批次檔: its rows name course, 期別 and dates."""
    at = now()
    offices = list(officers_of(account_of(request), on=localdate(at), duty=Duty.RECORD))
    sent = request.method == "POST"
    form = BatchFileForm(request.POST if sent else None, request.FILES if sent else None, offices=offices)
    if form.is_valid():
        staged = _staged(form, kind=UploadKind.ENV_BATCH, offering=None, officer=form.office, at=at)
        if staged is not None:
            return _to_preview(request, staged)
    context = {"form": form, "columns": INTAKES[UploadKind.ENV_BATCH].columns}
    return render(request, "backoffice/upload_batch.html", context)


@officer_only(Duty.RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def offering_upload(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A file for one offering: our template, or a list that was exported from here."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    officer = desk.officer(Duty.RECORD)
    sent = request.method == "POST"
    form = OfferingFileForm(request.POST if sent else None, request.FILES if sent else None)
    if form.is_valid():
        kind = UploadKind(form.cleaned_data["kind"])
        staged = _staged(form, kind=kind, offering=desk.offering, officer=officer, at=at)
        if staged is not None:
            return _to_preview(request, staged)
    return render(request, "backoffice/upload_file.html", {"desk": desk, "form": form})


@officer_only(Duty.RECORD)
@require_safe
def upload_template(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """時數上傳範本 of this offering, as XLSX."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    desk.officer(Duty.RECORD)
    answer = HttpResponse(template_for(desk.offering, at=at), content_type=XLSX_TYPE)
    name = f"時數上傳範本_第{desk.offering.number}期.xlsx"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return answer


def _staged(
    form: FileForm, *, kind: UploadKind, offering: Offering | None, officer: Officer, at: datetime
) -> Upload | None:
    """The upload; None when the file cannot be read, and the form says why."""
    try:
        return stage_upload(
            kind=kind, offering=offering, file_name=form.file_name, content=form.content, officer=officer, at=at
        )
    except UnreadableFile as unreadable:
        form.add_error("file", str(unreadable))
        return None


def _to_preview(request: HttpRequest, staged: Upload) -> HttpResponse:
    messages.success(request, f"已讀取 {staged.rows} 筆，尚未登錄。請核對下列資料後按「確認登錄」。")
    return redirect("backoffice:upload", staged.public_id)
