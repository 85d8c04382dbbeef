"""匯出: what stands in the way and where it is mended, then the file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from hefa.base.clock import now
from hefa.organisers.models import Officer
from hefa.organisers.names import Duty
from hefa.paperwork.actions import MadePaper, NothingToWrite, Preflight, Problem, RowsInTheWay, make_paper, preflight
from hefa.paperwork.models import PortalCourse
from hefa.paperwork.names import Mend, Portal, ProblemKind, Purpose, Source
from hefa.paperwork.queries import offered_profiles, papers_of
from hefa.paperwork.rules import Profile
from hefa.web.backoffice.access import Desk, desk_of
from hefa.web.backoffice.export.words import CourseForm
from hefa.web.shell.audience import officer_only
from hefa.web.shell.forms import PageForm
from hefa.web.shell.proof import freshly_proven

PIECE = 64 * 1024
USUAL: Mapping[str, Purpose] = {Portal.ECPA: Purpose.ECPA, Portal.ENV: Purpose.ENV}


class ExportForm(PageForm):
    """Why the data leaves, and that rows with problems stay out. `leave_out` names the rows that the officer saw."""

    profile = forms.ChoiceField(widget=forms.HiddenInput)
    dialect = forms.CharField(required=False, widget=forms.HiddenInput)
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

    def __init__(self, *args: Any, profiles: Mapping[str, Profile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = self.fields["profile"]
        offered.choices = [(code, code) for code in profiles]  # type: ignore[attr-defined]  # it is a ChoiceField

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


@dataclass(frozen=True, slots=True)
class PersonFindings:
    """The findings of one row, and the places where they are mended."""

    award: UUID | None
    name: str
    unit: str
    problems: Sequence[Problem]
    mends: frozenset[str]


@officer_only(Duty.EXPORT)
@freshly_proven()
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """List what stands in the way per row; a POST with purpose makes the file and delivers it, kept nowhere."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    officer = desk.officer(Duty.EXPORT)
    profiles = offered_profiles()
    if not profiles:
        return render(request, "backoffice/export.html", {"desk": desk, "papers": papers_of(desk.offering)})
    sent = request.POST if request.method == "POST" else None
    asked = request.GET if sent is None else sent
    profile = profiles.get(asked.get("profile", ""), next(iter(profiles.values()))).spoken(asked.get("dialect", ""))
    form = ExportForm(sent, initial={"purpose": USUAL.get(profile.portal, "")}, profiles=profiles)
    made = _made(form, desk, profile, officer, at=at) if form.is_valid() else None
    if made is not None:
        return _delivered(made)
    found = preflight(offering=desk.offering, profile=profile, officer=officer, at=at)
    return _page(request, desk, profiles, profile, form, found)


def _made(form: ExportForm, desk: Desk, profile: Profile, officer: Officer, *, at: datetime) -> MadePaper | None:
    """The file; None when something stands against it, which the form then says."""
    try:
        return make_paper(
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
    return None


def _page(
    request: HttpRequest,
    desk: Desk,
    profiles: Mapping[str, Profile],
    profile: Profile,
    form: ExportForm,
    found: Preflight,
) -> HttpResponse:
    blocked, before = found.blocked, found.exported_before - found.blocked
    people = _by_person(found.problems)
    course = PortalCourse.objects.filter(activity=desk.offering.activity).first()
    context = {
        "desk": desk,
        "profile": profile,
        "profiles": profiles.values(),
        "form": form,
        "found": found,
        "stopped": [person for person in people if person.award in blocked],
        "told": [person for person in people if person.award not in blocked],
        "blocked": len(blocked),
        "leave_out": ",".join(sorted(str(award) for award in blocked)),
        "before": len(before),
        "skip_exported": ",".join(sorted(str(award) for award in before)),
        "ready": found.rows - len(blocked),
        "may_make": not any(problem.finding.blocking for problem in found.of_offering) and found.rows > len(blocked),
        "papers": papers_of(desk.offering),
        "course_form": CourseForm(initial={"code": course.code if course else ""})
        if profile.fills(Source.COURSE_CODE)
        else None,
    }
    return render(request, "backoffice/export.html", context)


def _by_person(problems: Sequence[Problem]) -> list[PersonFindings]:
    """The findings of each row together, in the order of the rows."""
    rows = [problem for problem in problems if problem.award is not None]
    grouped = [list(found) for _, found in groupby(rows, key=lambda problem: problem.award)]
    return [PersonFindings(found[0].award, found[0].name, found[0].unit, found, _mends(found)) for found in grouped]


def _mends(problems: Sequence[Problem]) -> frozenset[str]:
    """Where the findings of a row are mended. What a portal sent back may well be the name that it knows."""
    places = {problem.finding.mend.value for problem in problems}
    if any(problem.finding.kind == ProblemKind.PORTAL_REJECTED for problem in problems):
        places.add(Mend.ECPA_NAME.value)
    return frozenset(places)


def _delivered(made: MadePaper) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_pieces(made.content), content_type=made.content_type)
    response["Content-Length"] = str(len(made.content))
    response["Content-Disposition"] = content_disposition_header(True, made.file_name) or "attachment"
    return response


def _pieces(content: bytes) -> Iterator[bytes]:
    view = memoryview(content)
    for start in range(0, len(view), PIECE):
        yield bytes(view[start : start + PIECE])
