"""學員反映不是本人: an officer revokes the award or keeps it, with an answer that the learner reads."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hefa.awards.actions import settle_objection
from hefa.awards.names import ObjectionOutcome
from hefa.awards.queries import objection_for
from hefa.base.clock import now
from hefa.base.national_id import mask_last4
from hefa.base.roc import format_roc_datetime
from hefa.organisers.names import Duty
from hefa.web.backoffice.access import desk_of
from hefa.web.backoffice.ledger.names import settled_already
from hefa.web.shell.audience import officer_only
from hefa.web.shell.forms import PageForm
from hefa.web.shell.reason import ReasonField


class OutcomeForm(PageForm):
    """刪除 or 保留, and what the learner is answered."""

    outcome = forms.ChoiceField(
        label="處理結果",
        choices=ObjectionOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "請選擇刪除或保留。"},
    )
    answer = ReasonField(label="答覆學員", help_text="學員會在學習護照看到，請勿填寫身分證字號。")


@officer_only(Duty.RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, public_id: UUID, objection_id: UUID) -> HttpResponse:
    """Settle one. If the learner took it back or another officer was first, nothing is changed and it is said."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    officer = desk.officer(Duty.RECORD)
    found = objection_for(desk.offering, objection_id)
    if found is None:
        return settled_already(request, public_id)
    form = OutcomeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        outcome = ObjectionOutcome(form.cleaned_data["outcome"])
        answer = form.cleaned_data["answer"]
        if not settle_objection(objection=found, outcome=outcome, answer=answer, officer=officer, at=at):
            return settled_already(request, public_id)
        messages.success(request, f"已處理：{outcome.label}。")
        return redirect("backoffice:awards", public_id)
    award = found.award
    context = {
        "desk": desk,
        "form": form,
        "objection": found,
        "award": award,
        "name": award.typed_name or award.learner.name,
        "id_masked": mask_last4(award.learner.id_last4),
        "scanned_on": format_roc_datetime(award.first_scanned_at),
        "raised_on": format_roc_datetime(found.raised_at),
    }
    return render(request, "backoffice/objection.html", context)
