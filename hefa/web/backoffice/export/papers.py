"""匯出紀錄: the files that went out, one of them in full, and marking what became of it at its portal."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from hefa.base.clock import now
from hefa.organisers.names import Duty
from hefa.paperwork.actions import mark_part
from hefa.paperwork.models import PaperPart
from hefa.paperwork.names import PortalState
from hefa.paperwork.queries import filter_papers, paper_lines, papers_made, profile_labels, rejected_lines
from hefa.web.backoffice.export.access import exporting_organisers, paper_of
from hefa.web.shell.audience import officer_only
from hefa.web.shell.form_target import form_target
from hefa.web.shell.forms import PageForm
from hefa.web.shell.offering_filter import RocDateField

PER_PAGE = 20
OVERTAKEN = "其他承辦人已先標示這個檔案，沒有儲存您的標示。以下是最新的狀態。"


class HistoryFilter(PageForm):
    """可自行設定查詢條件 of the history; none of it is personal data of a learner, so it may stand in the URL."""

    optional_word = ""

    profile = forms.ChoiceField(label="格式", required=False)
    name = forms.CharField(label="活動名稱", required=False, max_length=200)
    state = forms.ChoiceField(label="上傳狀態", required=False, choices=[("", "全部"), *PortalState.choices])
    from_date = RocDateField(label="匯出日期（起）", required=False)
    to_date = RocDateField(label="匯出日期（迄）", required=False)
    offering = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "全部"), *profile_labels().items()]
        self.fields["profile"].choices = choices  # type: ignore[attr-defined]  # it is a ChoiceField

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("from_date"), cleaned.get("to_date")
        if start and end and end < start:
            self.add_error("to_date", "迄日不可早於起日。")
        return cleaned


class MarkForm(PageForm):
    """上傳狀態 of one file. `version` is the one that was on screen."""

    state = forms.ChoiceField(
        label="上傳狀態", choices=PortalState.choices, error_messages={"required": "請選擇上傳狀態。"}
    )
    reason = forms.CharField(
        label="退回原因", required=False, max_length=200, help_text="退回時填寫，請勿填寫身分證字號。"
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


@officer_only(Duty.EXPORT)
@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    """The history, the latest first, with its filter."""
    mine = papers_made(exporting_organisers(request, at=now()))
    form = HistoryFilter({name: request.GET.get(name, "") for name in HistoryFilter.base_fields})
    shown = filter_papers(mine, **form.cleaned_data) if form.is_valid() else mine.none()
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "filtered": any(form.data.values()),
        "lines": paper_lines(page.object_list),
        "total": page.paginator.count,
        "first": page.start_index() if page.paginator.count else 0,
        "last": page.end_index() if page.paginator.count else 0,
        "page": page.number,
        "pages": page.paginator.num_pages,
    }
    return render(request, "backoffice/exports.html", context)


@officer_only(Duty.EXPORT)
@require_safe
def paper(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One file that went out: who, why, its hash, its parts and what became of them."""
    return _paper_page(request, public_id)


@officer_only(Duty.EXPORT)
@form_target("backoffice:paper")
def part_mark(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Mark a file as uploaded, accepted, sent back, or not uploaded after all."""
    at = now()
    held = paper_of(request, public_id, at=at)
    number = request.POST.get("part", "")
    parts = PaperPart.objects.filter(paper=held.paper).select_related("paper")
    part = get_object_or_404(parts, number=int(number) if number.isdecimal() and len(number) < 6 else 0)
    form = MarkForm(request.POST)
    if not form.is_valid():
        return _paper_page(request, public_id, wrong=form, wrong_part=part.number)
    state = PortalState(form.cleaned_data["state"])
    if mark_part(
        part=part,
        version=form.cleaned_data["version"],
        state=state,
        reason=form.cleaned_data["reason"],
        officer=held.officer,
        at=at,
    ):
        messages.success(request, f"已標示「{part.file_name}」為{state.label}。")
    else:
        messages.warning(request, OVERTAKEN)
    return redirect("backoffice:paper", public_id)


def _paper_page(
    request: HttpRequest, public_id: UUID, *, wrong: MarkForm | None = None, wrong_part: int = 0
) -> HttpResponse:
    held = paper_of(request, public_id, at=now())
    [line] = paper_lines([held.paper])
    forms_of = [
        (
            part,
            wrong
            if wrong is not None and part.number == wrong_part
            else MarkForm(initial={"state": part.state, "version": part.version}, auto_id=f"id_{part.number}_%s"),
        )
        for part in line.parts
    ]
    context = {"line": line, "parts": forms_of, "wrong": wrong, "rejected": rejected_lines(held.paper)}
    return render(request, "backoffice/export_paper.html", context)
