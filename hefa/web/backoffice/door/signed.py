"""補登 of people who were expected: tick who signed the sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hefa.awards.queries import paged
from hefa.awards.rules import is_late
from hefa.base.clock import now
from hefa.organisers.names import Duty
from hefa.paperwork.actions import enter_signed
from hefa.paperwork.queries import Expected, expected_people
from hefa.web.backoffice.access import Desk, desk_of
from hefa.web.backoffice.door.late import late_problem, late_reason
from hefa.web.backoffice.door.outcomes import Outcome, keep_outcomes, kept_outcomes, outcome, waits
from hefa.web.backoffice.ledger.awards import page_number
from hefa.web.shell.audience import officer_only

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class SignedRow:
    """Somebody expected, with the number of the sheet and what the officer ticked and typed."""

    number: int
    person: Expected
    ticked: bool = False
    last4: str = ""
    problem: str = ""


@officer_only(Duty.RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_signed(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Award to those who are ticked. Last four that differ save nothing; what the rule would ask is asked here."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    officer = desk.officer(Duty.RECORD)
    rows = [_row(request, number, one) for number, one in enumerate(expected_people(desk.offering), start=1)]
    if request.method != "POST":
        return _page(request, desk, rows, at=at, outcomes=kept_outcomes(request, public_id))
    ticked = [row for row in rows if row.ticked]
    if problem := _problem(request, desk, ticked, at=at):
        return _page(request, desk, rows, at=at, problem=problem)
    answers = enter_signed(
        offering=desk.offering,
        people=[row.person for row in ticked],
        confirmed="confirmed" in request.POST,
        alone=settings.HEFA_HAND_ROWS_ALONE,
        officer=officer,
        at=at,
        late_reason=late_reason(request),
    )
    told = list(zip(ticked, answers, strict=True))
    outcomes = [outcome(row.number, row.person.name, answer) for row, answer in told]
    waiting = [row for row, answer in told if waits(answer)]
    if waiting:
        return _page(request, desk, waiting, at=at, outcomes=outcomes, asks=True)
    keep_outcomes(request, public_id, outcomes)
    return redirect("backoffice:sheet_signed", public_id)


def _row(request: HttpRequest, number: int, person: Expected) -> SignedRow:
    key = str(person.learner.public_id)
    ticked = key in request.POST.getlist("person") and not person.awarded
    last4 = request.POST.get(f"last4-{key}", "").strip()[:4]
    differs = ticked and last4 != "" and last4 != person.learner.id_last4
    return SignedRow(number, person, ticked, last4, "末四碼與報名資料不符" if differs else "")


def _problem(request: HttpRequest, desk: Desk, ticked: Sequence[SignedRow], *, at: datetime) -> str:
    if not ticked:
        return "請勾選已簽到的學員。"
    if any(row.problem for row in ticked):
        return "有資料需要修正，尚未登錄任何一列。"
    return late_problem(request, desk.offering, at=at)


def _page(
    request: HttpRequest,
    desk: Desk,
    rows: Sequence[SignedRow],
    *,
    at: datetime,
    outcomes: Sequence[Outcome] = (),
    problem: str = "",
    asks: bool = False,
) -> HttpResponse:
    page = paged(rows, page=page_number(request.GET.get("page")), per_page=PER_PAGE)
    context: dict[str, Any] = {
        "desk": desk,
        "rows": page.rows,
        "wrong": [row for row in rows if row.problem],
        "outcomes": outcomes,
        "problem": problem,
        "asks": asks,
        "late": is_late(desk.offering.activity.roc_year, at),
        "late_reason": late_reason(request),
        "total": page.total,
        "first": page.first,
        "last": page.last,
        "page": page.number,
        "pages": page.pages,
    }
    return render(request, "backoffice/door/sheet_signed.html", context)
