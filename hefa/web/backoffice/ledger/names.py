"""待覆核（姓名不符）: an officer says whether the two names are one person's."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from hefa.awards.actions import NameAnswer, settle_name
from hefa.awards.models import Award
from hefa.awards.rules.states import Objection
from hefa.base.clock import now
from hefa.base.national_id import mask_last4
from hefa.organisers.names import Duty
from hefa.units.names import NO_UNIT_LABEL
from hefa.web.backoffice.access import desk_of
from hefa.web.shell.audience import officer_only
from hefa.web.shell.forms import PageForm
from hefa.web.shell.reason import ReasonField

DONE = {"same": "已確認姓名。", "renamed": "已確認姓名。", "other": "已改為不通過。"}


class NameForm(PageForm):
    """Whether it is the same person, whose name is right, and why."""

    outcome = forms.ChoiceField(
        label="確認結果",
        widget=forms.RadioSelect,
        error_messages={"required": "請選擇確認結果。"},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = ReasonField()

    def __init__(self, *args: Any, typed_where: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["outcome"]).choices = [
            ("same", "是同一人，沿用系統中的姓名"),
            ("renamed", f"是同一人，改用{typed_where}的姓名"),
            ("other", "不是同一人，不通過"),
        ]


@officer_only(Duty.RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def name_settlement(request: HttpRequest, public_id: UUID, award_id: UUID) -> HttpResponse:
    """Settle a name, with reason. If another officer was first, nothing is changed and it is said."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    officer = desk.officer(Duty.RECORD)
    standing = Award.objects.filter(offering=desk.offering, revoked_at__isnull=True)
    award = get_object_or_404(standing.select_related("learner", "code", "unit"), public_id=award_id)
    if not award.name_waits:
        return settled_already(request, public_id)
    where = "登錄" if award.entered_name else "條碼上"
    data = request.POST if request.method == "POST" else None
    form = NameForm(data, typed_where=where, initial={"version": award.version})
    if form.is_valid():
        outcome = form.cleaned_data["outcome"]
        answer = settle_name(
            award=award,
            version=form.cleaned_data["version"],
            same_person=outcome != "other",
            take_name=outcome == "renamed",
            reason=form.cleaned_data["reason"],
            officer=officer,
            at=at,
        )
        if answer == NameAnswer.OVERTAKEN:
            return settled_already(request, public_id)
        if answer == NameAnswer.SETTLED:
            messages.success(request, DONE[outcome])
            return redirect("backoffice:awards", public_id)
        form.add_error(None, f"{Objection.ANOTHER_OFFICER.value}。")
    context = {
        "desk": desk,
        "form": form,
        "name": award.learner.name,
        "typed_where": where,
        "typed_name": award.typed_name,
        "unit": award.unit.name if award.unit else NO_UNIT_LABEL,
        "id_masked": mask_last4(award.learner.id_last4),
    }
    return render(request, "backoffice/name_settlement.html", context)


def settled_already(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Another officer was first: say so above the list."""
    messages.warning(request, "這一筆已由其他承辦人先行確認，沒有再更改。")
    return redirect("backoffice:awards", public_id)
