"""待承辦人確認: scans under review, settled one by one or, where the reasons are the same, together."""

from collections.abc import Sequence
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hefa.awards.actions import OfferingCancelled, SettledBefore, settle_review, settle_reviews
from hefa.awards.names import Settlement
from hefa.awards.queries import ReviewRow, open_reviews, review_for
from hefa.base.clock import now
from hefa.base.national_id import mask_last4
from hefa.base.roc import format_roc_datetime
from hefa.organisers.names import Duty
from hefa.web.backoffice.access import desk_of
from hefa.web.backoffice.ledger.names import settled_already
from hefa.web.backoffice.ledger.retrying import CANCELLED, Retried, confirmed_reasons, retried, retried_together
from hefa.web.backoffice.ledger.review_groups import by_reason
from hefa.web.shell.audience import officer_only
from hefa.web.shell.forms import PageForm
from hefa.web.shell.proof import freshly_proven
from hefa.web.shell.reason import ReasonField


class SettlementForm(PageForm):
    """核發 or 不核發, and why."""

    settlement = forms.ChoiceField(
        label="確認結果",
        choices=Settlement.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "請選擇核發或不核發。"},
    )
    reason = ReasonField()


@officer_only(Duty.RECORD)
@freshly_proven()
@require_http_methods(["GET", "HEAD", "POST"])
def review_settlement(request: HttpRequest, public_id: UUID, review_id: UUID) -> HttpResponse:
    """Settle one scan, with reason. If another officer was first, nothing is changed and it is said."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    officer = desk.officer(Duty.RECORD)
    review = review_for(desk.offering, review_id)
    if review is None:
        return settled_already(request, public_id)
    row = next((row for row in open_reviews(desk.offering) if row.public_id == review_id), None)
    if row is None:
        return settled_already(request, public_id)
    form = SettlementForm(request.POST if request.method == "POST" else None)
    again = Retried()
    if form.is_valid():
        settlement = Settlement(form.cleaned_data["settlement"])
        reason = form.cleaned_data["reason"]
        try:
            if row.quarantined and settlement == Settlement.AWARDED:
                seen = confirmed_reasons(request.POST.get("confirmed", ""))
                again = retried(review, reason=reason, confirmed=seen, officer=officer, at=at)
            elif not settle_review(review=review, settlement=settlement, reason=reason, officer=officer, at=at):
                return settled_already(request, public_id)
        except SettledBefore:
            return settled_already(request, public_id)
        except OfferingCancelled:
            return _cancelled(request, public_id)
        if not again.problem:
            messages.success(request, f"已確認：{settlement.label}。")
            return redirect("backoffice:awards", public_id)
    context = {
        "again": again,
        "confirmed": "-".join(again.ask),
        "desk": desk,
        "form": form,
        "row": row,
        "id_masked": mask_last4(row.id_last4),
        "scanned_on": format_roc_datetime(row.scanned_at),
        "received_on": format_roc_datetime(row.received_at),
    }
    return render(request, "backoffice/review_settlement.html", context)


@officer_only(Duty.RECORD)
@freshly_proven()
@require_http_methods(["GET", "HEAD", "POST"])
def review_settlements(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """一次確認: the scans that wait for the same reasons, all checked, settled with one reason.

    `reasons` names the group. What another officer settled meanwhile stays as it is and is counted.
    """
    at = now()
    desk = desk_of(request, public_id, at=at)
    officer = desk.officer(Duty.RECORD)
    sent = request.POST if request.method == "POST" else None
    group = by_reason(open_reviews(desk.offering)).named((sent or request.GET).get("reasons", ""))
    if group is None:
        messages.info(request, "這些掃描已經確認，沒有待確認的資料。")
        return redirect("backoffice:awards", public_id)
    chosen = {row.public_id for row in group.rows} if sent is None else _checked(sent, group.rows)
    form = SettlementForm(sent)
    if sent is not None and not chosen:
        form.add_error(None, "請勾選要確認的學員。")
    if form.is_valid():
        settlement = Settlement(form.cleaned_data["settlement"])
        reason = form.cleaned_data["reason"]
        if group.quarantined and settlement == Settlement.AWARDED:
            done = retried_together(desk.offering, chosen, reason=reason, officer=officer, at=at)
            messages.success(request, f"已重新判讀，核發 {done} 筆。")
            if done < len(chosen):
                messages.warning(request, f"另有 {len(chosen) - done} 筆未能核發，請逐筆確認。")
            return redirect("backoffice:awards", public_id)
        try:
            settled = settle_reviews(
                offering=desk.offering,
                reviews=chosen,
                settlement=settlement,
                reason=reason,
                officer=officer,
                at=at,
            )
        except OfferingCancelled:
            return _cancelled(request, public_id)
        messages.success(request, f"已確認 {len(settled)} 筆：{settlement.label}。")
        if len(settled) < len(chosen):
            messages.warning(request, f"另有 {len(chosen) - len(settled)} 筆已由其他承辦人先行確認，沒有再更改。")
        return redirect("backoffice:awards", public_id)
    rows = [(row, mask_last4(row.id_last4), format_roc_datetime(row.scanned_at)) for row in group.rows]
    context = {"desk": desk, "form": form, "group": group, "rows": rows, "chosen": chosen}
    return render(request, "backoffice/review_settlements.html", context)


def _cancelled(request: HttpRequest, public_id: UUID) -> HttpResponse:
    messages.warning(request, CANCELLED)
    return redirect("backoffice:awards", public_id)


def _checked(sent: QueryDict, rows: Sequence[ReviewRow]) -> set[UUID]:
    """The rows of the group that the officer left checked; what is no longer in it is passed over."""
    texts = set(sent.getlist("review"))
    return {row.public_id for row in rows if str(row.public_id) in texts}
