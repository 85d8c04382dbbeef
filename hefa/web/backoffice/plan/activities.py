"""新增維護活動: the list, a new activity or a copy of one, another 期別, and changes (延期 among them)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from hefa.activities.actions import (
    CodeNotInForce,
    CodeTaken,
    HoursOvertaken,
    NumberTaken,
    PlanOvertaken,
    SiteRefused,
    change_plan,
    plan_activity_and_offering,
    plan_offering,
)
from hefa.activities.models import Offering
from hefa.activities.names import Phase
from hefa.activities.queries import next_number, offerings_of
from hefa.activities.rules import phase_of
from hefa.base.clock import now
from hefa.base.roc import roc_year
from hefa.organisers.names import Duty
from hefa.organisers.queries import officers_of, offices_over
from hefa.web.backoffice.access import actor_of, planned_by
from hefa.web.backoffice.charge import charged_cards
from hefa.web.backoffice.plan.activity_form import ActivityForm, activity_words
from hefa.web.backoffice.plan.filter import PlanningFilter
from hefa.web.backoffice.plan.offering_form import OfferingForm, offering_words
from hefa.web.backoffice.plan.page import plan_page, to_be_told
from hefa.web.shell.audience import account_of, officer_only
from hefa.web.shell.offering_filter import OfferingCard, asked, filtered_offerings

T = TypeVar("T")
OVERTAKEN = "其他承辦人已先更改這個活動，沒有儲存您的修改。以下是最新的內容，請確認後再修改。"
ENROLMENT = ("enrol_from_on", "enrol_from_time", "enrol_until_on", "enrol_until_time")
SET_ANEW = dict.fromkeys(("starts_on", "ends_on", *ENROLMENT), "")
"""A copy and another 期別 have days of their own."""


@dataclass(frozen=True, slots=True)
class PlannedCard:
    """An offering with its officer in charge and where it stands in time."""

    card: OfferingCard
    officer: str
    phase: Phase


@officer_only(Duty.MANAGE)
@require_safe
def planning(request: HttpRequest) -> HttpResponse:
    """新增維護活動: every 期別 that this officer may maintain."""
    at = now()
    account, today = account_of(request), localdate(at)
    mine = offerings_of(account, on=today, duty=Duty.MANAGE)
    conditions = PlanningFilter(asked(request, PlanningFilter), at=at, account=account, on=today)
    listed = filtered_offerings(request, mine, conditions)
    charged = charged_cards(listed.cards)
    cards = [PlannedCard(one.card, one.officer, _phase(one.card.offering, at)) for one in charged]
    return render(request, "backoffice/planning.html", {**listed.context(), "cards": cards})


@officer_only(Duty.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_activity(request: HttpRequest, copied: UUID | None = None) -> HttpResponse:
    """A new activity with its first 期別, empty or as a copy of another (複製), whose days are to be set anew."""
    at = now()
    template = planned_by(request, copied, at=at) if copied else None
    activity, offering = _forms(request, at=at, template=template, copying=True)

    def save() -> Offering:
        return plan_activity_and_offering(
            organiser=activity.office.organiser,
            officer=activity.office,
            activity=activity.plan(),
            offering=offering.plan(),
            copied=template,
            actor=actor_of(request),
            at=at,
        )

    saved = _saved(activity, offering, save)
    if saved is not None:
        messages.success(request, f"已新增活動「{saved.activity.name}」第 {saved.number} 期。")
        return redirect("backoffice:plan", saved.public_id)
    return plan_page(request, "複製活動" if copied else "新增活動", offering, activity=activity, copied=template)


@officer_only(Duty.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def next_offering(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """新增期別: another holding of the same activity, filled in like this one."""
    at = now()
    last = planned_by(request, public_id, at=at)
    words = {**offering_words(last), **SET_ANEW, "number": next_number(last.activity)}
    offering = OfferingForm(request.POST if request.method == "POST" else None, initial=words)

    def save() -> Offering:
        plan = offering.plan()
        return plan_offering(activity=last.activity, plan=plan, copied=last, actor=actor_of(request), at=at)

    saved = _saved(None, offering, save)
    if saved is not None:
        messages.success(request, f"已新增「{saved.activity.name}」第 {saved.number} 期。")
        return redirect("backoffice:plan", saved.public_id)
    return plan_page(request, "新增期別", offering, copied=last)


@officer_only(Duty.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """修改活動: the activity, for all its 期別, and this 期別 with its times (延期) and hours."""
    at = now()
    held = planned_by(request, public_id, at=at)
    activity, offering = _forms(request, at=at, template=held)

    def save() -> bool:
        return change_plan(
            held=held,
            activity_version=activity.cleaned_data["version"],
            activity=activity.plan(),
            offering_version=offering.cleaned_data["offering_version"],
            offering=offering.plan(),
            actor=actor_of(request),
            at=at,
        )

    try:
        changed = _saved(activity, offering, save)
    except (PlanOvertaken, HoursOvertaken):
        messages.warning(request, OVERTAKEN)
        return redirect("backoffice:plan", public_id)
    if changed is None:
        return plan_page(request, "修改活動", offering, activity=activity, held=held)
    messages.success(request, "已儲存。" if changed else "沒有需要儲存的變更。")
    if offering.moves(held) and (told := to_be_told(held)):
        messages.warning(request, f"活動時間已變更，請通知已報名的 {told} 位學員。")
    return redirect("backoffice:planning")


def _phase(offering: Offering, at: datetime) -> Phase:
    return phase_of(offering.starts_at, offering.ends_at, cancelled=offering.cancelled, at=at)


def _saved(activity: ActivityForm | None, offering: OfferingForm, save: Callable[[], T]) -> T | None:
    """What saving returned; None when a form is not complete, or what stands against it is told beside its field."""
    forms = [form for form in (activity, offering) if form is not None]
    if not all([form.is_valid() for form in forms]):
        return None
    try:
        return save()
    except NumberTaken:
        offering.add_error("number", "這個活動已有這個期別。")
    except CodeTaken:
        forms[0].add_error("code", "這個年度已有使用此代碼的活動。")
    except CodeNotInForce as refused:
        forms[0].add_error(refused.code_list.value, str(refused))
    except SiteRefused as refused:
        forms[0].add_error("site" if "site" in forms[0].fields else None, str(refused))
    return None


def _forms(
    request: HttpRequest, *, at: datetime, template: Offering | None = None, copying: bool = False
) -> tuple[ActivityForm, OfferingForm]:
    sent = request.POST if request.method == "POST" else None
    year = roc_year(localdate(at))
    described = activity_words(template.activity) if template else {"roc_year": year}
    held = offering_words(template) if template else {}
    if copying and template:
        described |= {"version": 1, "roc_year": year, "code": "", "site_stated": False}
        held |= {"offering_version": 1, "number": 1, **SET_ANEW}
    asked = sent.get("roc_year", "") if sent else ""
    shown = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= 3 else described["roc_year"]
    account, today = account_of(request), localdate(at)
    if template and not copying:
        offices = offices_over(account, template.activity.organiser, on=today, duty=Duty.MANAGE)
    else:
        offices = officers_of(account, on=today, duty=Duty.MANAGE)
    return (
        ActivityForm(sent, initial=described, offices=list(offices), roc_year=shown),
        OfferingForm(sent, initial=held),
    )
