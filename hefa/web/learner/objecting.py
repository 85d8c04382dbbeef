"""「不是我」: an award in the passbook that its reader did not earn."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hefa.accounts.models import Account
from hefa.audit.names import VISITOR, Actor
from hefa.awards.actions import object_to_award, withdraw_objection
from hefa.awards.models import Award
from hefa.base.clock import now
from hefa.base.roc import TAIPEI, format_roc
from hefa.passbook.queries import award_in_passbook
from hefa.web.learner.holder import holder_asking
from hefa.web.shell.audience import holder_only
from hefa.web.shell.form_target import form_target
from hefa.web.shell.forms import PageForm
from hefa.web.shell.reason import ReasonField


class ObjectionForm(PageForm):
    """Why, if the learner likes to say."""

    reason = ReasonField(
        label="說明", required=False, help_text="例如：當天我沒有參加。承辦人會看到，請勿填寫身分證字號。"
    )


@holder_only
@require_http_methods(["GET", "HEAD", "POST"])
def not_me(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask once, then tell the officer. The hours stay until the officer has settled it."""
    award = _award_asked(request, public_id)
    form = ObjectionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if object_to_award(award=award, reason=form.cleaned_data["reason"], actor=_actor(request), at=now()):
            messages.success(request, "已通知開課單位，處理前時數不會改變。")
        else:
            messages.info(request, "這筆時數已經反映過。")
        return redirect("learner:passbook")
    context = {
        "form": form,
        "activity": f"{award.offering.activity.name} 第 {award.offering.number} 期",
        "organiser": award.offering.activity.organiser.name,
        "held_on": format_roc(award.offering.starts_at.astimezone(TAIPEI).date()),
        "hours": award.hours.label,
        "origin": award.origin,
    }
    return render(request, "learner/not_me.html", context)


@holder_only
@form_target("learner:not_me")
def not_me_withdrawal(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """撤回: it was one's own after all. Too late once the officer has settled it."""
    award = _award_asked(request, public_id)
    if withdraw_objection(award=award, actor=_actor(request), at=now()):
        messages.success(request, "已撤回。")
    else:
        messages.info(request, "開課單位已經處理，不能撤回。")
    return redirect("learner:passbook")


def _award_asked(request: HttpRequest, public_id: UUID) -> Award:
    """An award of the passbook that whoever asks is shown. Raises Http404 for any other."""
    account = request.user if isinstance(request.user, Account) else None
    award = award_in_passbook(public_id, account=account, holder=holder_asking(request))
    if award is None:
        raise Http404
    return award


def _actor(request: HttpRequest) -> Actor:
    return Actor.account(request.user.public_id) if isinstance(request.user, Account) else VISITOR
