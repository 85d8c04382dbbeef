"""學習護照: the hours of an account, or of the codes that this browser holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from hefa.accounts.models import Account
from hefa.awards.models import AwardObjection
from hefa.base.clock import now
from hefa.base.hours import plain
from hefa.base.national_id import mask_last4
from hefa.base.roc import TAIPEI, format_roc, format_roc_datetime
from hefa.codes.actions import take_codes
from hefa.codes.queries import codes_to_take
from hefa.learners.actions import see_claims
from hefa.learners.models import Learner
from hefa.learners.queries import link_of, number_changes
from hefa.paperwork.queries.rights import Recipient, recipients_of
from hefa.passbook.queries import Claim, Line, Passbook, Year, claims_of, passbook_of, passbook_of_holder
from hefa.passbook.rules import HOURS_A_YEAR
from hefa.web.learner.code_words import account_words
from hefa.web.learner.holder import holder_asking
from hefa.web.shell.audience import account_of, everyone, learner_only
from hefa.web.shell.form_target import form_target


@dataclass(frozen=True, slots=True)
class LineWords:
    """An award as it is read."""

    activity: str
    hours: str
    state: str
    counts: bool
    held_on: str
    organiser: str
    name: str
    origin: str
    public_id: UUID
    objected: str
    may_object: bool
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class YearWords:
    """A ROC year as it is read; `meter` is the sum, no more than the goal."""

    roc_year: int
    total: str
    missing: str
    digital: str
    in_person: str
    meter: str
    lines: Sequence[LineWords]


@everyone
@require_safe
def passbook(request: HttpRequest) -> HttpResponse:
    """All that a proven account earned; before that what its own and taken codes did; for a visitor, this browser's."""
    holder = holder_asking(request)
    person = None
    may_take = False
    claims: Sequence[Claim] = ()
    recipients: Sequence[Recipient] = ()
    changes: Sequence[str] = ()
    if isinstance(request.user, Account):
        book = passbook_of(request.user)
        may_take = codes_to_take(account=request.user, holder=holder).exists()
        link = link_of(request.user)
        if link is not None:
            person = account_words(request.user, link, "zh")
            claims = claims_of(link)
            recipients = recipients_of(link.learner) if link.proven_at is not None else ()
            changes = _changes(link.learner) if book.proven else ()
    else:
        book = passbook_of_holder(holder) if holder is not None else Passbook([], proven=False)
    return render(
        request,
        "learner/passbook.html",
        {
            "book": book,
            "years": [_year(year, with_name=person is None) for year in book.years],
            "person": person,
            "claims": [_claim(claim) for claim in claims],
            "recipients": recipients,
            "may_take": may_take,
            "goal": plain(HOURS_A_YEAR),
            "changes": changes,
            "printed_at": format_roc_datetime(now()),
        },
    )


@learner_only
@form_target("learner:passbook")
def codes_taken(request: HttpRequest) -> HttpResponse:
    """Take over the codes that this browser made for the same person, with all that they earn."""
    holder = holder_asking(request)
    taken = take_codes(account=account_of(request), holder=holder, at=now())
    if taken:
        messages.success(request, f"已將這支手機的 {taken} 個條碼併入帳號，取得的時數列在下方。")
    else:
        messages.warning(request, "這支手機沒有可併入的條碼：須以相同的身分證統一編號建立，且未併入其他帳號。")
    return redirect("learner:passbook")


@learner_only
@form_target("learner:passbook")
def claims_seen(request: HttpRequest) -> HttpResponse:
    """知道了: what was told of the owner's number until now is not shown again."""
    link = link_of(account_of(request))
    if link is not None:
        see_claims(link=link, at=now())
    return redirect("learner:passbook")


def _claim(claim: Claim) -> str:
    did = "註冊了另一個帳號" if claim.by_account else "建立了免註冊條碼"
    return f"{format_roc_datetime(claim.at)}　有人以您的身分證統一編號{did}"


def _changes(learner: Learner) -> list[str]:
    """Which number gave way to which, and when: only the owner is told."""
    return [
        f"{format_roc(one.at.astimezone(TAIPEI).date())} 由 {mask_last4(one.before)} 變更為 {mask_last4(one.after)}"
        for one in number_changes(learner)
    ]


def _year(year: Year, *, with_name: bool) -> YearWords:
    return YearWords(
        roc_year=year.roc_year,
        total=plain(year.total),
        missing=plain(year.missing),
        digital=plain(year.digital),
        in_person=plain(year.in_person),
        meter=plain(min(year.total, HOURS_A_YEAR)),
        lines=[_line(line, with_name=with_name) for line in year.lines],
    )


def _line(line: Line, *, with_name: bool) -> LineWords:
    return LineWords(
        activity=f"{line.activity} 第 {line.number} 期",
        hours=line.hours.label,
        state=line.state,
        counts=line.counts,
        held_on=format_roc(line.held_on),
        organiser=line.organiser,
        name=line.name if with_name else "",
        origin=line.origin,
        public_id=line.public_id,
        objected=_objected(line.objection),
        may_object=line.objection is None,
        may_withdraw=line.objection is not None and line.objection.settled_at is None,
    )


def _objected(objection: AwardObjection | None) -> str:
    """What became of the learner's 「不是我」; empty when nothing was said."""
    if objection is None:
        return ""
    if objection.settled_at is None:
        return f"已於 {format_roc_datetime(objection.raised_at)} 反映不是本人，開課單位處理中"
    return f"開課單位答覆：{objection.answer}"
