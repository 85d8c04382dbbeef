"""確認帳號為本人: an officer who has seen the card says that an account is its learner's own."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from hefa.awards.actions import prove_by_officer
from hefa.awards.models import Award
from hefa.base.clock import now
from hefa.base.national_id import mask_last4
from hefa.organisers.names import Duty
from hefa.units.names import NO_UNIT_LABEL
from hefa.web.backoffice.access import desk_of
from hefa.web.shell.audience import officer_only
from hefa.web.shell.forms import PageForm


class CardForm(PageForm):
    """The officer's word that the card was shown."""

    card_seen = forms.BooleanField(
        label="我已當面核對身分證件，姓名、身分證字號末四碼與本人相符",
        error_messages={"required": "請當面核對身分證件後勾選。"},
    )


@officer_only(Duty.RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def account_proof(request: HttpRequest, public_id: UUID, award_id: UUID) -> HttpResponse:
    """Prove the account whose code earned this award. Twice says the second time that nothing waits."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    officer = desk.officer(Duty.RECORD)
    standing = Award.objects.filter(offering=desk.offering, revoked_at__isnull=True)
    award = get_object_or_404(standing.select_related("learner", "code__account", "unit"), public_id=award_id)
    form = CardForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if prove_by_officer(award=award, officer=officer, at=at):
            messages.success(request, "已確認帳號為本人，先前取得的時數都會列入其學習護照。")
        else:
            messages.warning(request, "這個帳號沒有待確認的身分。")
        return redirect("backoffice:awards", public_id)
    context = {
        "desk": desk,
        "form": form,
        "name": award.learner.name,
        "unit": award.unit.name if award.unit else NO_UNIT_LABEL,
        "id_masked": mask_last4(award.learner.id_last4),
    }
    return render(request, "backoffice/account_proof.html", context)
