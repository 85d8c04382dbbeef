"""承辦人與職務移交: who the officers are; hand over, have somebody deputise, leave."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from hefa.audit.names import Actor
from hefa.base.clock import now
from hefa.organisers.actions import LastOfficer, NotAColleague, appoint_deputy, end_office, hand_over
from hefa.organisers.models import Handover, Officer, Organiser
from hefa.organisers.names import Charge, Duty
from hefa.organisers.queries import colleagues, handovers_of, officers_of, present_officers
from hefa.web.backoffice.people.form import DeputyForm, HandoverForm, OwnLeavingForm
from hefa.web.shell.audience import account_of, officer_only
from hefa.web.shell.proof import freshly_proven

LAST = "您是最後一位可維護活動的承辦人，請先洽網站管理單位指派接任者，再辦理卸任。"
GONE = "對方已不是這個開課單位的承辦人，請重新選擇。"


@dataclass(frozen=True, slots=True)
class Person:
    """One officer of the list, and whether whoever asks may act for this one."""

    officer: Officer
    mine: bool
    may_change: bool


@dataclass(frozen=True, slots=True)
class Staff:
    """An organiser with its officers and what they handed over."""

    organiser: Organiser
    people: list[Person]
    handovers: list[Handover]


@officer_only()
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """The officers of one's organisers. One's own office is one's own to hand over; 維護活動 may do it for others."""
    account, today = account_of(request), localdate(now())
    managing: dict[Organiser, bool] = {}
    for office in officers_of(account, on=today):
        managing[office.organiser] = managing.get(office.organiser, False) or office.has(Duty.MANAGE)
    there = list(present_officers(managing, on=today))
    told = list(handovers_of(managing))
    staff = [
        Staff(
            organiser,
            [
                Person(one, one.account_id == account.pk, may or one.account_id == account.pk)
                for one in there
                if one.organiser_id == organiser.pk
            ],
            [one for one in told if one.from_officer.organiser_id == organiser.pk],
        )
        for organiser, may in managing.items()
    ]
    return render(request, "backoffice/people.html", {"staff": staff})


@officer_only()
@freshly_proven()
@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """職務移交: all that this officer has been in charge of goes to a colleague from now on."""
    at = now()
    officer = _officer(request, public_id, on=localdate(at))
    sent = request.POST if request.method == "POST" else None
    form = HandoverForm(sent, colleagues=colleagues(officer, on=localdate(at)))
    if form.is_valid():
        to = form.cleaned_data["colleague"]
        try:
            hand_over(
                officer=officer,
                to=to,
                charges=[Charge(charge) for charge in form.cleaned_data["charges"]],
                reason=form.cleaned_data["reason"],
                by=account_of(request),
                at=at,
                today=localdate(at),
            )
        except NotAColleague:
            form.add_error("colleague", GONE)
        else:
            messages.success(request, f"已將 {officer.account.name} 的職務移交給 {to.account.name}。")
            return redirect("backoffice:people")
    sentence = "移交後，到目前為止由這位承辦人負責的項目改由接任者負責；以前的紀錄不會更動。"
    return _page(request, officer, form, title="職務移交", verb="移交", sentence=sentence)


@officer_only()
@freshly_proven()
@require_http_methods(["GET", "HEAD", "POST"])
def deputy(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """職務代理人: a colleague has this officer's duties between two days."""
    at = now()
    today = localdate(at)
    officer = _officer(request, public_id, on=today)
    sent = request.POST if request.method == "POST" else None
    others = colleagues(officer, on=today).exclude(account=account_of(request))
    form = DeputyForm(sent, colleagues=others, today=today)
    if form.is_valid():
        chosen = form.cleaned_data["colleague"]
        try:
            appoint_deputy(
                officer=officer,
                deputy=chosen,
                from_date=form.cleaned_data["from_date"],
                until_date=form.cleaned_data["until_date"],
                actor=Actor.account(account_of(request).public_id),
                at=at,
                today=today,
            )
        except NotAColleague:
            form.add_error("colleague", GONE)
        else:
            messages.success(request, f"已指派 {chosen.account.name} 為 {officer.account.name} 的職務代理人。")
            return redirect("backoffice:people")
    sentence = "代理期間，代理人具有這位承辦人的職責；所做的處理都以代理人的帳號記錄，並註明代理何人。不能指派自己。"
    return _page(request, officer, form, title="指派職務代理人", verb="指派", sentence=sentence)


@officer_only()
@freshly_proven()
@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """卸任 of oneself, or the end of a deputy's time. Other officers are ended by the operator."""
    at = now()
    today = localdate(at)
    officer = _officer(request, public_id, on=today)
    account = account_of(request)
    if officer.account_id != account.pk and officer.deputises_id is None:
        raise PermissionDenied("其他承辦人的卸任請洽網站管理單位辦理。")
    form = OwnLeavingForm(request.POST if request.method == "POST" else None, today=today)
    if form.is_valid():
        try:
            end_office(officer=officer, **form.cleaned_data, by=account, at=at, today=today)
        except LastOfficer:
            form.add_error(None, LAST)
        else:
            messages.success(request, f"已辦理 {officer.account.name} 卸任。")
            return redirect("backoffice:people" if officers_of(account, on=today).exists() else "shell:home")
    sentence = "卸任後即不能使用學習資訊維護與掃描器；請先辦理職務移交。"
    return _page(request, officer, form, title="卸任", verb="卸任", sentence=sentence)


def _officer(request: HttpRequest, public_id: UUID, *, on: date) -> Officer:
    """An officer of one's own organisers: oneself, or anybody there for whoever may 維護活動."""
    account = account_of(request)
    offices = list(officers_of(account, on=on))
    officer = get_object_or_404(present_officers([one.organiser for one in offices], on=on), public_id=public_id)
    managed = {one.organiser_id for one in offices if one.has(Duty.MANAGE)}
    if officer.account_id != account.pk and officer.organiser_id not in managed:
        raise PermissionDenied(f"您沒有「{Duty.MANAGE.label}」的權限，請洽開課單位。")
    return officer


def _page(
    request: HttpRequest,
    officer: Officer,
    form: HandoverForm | DeputyForm | OwnLeavingForm,
    *,
    title: str,
    verb: str,
    sentence: str,
) -> HttpResponse:
    context = {"officer": officer, "form": form, "title": title, "verb": verb, "sentence": sentence}
    return render(request, "backoffice/person.html", context)
