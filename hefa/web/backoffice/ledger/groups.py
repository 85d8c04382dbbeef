"""新增班級/單位: add, change and take back a class or unit that is told by name and head count."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from hefa.awards.actions import (
    GroupAnswer,
    GroupNameTaken,
    OfferingCancelled,
    change_group,
    enter_group,
    revoke_group,
)
from hefa.awards.models import GroupAward
from hefa.awards.names import AwardState
from hefa.awards.queries import group_of
from hefa.base.clock import now
from hefa.base.hours import plain
from hefa.organisers.names import Duty
from hefa.units.names import NO_UNIT_CODE
from hefa.web.backoffice.access import Desk, desk_of
from hefa.web.backoffice.ledger.group_form import GroupForm
from hefa.web.shell.audience import officer_only
from hefa.web.shell.forms import PageForm
from hefa.web.shell.reason import ReasonField

TAKEN = "本期已有同名的班級 / 單位。"
OVERTAKEN = "其他承辦人已先更改或刪除這個班級 / 單位，沒有儲存您的修改；請確認最新資料。"


class RevocationForm(PageForm):
    """Why a class or unit is taken back."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = ReasonField("刪除原因")


@officer_only(Duty.RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def new_group(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A class or unit with its head count, all with the same hours."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    officer = desk.officer(Duty.RECORD)
    hours = desk.offering.hours
    words = {"in_person": plain(hours.in_person), "digital": plain(hours.digital)}
    form = GroupForm(_sent(request), language="zh", on=localdate(at), initial=words)
    if not form.is_looking_up and form.is_valid():
        try:
            entered = enter_group(offering=desk.offering, group=form.plan(), officer=officer, at=at)
        except GroupNameTaken:
            form.add_error("name", TAKEN)
        except OfferingCancelled:
            form.add_error(None, "期別已取消，不能登錄時數。")
        else:
            messages.success(request, f"已新增「{entered.name}」{entered.head_count} 人。")
            return redirect("backoffice:awards", public_id)
    return _page(request, desk, form)


@officer_only(Duty.RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def group(request: HttpRequest, public_id: UUID, group_id: UUID) -> HttpResponse:
    """Change name, head count, hours or state, for a reason. A second officer is told, nothing is overwritten."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    officer = desk.officer(Duty.RECORD)
    found = _found(desk, group_id)
    form = GroupForm(_sent(request), language="zh", on=localdate(at), initial=_words(found), corrects=True)
    if not form.is_looking_up and form.is_valid():
        try:
            answer = change_group(
                group=found,
                version=form.cleaned_data["version"],
                wanted=form.plan(),
                reason=form.cleaned_data["reason"],
                officer=officer,
                at=at,
            )
        except GroupNameTaken:
            form.add_error("name", TAKEN)
        else:
            return _told(request, desk, answer)
    return _page(request, desk, form, found)


@officer_only(Duty.RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def group_revocation(request: HttpRequest, public_id: UUID, group_id: UUID) -> HttpResponse:
    """刪除: take a class or unit back, with a reason; it stays in the history."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    officer = desk.officer(Duty.RECORD)
    found = _found(desk, group_id)
    form = RevocationForm(_sent(request), initial={"version": found.version})
    if form.is_valid():
        said = form.cleaned_data
        if revoke_group(group=found, version=said["version"], reason=said["reason"], officer=officer, at=at):
            messages.success(request, f"已刪除「{found.name}」{found.head_count} 人。")
        else:
            messages.warning(request, OVERTAKEN)
        return redirect("backoffice:awards", public_id)
    return render(request, "backoffice/group_revocation.html", {"desk": desk, "form": form, "group": found})


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _found(desk: Desk, group_id: UUID) -> GroupAward:
    found = group_of(desk.offering, group_id)
    if found is None:
        raise Http404
    return found


def _words(found: GroupAward) -> dict[str, object]:
    return {
        "version": found.version,
        "name": found.name,
        "head_count": found.head_count,
        "unit_choice": found.unit.code if found.unit else NO_UNIT_CODE,
        "in_person": plain(found.in_person_hours),
        "digital": plain(found.digital_hours),
        "state": AwardState(found.state).value,
    }


def _told(request: HttpRequest, desk: Desk, answer: GroupAnswer) -> HttpResponse:
    match answer:
        case GroupAnswer.SAVED:
            messages.success(request, "已儲存班級 / 單位的更正。")
        case GroupAnswer.UNCHANGED:
            messages.info(request, "沒有需要儲存的變更。")
        case GroupAnswer.OVERTAKEN:
            messages.warning(request, OVERTAKEN)
    return redirect("backoffice:awards", desk.offering.public_id)


def _page(request: HttpRequest, desk: Desk, form: GroupForm, found: GroupAward | None = None) -> HttpResponse:
    return render(request, "backoffice/group.html", {"desk": desk, "form": form, "group": found})
