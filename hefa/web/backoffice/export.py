"""匯出: what stands in the way, then the file."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hefa.base.clock import now
from hefa.organisers.names import Duty
from hefa.paperwork.actions import MadePaper, NothingToWrite, Preflight, Problem, RowsInTheWay, make_paper, preflight
from hefa.paperwork.names import Portal, Purpose
from hefa.paperwork.papers import PROFILES
from hefa.paperwork.queries import papers_of
from hefa.paperwork.rules import Profile
from hefa.web.backoffice.access import Desk, desk_of
from hefa.web.shell.audience import officer_only
from hefa.web.shell.forms import PageForm

DEFAULT_PROFILE = "ecpa-hours-25"
PIECE = 64 * 1024
USUAL: Mapping[str, Purpose] = {Portal.ECPA: Purpose.ECPA, Portal.ENV: Purpose.ENV}


class ExportForm(PageForm):
    """Why the data leaves, and that rows with problems stay out. `leave_out` names the rows that the officer saw."""

    profile = forms.ChoiceField(choices=[(code, code) for code in PROFILES], widget=forms.HiddenInput)
    leave_out = forms.CharField(required=False, widget=forms.HiddenInput)
    leave_out_agreed = forms.BooleanField(required=False)
    skip_exported = forms.CharField(required=False, widget=forms.HiddenInput)
    skip_agreed = forms.BooleanField(required=False)
    purpose = forms.ChoiceField(
        label="用途", choices=[("", "請選擇"), *Purpose.choices], error_messages={"required": "請選擇用途。"}
    )
    purpose_note = forms.CharField(
        label="用途說明", required=False, max_length=200, help_text="用途選「其他」時請填寫。"
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("purpose") == Purpose.OTHER and not cleaned.get("purpose_note", "").strip():
            self.add_error("purpose_note", "請填寫用途說明。")
        if cleaned.get("leave_out") and not cleaned.get("leave_out_agreed"):
            self.add_error("leave_out_agreed", "有問題的資料不能列入檔案，請先處理，或勾選不列入。")
        return cleaned

    def left_out(self) -> frozenset[UUID]:
        """The awards that the officer chose to leave out. Raises ValueError for what is no list of ids."""
        texts = [self.cleaned_data["leave_out"]]
        if self.cleaned_data["skip_agreed"]:
            texts.append(self.cleaned_data["skip_exported"])
        return frozenset(UUID(text) for text in ",".join(texts).split(",") if text)


@officer_only(Duty.EXPORT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """List what stands in the way per row; a POST with purpose makes the file and delivers it, kept nowhere."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    officer = desk.officer(Duty.EXPORT)
    asked = (request.POST if request.method == "POST" else request.GET).get("profile", DEFAULT_PROFILE)
    profile = PROFILES.get(asked, PROFILES[DEFAULT_PROFILE])
    form = ExportForm(request.POST if request.method == "POST" else None, initial={"purpose": _usual(profile)})
    if form.is_valid():
        try:
            made = make_paper(
                offering=desk.offering,
                profile=profile,
                purpose=Purpose(form.cleaned_data["purpose"]),
                purpose_note=form.cleaned_data["purpose_note"],
                left_out=form.left_out(),
                officer=officer,
                at=at,
            )
        except RowsInTheWay:
            form.add_error(None, "有資料不能列入檔案，請確認下列最新的檢查結果後再匯出。")
        except NothingToWrite:
            form.add_error(None, "沒有可以列入檔案的資料。")
        except ValueError:
            form.add_error(None, "表單內容不完整，請重新整理本頁後再匯出。")
        else:
            return _delivered(made)
    found = preflight(offering=desk.offering, profile=profile, officer=officer, at=at)
    return _page(request, desk, profile, form, found)


def _page(request: HttpRequest, desk: Desk, profile: Profile, form: ExportForm, found: Preflight) -> HttpResponse:
    blocked, before = found.blocked, found.exported_before - found.blocked
    context = {
        "desk": desk,
        "profile": profile,
        "profiles": PROFILES.values(),
        "form": form,
        "found": found,
        "people": _by_person(found.problems),
        "blocked": len(blocked),
        "leave_out": ",".join(sorted(str(award) for award in blocked)),
        "before": len(before),
        "skip_exported": ",".join(sorted(str(award) for award in before)),
        "ready": found.rows - len(blocked),
        "may_make": not any(problem.finding.blocking for problem in found.of_offering) and found.rows > len(blocked),
        "papers": papers_of(desk.offering),
    }
    return render(request, "backoffice/export.html", context)


def _by_person(problems: Sequence[Problem]) -> list[tuple[Problem, list[Problem]]]:
    """The findings of each row together, in the order of the rows."""
    rows = [problem for problem in problems if problem.award is not None]
    grouped = [list(found) for _, found in groupby(rows, key=lambda problem: problem.award)]
    return [(found[0], found) for found in grouped]


def _usual(profile: Profile) -> str:
    """The purpose that stands in the form at first: a file for a portal has only one."""
    return USUAL.get(profile.portal, "")


def _delivered(made: MadePaper) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_pieces(made.content), content_type=made.content_type)
    response["Content-Length"] = str(len(made.content))
    response["Content-Disposition"] = content_disposition_header(True, made.file_name) or "attachment"
    response["Cache-Control"] = "no-store"
    return response


def _pieces(content: bytes) -> Iterator[bytes]:
    view = memoryview(content)
    for start in range(0, len(view), PIECE):
        yield bytes(view[start : start + PIECE])
