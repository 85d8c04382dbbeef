"""附件 of an offering: sign-in sheet, timetable, photographs. Whoever plans or records keeps them, officers read."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from hefa.activities.actions import AttachmentRefused, add_attachment, open_attachment, remove_attachment
from hefa.activities.models import Attachment
from hefa.activities.names import AttachmentKind, FileType
from hefa.activities.queries import attachment_for, attachments_of, removed_attachments
from hefa.activities.rules import LARGEST_ATTACHMENT, MOST_ATTACHMENTS
from hefa.base.clock import now
from hefa.organisers.names import Duty
from hefa.web.backoffice.access import Desk, desk_of
from hefa.web.shell.audience import account_of, officer_only
from hefa.web.shell.forms import PageForm, looks_like_a_number

TAKEN = ",".join([*(f".{one.value}" for one in FileType), ".jpeg"])
TOO_LARGE = f"每個附件最多 {filesizeformat(LARGEST_ATTACHMENT)}，請縮小檔案後再上傳。"


class AttachmentForm(PageForm):
    """A file, what it is, and a word about it."""

    kind = forms.ChoiceField(
        label="種類", choices=[("", "請選擇"), *AttachmentKind.choices], error_messages={"required": "請選擇種類。"}
    )
    file = forms.FileField(
        label="檔案",
        max_length=250,
        widget=forms.FileInput(attrs={"accept": TAKEN}),
        help_text="PDF、JPEG、PNG、Word、Excel、ODT 或 ODS，最多 10 MB。照片中的拍攝地點等資訊會自動去除。",
        error_messages={
            "required": "請選擇檔案。",
            "invalid": "請選擇檔案。",
            "empty": "這是空的檔案。",
            "max_length": "檔名太長，請縮短後再上傳。",
        },
    )
    description = forms.CharField(
        label="說明", max_length=100, required=False, help_text="例如：上午場。檔名不會保留，請勿填寫個人資料。"
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_ATTACHMENT:
            raise forms.ValidationError(TOO_LARGE)
        return file

    def clean_description(self) -> str:
        description: str = self.cleaned_data["description"]
        if looks_like_a_number(description):
            raise forms.ValidationError("請勿填寫身分證字號。")
        return description


class RemovalForm(PageForm):
    """Why it is shown no more."""

    reason = forms.CharField(
        label="移除原因",
        max_length=200,
        help_text="會留在紀錄中，請勿填寫身分證字號。",
        error_messages={"required": "請填寫移除原因。"},
    )


@officer_only()
@require_http_methods(["GET", "HEAD", "POST"])
def attachments(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The files of an offering; a POST adds one."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    form = AttachmentForm(request.POST, request.FILES) if request.method == "POST" else AttachmentForm()
    if request.method == "POST":
        _check_may_keep(desk)
    if form.is_valid():
        try:
            added = add_attachment(
                offering=desk.offering,
                kind=AttachmentKind(form.cleaned_data["kind"]),
                content=form.cleaned_data["file"].read(),
                description=form.cleaned_data["description"],
                account=account_of(request),
                at=at,
            )
        except AttachmentRefused as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, f"已上傳「{added.file_name}」。")
            return redirect("backoffice:attachments", public_id)
    standing = list(attachments_of(desk.offering))
    context = {
        "desk": desk,
        "form": form,
        "attachments": standing,
        "removed": removed_attachments(desk.offering),
        "may_keep": _may_keep(desk),
        "may_plan": desk.may(Duty.MANAGE),
        "full": len(standing) >= MOST_ATTACHMENTS,
        "most": MOST_ATTACHMENTS,
    }
    return render(request, "backoffice/attachments.html", context)


@officer_only()
@require_safe
def attachment(request: HttpRequest, public_id: UUID, attachment_id: UUID) -> HttpResponse:
    """Deliver one file; that it was opened is noted."""
    at = now()
    found = _found(desk_of(request, public_id, at=at), attachment_id)
    content = open_attachment(attachment=found, account=account_of(request), at=at)
    response = HttpResponse(content, content_type=found.content_type)
    response["Content-Disposition"] = content_disposition_header(True, found.file_name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@officer_only()
@require_http_methods(["GET", "HEAD", "POST"])
def attachment_removal(request: HttpRequest, public_id: UUID, attachment_id: UUID) -> HttpResponse:
    """移除: with a reason; the record stays."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    _check_may_keep(desk)
    found = _found(desk, attachment_id)
    form = RemovalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        removed = remove_attachment(attachment=found, reason=reason, account=account_of(request), at=at)
        messages.success(request, f"已移除「{found.file_name}」。" if removed else "這個附件已由其他承辦人移除。")
        return redirect("backoffice:attachments", public_id)
    return render(request, "backoffice/attachment_removal.html", {"desk": desk, "attachment": found, "form": form})


def _found(desk: Desk, attachment_id: UUID) -> Attachment:
    found = attachment_for(desk.offering, attachment_id)
    if found is None:
        raise Http404
    return found


def _may_keep(desk: Desk) -> bool:
    return desk.may(Duty.MANAGE) or desk.may(Duty.RECORD)


def _check_may_keep(desk: Desk) -> None:
    if not _may_keep(desk):
        raise PermissionDenied("您沒有「維護活動」或「登錄時數」的權限，請洽開課單位。")
