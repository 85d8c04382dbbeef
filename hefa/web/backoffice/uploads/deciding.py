"""What an officer decides of an upload: 確認登錄, 放棄, 重新執行; and the file of refused rows."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header

from hefa.base.clock import now
from hefa.organisers.names import Duty
from hefa.paperwork.actions import (
    LateReasonMissing,
    NothingRefused,
    NothingToEnter,
    UploadOvertaken,
    confirm_upload,
    discard_upload,
    resume_upload,
    take_refused,
)
from hefa.paperwork.names import UploadPurpose
from hefa.web.backoffice.uploads.forms import ConfirmForm
from hefa.web.backoffice.uploads.uploads import officer_for, upload_of, upload_page
from hefa.web.shell.audience import officer_only
from hefa.web.shell.form_target import form_target
from hefa.web.shell.proof import freshly_proven

OVERTAKEN = "這次上傳已由其他承辦人確認或放棄，或已逾期。以下是目前的狀態。"


@officer_only(Duty.RECORD)
@form_target("backoffice:upload")
def upload_confirmation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """確認登錄: from here on the job has it."""
    at = now()
    held = upload_of(request, public_id, at=at)
    officer = officer_for(request, held, at=at)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return upload_page(request, held, form=form)
    try:
        reviewed = confirm_upload(
            upload=held,
            purpose=UploadPurpose(form.cleaned_data["purpose"]),
            purpose_note=form.cleaned_data["purpose_note"],
            alone=settings.HEFA_HAND_ROWS_ALONE,
            officer=officer,
            at=at,
        )
    except LateReasonMissing:
        form.add_error("purpose_note", "這些時數已逾期（次年 1 月 31 日），請填寫補登的原因。")
        return upload_page(request, held, form=form)
    except NothingToEnter:
        messages.warning(request, "沒有可以登錄的資料，請修正檔案後重新上傳。")
    except UploadOvertaken:
        messages.warning(request, OVERTAKEN)
    else:
        waits = "" if reviewed else "登錄後狀態為「待覆核」，請另一位承辦人在「登錄 / 維護學習時數」覆核。"
        messages.success(request, f"已確認，{held.ready} 筆開始登錄。您可以離開本頁，稍後再來查看進度。{waits}")
    return redirect("backoffice:upload", public_id)


@officer_only(Duty.RECORD)
@form_target("backoffice:upload")
def upload_discarding(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """放棄上傳: second thoughts before anything was entered."""
    at = now()
    held = upload_of(request, public_id, at=at)
    try:
        discard_upload(upload=held, officer=officer_for(request, held, at=at), at=at)
    except UploadOvertaken:
        messages.warning(request, OVERTAKEN)
        return redirect("backoffice:upload", public_id)
    messages.success(request, "已放棄這次上傳，沒有登錄任何時數，檔案內容已清除。")
    return redirect("backoffice:uploads")


@officer_only(Duty.RECORD)
@form_target("backoffice:upload")
def upload_resumption(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """重新執行: go on from where it stopped."""
    at = now()
    held = upload_of(request, public_id, at=at)
    try:
        resume_upload(upload=held, officer=officer_for(request, held, at=at), at=at)
    except UploadOvertaken:
        messages.warning(request, OVERTAKEN)
    else:
        messages.success(request, "已重新排入，將從停止的地方繼續。")
    return redirect("backoffice:upload", public_id)


@officer_only(Duty.RECORD)
@freshly_proven()
@form_target("backoffice:upload")
def upload_refusals(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """下載退回資料: delivered, kept nowhere, on record."""
    at = now()
    held = upload_of(request, public_id, at=at)
    officer = officer_for(request, held, at=at)
    try:
        taken = take_refused(upload=held, as_csv=request.POST.get("format") == "csv", officer=officer, at=at)
    except NothingRefused:
        messages.info(request, "沒有退回的資料，或已超過保存期限。")
        return redirect("backoffice:upload", public_id)
    answer = HttpResponse(taken.content, content_type=taken.content_type)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=taken.file_name) or ""
    return answer
