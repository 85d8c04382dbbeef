"""設定 ECPA 姓名 and 設定課程代碼: what a portal is told otherwise than Hefa knows it."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hefa.awards.models import Award
from hefa.base.clock import now
from hefa.base.national_id import mask_last4
from hefa.organisers.names import Duty
from hefa.paperwork.actions import NameOvertaken, NameUnfit, end_ecpa_name, give_ecpa_name, tell_course_code
from hefa.paperwork.models import EcpaName
from hefa.paperwork.names import Source
from hefa.paperwork.queries import offered_profiles
from hefa.units.names import NO_UNIT_LABEL
from hefa.web.backoffice.access import desk_of
from hefa.web.shell.audience import officer_only
from hefa.web.shell.form_target import form_target
from hefa.web.shell.forms import PageForm, looks_like_a_number

OVERTAKEN = "其他承辦人已先更改這位學員的 ECPA 姓名，沒有儲存您的修改。以下是最新的內容。"


class EcpaNameForm(PageForm):
    """The name that a portal can hold. `held` is the one that was on screen."""

    name = forms.CharField(
        label="ECPA 姓名",
        max_length=100,
        help_text="請填學員在公務人員終身學習入口網站所用的姓名，例如「王小堃」在該網站登記為「王小坤」。",
        error_messages={"required": "請輸入 ECPA 姓名。"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    held = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if looks_like_a_number(name):
            raise forms.ValidationError("請勿填寫身分證字號。")
        return name


class CourseForm(PageForm):
    """The portal's own number of the course."""

    code = forms.RegexField(
        label="課程代碼（收件系統的代碼）",
        regex=r"^[0-9A-Za-z_-]{1,40}$",
        help_text="課程在入口網站建立後，由入口網站給的代碼。同一活動的各期別共用。",
        error_messages={
            "required": "請輸入課程代碼。",
            "invalid": "課程代碼只含英文字母、數字、「-」與「_」，最多 40 個字。",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 40}),
    )


@officer_only(Duty.EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def ecpa_name(request: HttpRequest, public_id: UUID, award_id: UUID) -> HttpResponse:
    """設定 ECPA 姓名 of one learner in this organiser's files for portals, or return to the own name."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    officer = desk.officer(Duty.EXPORT)
    standing = Award.objects.filter(offering=desk.offering, revoked_at__isnull=True)
    award = get_object_or_404(standing.select_related("learner", "unit"), public_id=award_id)
    learner = award.learner
    held = EcpaName.objects.filter(organiser=officer.organiser, learner=learner, ended_at__isnull=True).first()
    form = EcpaNameForm(
        request.POST if request.method == "POST" else None,
        initial={"name": held.name if held else "", "held": held.public_id if held else None},
    )
    if request.method == "POST" and "end" in request.POST and held:
        if end_ecpa_name(learner=learner, held=held.public_id, officer=officer, at=at):
            messages.success(request, "已停用 ECPA 姓名，之後以系統中的姓名匯出。")
        else:
            messages.warning(request, OVERTAKEN)
        return _export_page(public_id)
    if form.is_valid():
        try:
            given = give_ecpa_name(
                learner=learner,
                name=form.cleaned_data["name"],
                held=form.cleaned_data["held"],
                officer=officer,
                at=at,
            )
        except NameUnfit as unfit:
            form.add_error("name", str(unfit))
        except NameOvertaken:
            messages.warning(request, OVERTAKEN)
            return redirect("backoffice:ecpa_name", public_id, award_id)
        else:
            messages.success(request, f"已設定：上傳檔案中以「{given.name}」列入。")
            return _export_page(public_id)
    context = {
        "desk": desk,
        "form": form,
        "held": held,
        "name": learner.name,
        "unit": award.unit.name if award.unit else NO_UNIT_LABEL,
        "id_masked": mask_last4(learner.id_last4),
    }
    return render(request, "backoffice/ecpa_name.html", context)


@officer_only(Duty.EXPORT)
@form_target("backoffice:export")
def course_code(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Tell the portal's own number of the course, from the export page."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    officer = desk.officer(Duty.EXPORT)
    form = CourseForm(request.POST)
    if form.is_valid():
        code = form.cleaned_data["code"]
        tell_course_code(activity=desk.offering.activity, code=code, officer=officer, at=at)
        messages.success(request, f"已設定課程代碼 {code}。")
    else:
        messages.error(request, str(form.errors["code"][0]))
    return _export_page(public_id, profile=_profile_with_a_course())


def _profile_with_a_course() -> str:
    """The format that asks for the course code."""
    return next((code for code, one in offered_profiles().items() if one.fills(Source.COURSE_CODE)), "")


def _export_page(public_id: UUID, profile: str = "") -> HttpResponseRedirect:
    page = reverse("backoffice:export", args=[public_id])
    return HttpResponseRedirect(f"{page}?profile={profile}" if profile else page)
