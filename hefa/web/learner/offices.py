"""申請成為承辦人: choose an organiser or name a new one, and see what became of one's requests."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hefa.base.clock import now
from hefa.organisers.actions import RequestDecided, RequestOpen, ask_office, withdraw_request
from hefa.organisers.models import Organiser
from hefa.organisers.names import OWN_DUTIES, Duty
from hefa.organisers.queries import organisers_by_name, requests_of, standing_organisers
from hefa.web.shell.audience import account_of, learner_only
from hefa.web.shell.form_target import form_target
from hefa.web.shell.forms import PageForm, looks_like_a_number
from hefa.web.shell.office_fields import DutiesField, UnitCodeField

MOST_FOUND = 20


class RequestForm(PageForm):
    """What somebody asks for. Name and unit are for an organiser that is not there yet."""

    name = forms.CharField(label="開課單位名稱", max_length=200, error_messages={"required": "請輸入開課單位名稱。"})
    unit = UnitCodeField()
    duties = DutiesField(offered=OWN_DUTIES, initial=OWN_DUTIES)
    contact = forms.CharField(
        label="聯絡方式",
        max_length=200,
        help_text="公務電話或電子郵件，供審核時查證；加密保存，僅供審核使用。",
        error_messages={"required": "請填寫聯絡方式。"},
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )

    def __init__(self, *args: object, organiser: Organiser | None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if organiser is not None:
            del self.fields["name"], self.fields["unit"]

    def clean_contact(self) -> str:
        contact = str(self.cleaned_data["contact"])
        if looks_like_a_number(contact):
            raise ValidationError("請勿填寫身分證字號。")
        return contact


@learner_only
@require_safe
def offices(request: HttpRequest) -> HttpResponse:
    """One's own requests, and the organisers to choose from. Their names are public and may stand in the address."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    found = organisers_by_name(text) & standing_organisers() if text else Organiser.objects.none()
    context = {
        "asked": requests_of(account_of(request)),
        "text": text,
        "found": found[:MOST_FOUND],
        "cut": found.count() > MOST_FOUND,
        "limit": MOST_FOUND,
    }
    return render(request, "learner/offices.html", context)


@learner_only
@require_http_methods(["GET", "HEAD", "POST"])
def office_request(request: HttpRequest, organiser_id: UUID | None = None) -> HttpResponse:
    """Ask to be an officer of this organiser, or of a new one."""
    organiser = get_object_or_404(standing_organisers(), public_id=organiser_id) if organiser_id else None
    form = RequestForm(request.POST if request.method == "POST" else None, organiser=organiser)
    if form.is_valid():
        told = form.cleaned_data
        try:
            ask_office(
                account=account_of(request),
                organiser=organiser,
                organiser_name=told.get("name", ""),
                unit=organiser.unit if organiser else told["unit"],
                duties=[Duty(duty) for duty in told["duties"]],
                contact=told["contact"],
                at=now(),
            )
        except RequestOpen:
            form.add_error(None, "您已送出申請，請等候審核；要修改請先撤回。")
        else:
            messages.success(request, "已送出申請，審核結果會顯示在本頁。")
            return redirect("learner:offices")
    return render(request, "learner/office_request.html", {"form": form, "organiser": organiser})


@learner_only
@form_target("learner:offices")
def office_withdrawal(request: HttpRequest) -> HttpResponse:
    """撤回 one's own request."""
    account = account_of(request)
    try:
        asked = get_object_or_404(requests_of(account), public_id=UUID(request.POST.get("request", "")))
    except ValueError:
        return redirect("learner:offices")
    try:
        withdraw_request(request=asked, account=account, at=now())
    except RequestDecided:
        messages.warning(request, "這件申請已審核，不能撤回。")
    else:
        messages.success(request, "已撤回申請。")
    return redirect("learner:offices")
