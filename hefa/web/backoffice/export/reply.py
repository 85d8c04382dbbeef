"""匯入收件系統的錯誤清單: a list whose format nobody documents, so the officer says which column holds what."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from hefa.base.clock import now
from hefa.organisers.names import Duty
from hefa.paperwork.actions import ReplyReading, read_reply, take_reply
from hefa.paperwork.models import PaperPart
from hefa.paperwork.queries import paper_lines
from hefa.paperwork.rules import ReplyColumns, guessed, reply_rows
from hefa.paperwork.rules.reading import UnreadableFile
from hefa.web.backoffice.export.access import HeldPaper, paper_of
from hefa.web.backoffice.export.papers import OVERTAKEN
from hefa.web.shell.audience import officer_only
from hefa.web.shell.forms import PageForm

SESSION_KEY = "portal_reply"
"""The rows wait in the session, which is sealed: they may name people."""
LARGEST_MB = 2
SHOWN = 4


class ReplyFileForm(PageForm):
    """The portal's list, and which file of the paper it answers."""

    part = forms.ChoiceField(label="檔案", error_messages={"required": "請選擇檔案。"})
    file = forms.FileField(
        label="錯誤清單",
        error_messages={"required": "請選擇錯誤清單。", "empty": "檔案是空的，沒有任何資料。"},
    )

    def __init__(self, *args: Any, parts: Sequence[PaperPart], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(part.number), part.file_name) for part in parts]
        self.fields["part"].choices = choices  # type: ignore[attr-defined]  # it is a ChoiceField

    def clean_file(self) -> list[list[str]]:
        """The rows of the list."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_MB * 1024 * 1024:
            raise forms.ValidationError(f"檔案太大，最多 {LARGEST_MB} MB。")
        try:
            return reply_rows(file.read())
        except UnreadableFile as unreadable:
            raise forms.ValidationError(str(unreadable)) from None


class ColumnsForm(PageForm):
    """Which column of the list holds what, and how the portal counts rows."""

    row = forms.ChoiceField(label="列號", required=False)
    national_id = forms.ChoiceField(label="身分證字號", required=False)
    reason = forms.ChoiceField(label="退回原因", required=False)
    has_header = forms.BooleanField(label="清單的第一列是欄位名稱", required=False)
    header_counts = forms.BooleanField(
        label="收件系統把檔案的欄位名稱算作第 1 列（第一位學員是第 2 列）", required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, header: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = [(str(place), f"第 {place + 1} 欄：{text[:20]}") for place, text in enumerate(header)]
        for name in ("row", "national_id", "reason"):
            choices = [("", "清單沒有"), *columns]
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # they are ChoiceFields

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("row") and not cleaned.get("national_id"):
            self.add_error("row", "請指定列號或身分證字號，才能找到學員。")
        return cleaned

    def columns(self) -> ReplyColumns:
        """What was chosen."""
        told = self.cleaned_data
        places = {name: int(told[name]) if told[name] else None for name in ("row", "national_id", "reason")}
        return ReplyColumns(**places, header_counts=told["header_counts"], has_header=told["has_header"])


@officer_only(Duty.EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take the list in; it waits in the session until its columns are named."""
    held = paper_of(request, public_id, at=now())
    [line] = paper_lines([held.paper])
    if not line.portal:
        messages.warning(request, "這份名單不須上傳，沒有錯誤清單可匯入。")
        return redirect("backoffice:paper", public_id)
    parts = list(PaperPart.objects.filter(paper=held.paper).order_by("number"))
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ReplyFileForm(*sent, initial={"part": parts[0].number}, parts=parts)
    if form.is_valid():
        told = form.cleaned_data
        request.session[SESSION_KEY] = {"paper": str(public_id), "part": int(told["part"]), "rows": told["file"]}
        return redirect("backoffice:reply_columns", public_id)
    return render(request, "backoffice/export_reply.html", {"line": line, "form": form})


@officer_only(Duty.EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def reply_columns(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Name the columns, look at whom they find, and confirm: found is sent back, the rest accepted."""
    at = now()
    held = paper_of(request, public_id, at=at)
    kept = request.session.get(SESSION_KEY, {})
    if kept.get("paper") != str(public_id):
        return redirect("backoffice:portal_reply", public_id)
    part, rows = _part(held, kept["part"]), kept["rows"]
    guess = {name: "" if place is None else str(place) for name, place in guessed(rows[0]).items()}
    initial = {**guess, "has_header": any(guess.values()), "version": part.version}
    width = max(len(row) for row in rows)
    header = [*rows[0], *[""] * (width - len(rows[0]))]
    form = ColumnsForm(request.POST if request.method == "POST" else None, initial=initial, header=header)
    reading: ReplyReading | None = None
    if form.is_valid():
        reading = read_reply(part=part, rows=rows, columns=form.columns(), officer=held.officer, at=at)
        if request.POST.get("do") == "confirm":
            taken = take_reply(
                part=part,
                version=form.cleaned_data["version"],
                rejected=reading.rejected,
                officer=held.officer,
                at=at,
            )
            del request.session[SESSION_KEY]
            _tell(request, reading, taken=taken)
            return redirect("backoffice:paper", public_id)
    [line] = paper_lines([held.paper])
    context = {
        "line": line,
        "part": part,
        "form": form,
        "sample": rows[:SHOWN],
        "reading": reading,
        "accepted": reading.total - len(reading.found) if reading else 0,
    }
    return render(request, "backoffice/export_reply_columns.html", context)


def _part(held: HeldPaper, number: int) -> PaperPart:
    return get_object_or_404(PaperPart.objects.select_related("paper"), paper=held.paper, number=number)


def _tell(request: HttpRequest, reading: ReplyReading, *, taken: bool) -> None:
    if not taken:
        messages.warning(request, OVERTAKEN)
        return
    back = len(reading.found)
    messages.success(request, f"已標示：退回 {back} 筆，已接受 {reading.total - back} 筆。")
    if reading.strangers:
        messages.warning(request, f"清單中有 {len(reading.strangers)} 列在檔案中找不到，沒有標示。")
