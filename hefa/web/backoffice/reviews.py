"""What only an officer may decide: a scan under review, and a name that differs."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hefa.awards.actions import OfferingCancelled, settle_name, settle_review
from hefa.awards.models import Award
from hefa.awards.names import AwardState, Settlement
from hefa.awards.queries import open_reviews, review_for
from hefa.base.clock import now
from hefa.base.national_id import mask_last4
from hefa.base.roc import format_roc_datetime
from hefa.organisers.names import Duty
from hefa.units.names import NO_UNIT_LABEL
from hefa.web.backoffice.access import desk_of
from hefa.web.shell.audience import officer_only
from hefa.web.shell.forms import PageForm

REASON = {"required": "請填寫原因。"}
REASON_HELP = "會留在紀錄中，請勿填寫身分證字號。"


class SettlementForm(PageForm):
    """核發 or 不核發, and why."""

    settlement = forms.ChoiceField(
        label="確認結果",
        choices=Settlement.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "請選擇核發或不核發。"},
    )
    reason = forms.CharField(label="原因", max_length=200, help_text=REASON_HELP, error_messages=REASON)


class NameForm(PageForm):
    """Whether it is the same person, whose name is right, and why."""

    outcome = forms.ChoiceField(
        label="確認結果",
        choices=[
            ("same", "是同一人，沿用系統中的姓名"),
            ("renamed", "是同一人，改用條碼上的姓名"),
            ("other", "不是同一人，不通過"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "請選擇確認結果。"},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label="原因", max_length=200, help_text=REASON_HELP, error_messages=REASON)


@officer_only(Duty.RECORD)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review_settlement(request: HttpRequest, public_id: UUID, review_id: UUID) -> HttpResponse:
    """待承辦人確認: settle one scan, with reason. If another officer was first, nothing is changed and it is said."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    officer = desk.officer(Duty.RECORD)
    review = review_for(desk.offering, review_id)
    if review is None:
        return _settled_already(request, public_id)
    form = SettlementForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        settlement = Settlement(form.cleaned_data["settlement"])
        reason = form.cleaned_data["reason"]
        try:
            settled = settle_review(review=review, settlement=settlement, reason=reason, officer=officer, at=at)
        except OfferingCancelled:
            messages.warning(request, "期別已取消，不能核發時數。如實際仍有辦理，請先恢復期別。")
            return redirect("backoffice:awards", public_id)
        if not settled:
            return _settled_already(request, public_id)
        messages.success(request, f"已確認：{settlement.label}。")
        return redirect("backoffice:awards", public_id)
    row = next((row for row in open_reviews(desk.offering) if row.public_id == review_id), None)
    if row is None:
        return _settled_already(request, public_id)
    context = {
        "desk": desk,
        "form": form,
        "row": row,
        "id_masked": mask_last4(row.id_last4),
        "scanned_on": format_roc_datetime(row.scanned_at),
        "received_on": format_roc_datetime(row.received_at),
    }
    return render(request, "backoffice/review_settlement.html", context)


@officer_only(Duty.RECORD)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def name_settlement(request: HttpRequest, public_id: UUID, award_id: UUID) -> HttpResponse:
    """待覆核（姓名不符）: say whether it is the same person, with reason."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    officer = desk.officer(Duty.RECORD)
    standing = Award.objects.filter(offering=desk.offering, revoked_at__isnull=True)
    award = get_object_or_404(standing.select_related("learner", "code", "unit"), public_id=award_id)
    if award.state != AwardState.NAME_DIFFERS:
        return _settled_already(request, public_id)
    form = NameForm(request.POST if request.method == "POST" else None, initial={"version": award.version})
    if form.is_valid():
        outcome = form.cleaned_data["outcome"]
        settled = settle_name(
            award=award,
            version=form.cleaned_data["version"],
            same_person=outcome != "other",
            take_name=outcome == "renamed",
            reason=form.cleaned_data["reason"],
            officer=officer,
            at=at,
        )
        if not settled:
            return _settled_already(request, public_id)
        messages.success(request, "已確認姓名。" if outcome != "other" else "已改為不通過。")
        return redirect("backoffice:awards", public_id)
    context = {
        "desk": desk,
        "form": form,
        "name": award.learner.name,
        "typed_name": award.code.name if award.code else "",
        "unit": award.unit.name if award.unit else NO_UNIT_LABEL,
        "id_masked": mask_last4(award.learner.id_last4),
    }
    return render(request, "backoffice/name_settlement.html", context)


def _settled_already(request: HttpRequest, public_id: UUID) -> HttpResponse:
    messages.warning(request, "這一筆已由其他承辦人先行確認，沒有再更改。")
    return redirect("backoffice:awards", public_id)
