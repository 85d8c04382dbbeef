"""移轉: choose, look, move. Hours that were scanned in the wrong 期別 go to the right one in three quiet steps."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from hefa.activities.models import Offering
from hefa.activities.queries import offerings_of
from hefa.awards.actions import Moved, OfferingCancelled, move_awards
from hefa.awards.queries import awards_between, move_rows, scan_span
from hefa.base.clock import now
from hefa.organisers.names import Duty
from hefa.paperwork.queries import exported_awards
from hefa.web.backoffice.access import Desk, desk_of
from hefa.web.backoffice.ledger.move_form import (
    BetweenForm,
    MovingForm,
    TargetForm,
    read_picked,
    short_words,
    words_of,
    write_picked,
)
from hefa.web.backoffice.ledger.rows import BrokenForm, sent_versions
from hefa.web.shell.audience import account_of, officer_only
from hefa.web.shell.form_target import form_target

BROKEN = "表單內容不完整，請回上頁重新整理後再送出。"


@officer_only(Duty.RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def award_move(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """移轉: where to. The rows checked in the list come along; without any, those between two times move."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    desk.officer(Duty.RECORD)
    try:
        picked = sent_versions(request.POST) if request.method == "POST" else {}
    except BrokenForm:
        raise BadRequest(BROKEN) from None
    target = TargetForm(offered=_offered(request, desk, at=at), near=desk.offering)
    between = None if picked else BetweenForm(initial=BetweenForm.words(scan_span(desk.offering)))
    return _choosing(request, desk, target, between, picked)


@officer_only(Duty.RECORD)
@form_target("backoffice:award_move")
def award_move_preview(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Who moves, who has hours there already, and what was exported: to be looked at before anything is done."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    desk.officer(Duty.RECORD)
    picked = _picked(request)
    offered = _offered(request, desk, at=at)
    if "look" in request.POST:
        words = {name: request.POST.get(name, "") for name in request.POST}
        target = TargetForm(initial={**words, "target": ""}, offered=offered, near=desk.offering)
        return _choosing(request, desk, target, None if picked else BetweenForm(initial=words), picked)
    target = TargetForm(request.POST, offered=offered, near=desk.offering)
    between = None if picked else BetweenForm(request.POST)
    if not all([target.is_valid(), between is None or between.is_valid()]):
        return _choosing(request, desk, target, between, picked)
    if between is not None:
        times = between.cleaned_data
        picked = awards_between(desk.offering, since=times["since"], until=times["until"])
        if not picked:
            between.add_error(None, "這段時間內沒有核發時數的學員。")
            return _choosing(request, desk, target, between, picked)
    return _previewed(request, desk, target.chosen, picked, MovingForm(target=target.chosen))


@officer_only(Duty.RECORD)
@form_target("backoffice:award_move")
def award_moving(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Move what was looked at, with one reason. Sent twice, the second time says that it is done."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    officer = desk.officer(Duty.RECORD)
    picked = _picked(request)
    target = TargetForm(request.POST, offered=_offered(request, desk, at=at), near=desk.offering)
    if not picked or not target.is_valid():
        raise BadRequest(BROKEN)
    form = MovingForm(request.POST, target=target.chosen)
    if not form.is_valid():
        return _previewed(request, desk, target.chosen, picked, form)
    try:
        answer = move_awards(
            offering=desk.offering,
            target=target.chosen,
            versions=picked,
            take_hours=form.cleaned_data["hours"] == "target",
            reason=form.cleaned_data["reason"],
            officer=officer,
            at=at,
        )
    except OfferingCancelled:
        messages.warning(request, f"沒有移轉：{short_words([target.chosen])}已取消。")
        return redirect("backoffice:awards", public_id)
    _tell(request, answer, target.chosen)
    return redirect("backoffice:ended_awards" if answer.moved else "backoffice:awards", public_id)


def _offered(request: HttpRequest, desk: Desk, *, at: datetime) -> QuerySet[Offering]:
    """The other offerings of the same organiser at which this account records hours, and which are held."""
    mine = offerings_of(account_of(request), on=localdate(at), duty=Duty.RECORD)
    same = mine.filter(activity__organiser=desk.offering.activity.organiser, cancelled_at__isnull=True)
    return same.exclude(pk=desk.offering.pk)


def _picked(request: HttpRequest) -> dict[UUID, int]:
    try:
        return read_picked(request.POST.get("picked", ""))
    except ValueError:
        raise BadRequest(BROKEN) from None


def _choosing(
    request: HttpRequest, desk: Desk, target: TargetForm, between: BetweenForm | None, picked: Mapping[UUID, int]
) -> HttpResponse:
    context = {"desk": desk, "target": target, "between": between, "picked": write_picked(picked), "count": len(picked)}
    return render(request, "backoffice/move.html", context)


def _previewed(
    request: HttpRequest, desk: Desk, target: Offering, picked: Mapping[UUID, int], form: MovingForm
) -> HttpResponse:
    found = move_rows(desk.offering, target=target, awards=picked)
    rows = [row for row in found if row.version == picked[row.public_id]]
    exported = exported_awards(desk.offering)
    context = {
        "desk": desk,
        "form": form,
        "target": target,
        "target_words": words_of(target),
        "picked": write_picked({row.public_id: row.version for row in rows}),
        "rows": [row for row in rows if row.held is None],
        "held": [row for row in rows if row.held is not None],
        "gone": len(picked) - len(rows),
        "exported": sum(row.public_id in exported for row in rows),
        "differing": sum(row.hours != target.hours for row in rows),
        "total": len(rows),
    }
    return render(request, "backoffice/move_preview.html", context)


def _tell(request: HttpRequest, answer: Moved, target: Offering) -> None:
    where = short_words([target])
    if answer.moved:
        messages.success(request, f"已移轉 {len(answer.moved)} 筆時數至{where}。移錯時，可於下表移回。")
    if answer.already_there:
        messages.info(
            request, f"{len(answer.already_there)} 位學員在{where}已有時數，以該筆為準；本期的時數已移除並註記移轉。"
        )
    if answer.overtaken:
        messages.warning(request, f"{len(answer.overtaken)} 筆未移轉：其他承辦人已先更改、刪除或移轉，請確認最新資料。")
