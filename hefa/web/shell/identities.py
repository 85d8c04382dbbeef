"""切換身分: act for one of one's offices, for all of them, or as oneself (切換原始身分)."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.base.clock import now
from hefa.base.roc import format_roc
from hefa.organisers.queries import identities_of
from hefa.web.shell.acting import ORIGINAL, act_for, acting_for
from hefa.web.shell.audience import account_of, learner_only
from hefa.web.shell.form_target import form_target
from hefa.web.shell.site import acting_words

ALL = "all"


@dataclass(frozen=True, slots=True)
class IdentityChoice:
    """One identity that can be chosen. `value` goes to the form; `note` tells duties and last day."""

    value: str
    words: str
    note: str
    current: bool


@learner_only
@require_safe
def identity(request: HttpRequest) -> HttpResponse:
    """The identities of this login, the current one marked."""
    return render(request, "shell/identity.html", {"choices": _choices(request)})


@learner_only
@form_target("shell:identity")
def identity_choice(request: HttpRequest) -> HttpResponse:
    """Take the chosen identity. 原始身分 leads to the front, an office to its back office."""
    wanted = next((one for one in _choices(request) if one.value == request.POST.get("office")), None)
    if wanted is None:
        messages.error(request, "這個身分已不能使用，請重新選擇。")
        return redirect("shell:identity")
    office = None if wanted.value == ALL else UUID(wanted.value)
    act_for(request, office)
    actor = Actor.account(account_of(request).public_id)
    record(at=now(), actor=actor, verb=Verb.IDENTITY_CHOSEN, subject_kind="officer", subject_id=office)
    messages.success(request, f"目前身分：{wanted.words}")
    return redirect("shell:home" if office == ORIGINAL else "backoffice:menu")


def _choices(request: HttpRequest) -> list[IdentityChoice]:
    account, chosen = account_of(request), acting_for(request)
    offices = list(identities_of(account, on=localdate(now())))
    choices = [
        IdentityChoice(
            value=str(office.public_id),
            words=acting_words([office]),
            note=_note(office.duty_labels, f"至 {format_roc(office.until_date)} 止" if office.until_date else ""),
            current=office.public_id == chosen or (chosen is None and len(offices) == 1),
        )
        for office in offices
    ]
    if len(offices) > 1:
        choices.append(IdentityChoice(ALL, "全部承辦人身分", "同時檢視各開課單位的活動", chosen is None))
    at_rest = not offices or chosen == ORIGINAL
    return [IdentityChoice(str(ORIGINAL), "學員（原始身分）", "個人條碼與學習護照", at_rest), *choices]


def _note(duties: list[str], until: str) -> str:
    told = "、".join(duties)
    return f"{told}；{until}" if until else told
