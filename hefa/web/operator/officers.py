"""承辦人 as the operator keeps them: appoint, change duties, end."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from hefa.audit.names import Actor
from hefa.base.clock import now
from hefa.organisers.actions import (
    AlreadyOfficer,
    LastOfficer,
    OrganiserClosed,
    OwnDuties,
    appoint_officer,
    change_duties,
    end_office,
)
from hefa.organisers.models import Officer, Organiser
from hefa.organisers.names import Duty
from hefa.stations.actions import end_phones_beyond_duties
from hefa.web.operator.forms import DutiesForm, LeavingForm, OfficerForm
from hefa.web.shell.audience import account_of, operator_only
from hefa.web.shell.proof import freshly_proven

LAST = "這是最後一位可維護活動的承辦人，請先指派接任者，再辦理卸任或變更職責。"
OWN = "不能為自己指派或增加職責，請由其他系統管理者辦理。"


@operator_only
@freshly_proven()
@require_http_methods(["GET", "HEAD", "POST"])
def new_officer(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """指派承辦人 from today on."""
    at = now()
    organiser = get_object_or_404(Organiser, public_id=public_id)
    form = OfficerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        account = form.cleaned_data["username"]
        try:
            appoint_officer(
                account=account,
                organiser=organiser,
                duties=[Duty(duty) for duty in form.cleaned_data["duties"]],
                from_date=localdate(at),
                actor=Actor.account(account_of(request).public_id),
                at=at,
            )
        except AlreadyOfficer:
            form.add_error("username", "這個帳號已是這個開課單位的承辦人。")
        except OwnDuties:
            form.add_error("username", OWN)
        except OrganiserClosed:
            form.add_error(None, "這個開課單位已停用或已合併，不能指派承辦人。")
        else:
            messages.success(request, f"已指派 {account.name} 為承辦人。")
            return redirect("operator:organiser", public_id)
    context = {"form": form, "organiser": organiser, "title": "指派承辦人", "verb": "指派"}
    return render(request, "operator/officer_form.html", context)


@operator_only
@freshly_proven()
@require_http_methods(["GET", "HEAD", "POST"])
def duties(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """變更職責."""
    at = now()
    officer = _standing(public_id)
    form = DutiesForm(request.POST if request.method == "POST" else None, initial={"duties": officer.duties})
    if form.is_valid():
        try:
            changed = _change_duties(request, officer, form.cleaned_data["duties"], at=at)
        except LastOfficer:
            form.add_error("duties", LAST)
        except OwnDuties:
            form.add_error("duties", OWN)
        else:
            messages.success(request, "已變更職責。" if changed else "沒有需要儲存的變更。")
            return redirect("operator:organiser", officer.organiser.public_id)
    context = {"form": form, "organiser": officer.organiser, "officer": officer, "title": "變更職責", "verb": "儲存"}
    return render(request, "operator/officer_form.html", context)


@operator_only
@freshly_proven()
@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """卸任, at once or after a last day."""
    at = now()
    officer = _standing(public_id)
    form = LeavingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            done = end_office(officer=officer, **form.cleaned_data, by=account_of(request), at=at, today=localdate(at))
        except LastOfficer:
            form.add_error(None, LAST)
        else:
            messages.success(request, f"已辦理 {officer.account.name} 卸任。" if done else "這位承辦人先前已卸任。")
            return redirect("operator:organiser", officer.organiser.public_id)
    context = {"form": form, "organiser": officer.organiser, "officer": officer, "title": "卸任", "verb": "卸任"}
    return render(request, "operator/officer_form.html", context)


def _change_duties(request: HttpRequest, officer: Officer, duties: Iterable[str], *, at: datetime) -> bool:
    """Change them, and end the phones that may do more than their officers may now."""
    actor = Actor.account(account_of(request).public_id)
    with transaction.atomic():
        changed = change_duties(
            officer=officer, duties=[Duty(duty) for duty in duties], actor=actor, at=at, today=localdate(at)
        )
        if changed:
            end_phones_beyond_duties(officer=officer, actor=actor, at=at)
    return changed


def _standing(public_id: UUID) -> Officer:
    offices = Officer.objects.filter(ended_at__isnull=True).select_related("account", "organiser")
    return get_object_or_404(offices, public_id=public_id)
