"""匯入名冊: the template, the file, what it would do, and taking it over."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from hefa.base.clock import now
from hefa.organisers.names import Duty
from hefa.paperwork.actions.year import (
    ImportSettled,
    comparison_of,
    discard_import,
    stage_roster,
    staged_file,
    take_import,
)
from hefa.paperwork.models import YearImport
from hefa.paperwork.prints.roster_template import roster_template_csv, roster_template_xlsx
from hefa.paperwork.prints.workbook import XLSX_TYPE
from hefa.paperwork.rules.reading.kinds import UnreadableFile
from hefa.paperwork.rules.roster_file import Change
from hefa.web.backoffice.year.access import roster_desk
from hefa.web.shell.audience import officer_only
from hefa.web.shell.forms import PageForm

LARGEST_FILE = 5 * 1024 * 1024
TEMPLATES = {"xlsx": (XLSX_TYPE, roster_template_xlsx), "csv": ("text/csv", roster_template_csv)}
MOST_SHOWN = 100


class FileForm(PageForm):
    """The roster's file."""

    file = forms.FileField(
        label="名冊檔案",
        help_text="XLSX、ODS 或 CSV，最多 10,000 人。只填身分證字號末四碼，請勿填完整的字號。",
        error_messages={"required": "請選擇檔案。", "empty": "檔案是空的，沒有任何資料。"},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv"}),
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError("檔案超過 5 MB，請分成數個檔案。")
        content: bytes = file.read()
        return content


@officer_only()
@require_safe
def roster_template(request: HttpRequest) -> HttpResponse:
    """The template, empty, as XLSX or CSV."""
    kind = request.GET.get("kind", "csv")
    if kind not in TEMPLATES:
        raise Http404
    content_type, made = TEMPLATES[kind]
    response = HttpResponse(made(at=now()), content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, f"年度人員名冊範本.{kind}") or "attachment"
    return response


@officer_only(Duty.RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def roster_import(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a file in and read it; nothing changes on the roster before it was looked at."""
    at = now()
    desk = roster_desk(request, public_id, at=at)
    officer = desk.officer(Duty.RECORD)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_valid():
        try:
            staged = stage_roster(roster=desk.roster, content=form.cleaned_data["file"], officer=officer, at=at)
        except UnreadableFile as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("backoffice:year_roster_preview", public_id, staged.public_id)
    return render(request, "backoffice/year_import.html", {"desk": desk, "form": form})


@officer_only(Duty.RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def roster_preview(request: HttpRequest, public_id: UUID, import_id: UUID) -> HttpResponse:
    """What the file would do, with what is wrong in it; a POST takes it over or throws it away."""
    at = now()
    desk = roster_desk(request, public_id, at=at)
    officer = desk.officer(Duty.RECORD)
    staged = get_object_or_404(YearImport, roster=desk.roster, public_id=import_id)
    try:
        if request.method == "POST" and request.POST.get("do") == "discard":
            discard_import(staged=staged, at=at)
            messages.info(request, "已放棄這個檔案，名冊沒有變更。")
            return redirect("backoffice:year_roster_import", public_id)
        if request.method == "POST":
            done = take_import(staged=staged, officer=officer, at=at)
            told = f"已匯入名冊：新增 {done.count(Change.NEW)} 人、更新 {done.count(Change.CHANGED)} 人。"
            messages.success(request, told)
            return redirect("backoffice:year_roster", public_id)
        file = staged_file(staged)
    except ImportSettled:
        messages.warning(request, "這個檔案已處理過或已逾期，請確認名冊的內容。")
        return redirect("backoffice:year_roster", public_id)
    found = comparison_of(desk.roster, file)
    refused = [one for one in file.problems if one.fatal]
    context = {
        "desk": desk,
        "counts": {change.value: found.count(change) for change in Change},
        "refused": refused[:MOST_SHOWN],
        "refused_count": len(refused),
        "mended": [one for one in file.problems if not one.fatal][:MOST_SHOWN],
        "people": [(line, kept) for line, change, kept in found.lines if change != Change.SAME][:MOST_SHOWN],
        "more": max(found.count(Change.NEW) + found.count(Change.CHANGED) - MOST_SHOWN, 0),
        "missing": found.missing[:MOST_SHOWN],
        "missing_count": len(found.missing),
        "may_take": found.count(Change.NEW) + found.count(Change.CHANGED) > 0,
    }
    return render(request, "backoffice/year_preview.html", context)
