"""取消 and 恢復 of a 期別, each confirmed on a page of its own."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hefa.activities.models import Offering
from hefa.awards.actions import OfferingInUse, cancel_offering, restore_offering
from hefa.awards.queries import uses_of
from hefa.base.clock import now
from hefa.organisers.names import Duty
from hefa.web.backoffice.access import desk_of
from hefa.web.backoffice.plan.page import to_be_told
from hefa.web.shell.audience import officer_only
from hefa.web.shell.forms import PageForm, looks_like_a_number
from hefa.web.shell.offering_filter import card

CANCELLATION, RESTORATION = "backoffice/cancellation.html", "backoffice/restoration.html"


class CancellationForm(PageForm):
    """Why it is not held."""

    reason = forms.CharField(
        label="取消原因",
        max_length=200,
        help_text="例如：颱風停課。會留在紀錄中。",
        error_messages={"required": "請填寫取消原因。"},
    )

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        if looks_like_a_number(reason):
            raise forms.ValidationError("請勿填寫身分證字號。")
        return reason


@officer_only(Duty.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def cancellation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """取消: with a reason, and never while people have hours of it."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    officer = desk.officer(Duty.MANAGE)
    form = CancellationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            done = cancel_offering(offering=desk.offering, reason=form.cleaned_data["reason"], officer=officer, at=at)
        except OfferingInUse:
            return _page(request, CANCELLATION, desk.offering, form=form)
        messages.success(request, "已取消這一期。" if done else "這一期已由其他承辦人取消。")
        if done and (told := to_be_told(desk.offering)):
            messages.warning(request, f"請通知已報名的 {told} 位學員。")
        return redirect("backoffice:plan", public_id)
    if desk.offering.cancelled:
        return redirect("backoffice:plan", public_id)
    return _page(request, CANCELLATION, desk.offering, form=form)


@officer_only(Duty.MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def restoration(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """恢復: hold it after all."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    officer = desk.officer(Duty.MANAGE)
    if request.method == "POST":
        done = restore_offering(offering=desk.offering, officer=officer, at=at)
        messages.success(request, "已恢復這一期。" if done else "這一期沒有取消。")
        return redirect("backoffice:plan", public_id)
    if not desk.offering.cancelled:
        return redirect("backoffice:plan", public_id)
    return _page(request, RESTORATION, desk.offering)


def _page(request: HttpRequest, template: str, held: Offering, *, form: CancellationForm | None = None) -> HttpResponse:
    context = {
        "held": held,
        "form": form,
        "dates": card(held).dates,
        "uses": uses_of(held),
        "told": to_be_told(held),
    }
    return render(request, template, context)
