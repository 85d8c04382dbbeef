"""補登: many people from the sheet by keyboard, rows numbered as on it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from hefa.activities.models import Offering
from hefa.awards.actions import enter_by_hand
from hefa.awards.rules import Review, is_late
from hefa.base.clock import now
from hefa.base.hours import plain
from hefa.organisers.models import Officer
from hefa.organisers.names import Duty
from hefa.paperwork.queries import expected_count
from hefa.web.backoffice.access import Desk, desk_of
from hefa.web.backoffice.door.late import late_problem, late_reason
from hefa.web.backoffice.door.outcomes import Outcome, keep_outcomes, kept_outcomes, outcome
from hefa.web.backoffice.door.typed_rows import TypedRow, blank_rows, read_rows
from hefa.web.shell.audience import officer_only

ROWS_AT_A_TIME = 20
MOST_ROWS = 200
HIGHEST_NUMBER = 10_000


@officer_only(Duty.RECORD)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_entry(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Type what stands on the sheet. A mistake in one row saves none and loses none; then each row has its answer."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    officer = desk.officer(Duty.RECORD)
    if request.method != "POST":
        first = _between(request.GET.get("from"), 1, HIGHEST_NUMBER, usual=expected_count(desk.offering) + 1)
        outcomes = kept_outcomes(request, public_id)
        return _page(request, desk, blank_rows(first, ROWS_AT_A_TIME), at=at, outcomes=outcomes)
    first = _between(request.POST.get("first"), 1, HIGHEST_NUMBER, usual=1)
    count = _between(request.POST.get("count"), 1, MOST_ROWS, usual=ROWS_AT_A_TIME)
    rows = read_rows(request.POST, first=first, count=count, at=at, on=localdate(at))
    if request.POST.get("do") == "more":
        more = min(ROWS_AT_A_TIME, MOST_ROWS - count)
        return _page(request, desk, [*rows, *blank_rows(first + count, more)], at=at)
    if problem := _problem(request, desk.offering, rows, at=at):
        return _page(request, desk, rows, at=at, problem=problem)
    outcomes, waiting = _enter(request, desk.offering, rows, officer, at=at)
    if waiting:
        return _page(request, desk, waiting, at=at, outcomes=outcomes)
    keep_outcomes(request, public_id, outcomes)
    after = max(one.number for one in outcomes) + 1
    return redirect(f"{reverse('backoffice:sheet_entry', args=[public_id])}?{urlencode({'from': after})}")


def _problem(request: HttpRequest, offering: Offering, rows: Sequence[TypedRow], *, at: datetime) -> str:
    """Why nothing is saved yet; empty when all is well."""
    if any(row.problems for row in rows):
        return "有資料需要修正，尚未登錄任何一列。"
    if not any(row.person for row in rows):
        return "請至少輸入一列。"
    return late_problem(request, offering, at=at)


def _enter(
    request: HttpRequest, offering: Offering, rows: Sequence[TypedRow], officer: Officer, *, at: datetime
) -> tuple[list[Outcome], list[TypedRow]]:
    """Enter the rows; what became of each, and those that the officer has to confirm."""
    asked = [(row, row.person) for row in rows if row.person is not None]
    answers = enter_by_hand(
        offering=offering,
        rows=[person for _, person in asked],
        alone=settings.HEFA_HAND_ROWS_ALONE,
        officer=officer,
        at=at,
        late_reason=late_reason(request),
    )
    outcomes = [outcome(row.number, person.name, answer) for (row, person), answer in zip(asked, answers, strict=True)]
    waiting = [
        replace(row, reasons=tuple(str(reason.label) for reason in answer.decision.reasons))
        for (row, _), answer in zip(asked, answers, strict=True)
        if isinstance(answer.decision, Review)
    ]
    return outcomes, waiting


def _page(
    request: HttpRequest,
    desk: Desk,
    rows: Sequence[TypedRow],
    *,
    at: datetime,
    outcomes: Sequence[Outcome] = (),
    problem: str = "",
) -> HttpResponse:
    hours = desk.offering.hours
    own = desk.offering.activity.organiser.unit
    context: dict[str, Any] = {
        "desk": desk,
        "rows": rows,
        "numbers": [row.number for row in rows],
        "first": rows[0].number,
        "count": rows[-1].number - rows[0].number + 1,
        "can_grow": rows[-1].number - rows[0].number + 1 < MOST_ROWS,
        "wrong": [row for row in rows if row.problems],
        "asks": any(row.reasons for row in rows),
        "outcomes": outcomes,
        "problem": problem,
        "own_unit": own,
        "hours": f"實體 {plain(hours.in_person)} 小時，數位 {plain(hours.digital)} 小時",
        "late": is_late(desk.offering.activity.roc_year, at),
        "late_reason": late_reason(request),
    }
    return render(request, "backoffice/door/sheet_entry.html", context)


def _between(text: str | None, least: int, most: int, *, usual: int) -> int:
    """A number as it came in a URL or form, held between its ends; `usual` for anything else."""
    return min(max(int(text), least), most) if text and text.isdecimal() and len(text) < 7 else usual
