"""新增維護活動: the list, a new activity or a copy of one, another 期別, and changes (延期 among them)."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hefa.activities.actions import (
    CodeNotInForce,
    CodeTaken,
    HoursOvertaken,
    NumberTaken,
    PlanOvertaken,
    change_plan,
    plan_activity_and_offering,
    plan_offering,
)
from hefa.activities.models import Offering
from hefa.activities.queries import next_number, offerings_of
from hefa.audit.names import Actor
from hefa.base.clock import now
from hefa.base.roc import roc_year
from hefa.organisers.models import Officer
from hefa.organisers.names import Duty
from hefa.organisers.queries import officers_of, offices_over
from hefa.web.backoffice.plan_form import ActivityForm, OfferingForm, activity_words, offering_words
from hefa.web.shell.audience import account_of, officer_only
from hefa.web.shell.offering_filter import filtered_offerings

T = TypeVar("T")
OVERTAKEN = "其他承辦人已先更改這個活動，沒有儲存您的修改。以下是最新的內容，請確認後再修改。"


@officer_only(Duty.MANAGE)
@never_cache
@require_safe
def planning(request: HttpRequest) -> HttpResponse:
    """新增維護活動: every 期別 that this officer may maintain."""
    mine = offerings_of(account_of(request), on=localdate(now()), duty=Duty.MANAGE)
    return render(request, "backoffice/planning.html", filtered_offerings(request, mine).context())


@officer_only(Duty.MANAGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_activity(request: HttpRequest, copied: UUID | None = None) -> HttpResponse:
    """A new activity with its first 期別, empty or as a copy of another (複製), whose times are to be set anew."""
    at = now()
    template = _mine(request, copied, at=at) if copied else None
    activity, offering = _forms(request, at=at, template=template, copying=True)

    def save() -> Offering:
        return plan_activity_and_offering(
            organiser=activity.office.organiser,
            activity=activity.plan(),
            offering=offering.plan(),
            actor=_actor(request),
            at=at,
        )

    saved = _saved(activity, offering, save)
    if saved is not None:
        messages.success(request, f"已新增活動「{saved.activity.name}」第 {saved.number} 期。")
        return redirect("backoffice:planning")
    context = {"title": "複製活動" if copied else "新增活動", "activity": activity, "offering": offering}
    return render(request, "backoffice/plan.html", context)


@officer_only(Duty.MANAGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def next_offering(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """新增期別: another holding of the same activity, filled in like this one."""
    at = now()
    last = _mine(request, public_id, at=at)
    words = {**offering_words(last), "number": next_number(last.activity), "starts_on": "", "ends_on": ""}
    offering = OfferingForm(request.POST if request.method == "POST" else None, initial=words)

    def save() -> Offering:
        return plan_offering(activity=last.activity, plan=offering.plan(), actor=_actor(request), at=at)

    saved = _saved(None, offering, save)
    if saved is not None:
        messages.success(request, f"已新增「{saved.activity.name}」第 {saved.number} 期。")
        return redirect("backoffice:planning")
    context = {"title": "新增期別", "offering": offering, "of": last}
    return render(request, "backoffice/plan.html", context)


@officer_only(Duty.MANAGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """修改活動: the activity, for all its 期別, and this 期別 with its times (延期) and hours."""
    at = now()
    held = _mine(request, public_id, at=at)
    activity, offering = _forms(request, at=at, template=held)

    def save() -> bool:
        return change_plan(
            held=held,
            activity_version=activity.cleaned_data["version"],
            activity=activity.plan(),
            offering_version=offering.cleaned_data["offering_version"],
            offering=offering.plan(),
            actor=_actor(request),
            at=at,
        )

    try:
        changed = _saved(activity, offering, save)
    except (PlanOvertaken, HoursOvertaken):
        messages.warning(request, OVERTAKEN)
        return redirect("backoffice:plan", public_id)
    if changed is not None:
        messages.success(request, "已儲存。" if changed else "沒有需要儲存的變更。")
        return redirect("backoffice:planning")
    context = {"title": "修改活動", "activity": activity, "offering": offering, "of": held}
    return render(request, "backoffice/plan.html", context)


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
    return None


def _forms(
    request: HttpRequest, *, at: datetime, template: Offering | None = None, copying: bool = False
) -> tuple[ActivityForm, OfferingForm]:
    sent = request.POST if request.method == "POST" else None
    year = roc_year(localdate(at))
    described = activity_words(template.activity) if template else {"roc_year": year}
    held = offering_words(template) if template else {}
    if copying and template:
        described |= {"version": 1, "roc_year": year, "code": ""}
        held |= {"offering_version": 1, "number": 1, "starts_on": "", "ends_on": ""}
    asked = sent.get("roc_year", "") if sent else ""
    shown = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= 3 else described["roc_year"]
    offices = _offices(request, template if not copying else None, at=at)
    return (
        ActivityForm(sent, initial=described, offices=offices, roc_year=shown),
        OfferingForm(sent, initial=held),
    )


def _offices(request: HttpRequest, held: Offering | None, *, at: datetime) -> list[Officer]:
    """For whom this officer may plan; what is held already stays with its organiser."""
    account, today = account_of(request), localdate(at)
    if held is None:
        return list(officers_of(account, on=today, duty=Duty.MANAGE))
    return list(offices_over(account, held.activity.organiser, on=today, duty=Duty.MANAGE))


def _mine(request: HttpRequest, public_id: UUID, *, at: datetime) -> Offering:
    mine = offerings_of(account_of(request), on=localdate(at), duty=Duty.MANAGE)
    return get_object_or_404(mine, public_id=public_id)


def _actor(request: HttpRequest) -> Actor:
    return Actor.account(account_of(request).public_id)
