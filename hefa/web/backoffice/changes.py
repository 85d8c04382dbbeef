"""送出, 全選, 全部通過 and 全部不通過: the list sent back by the officer."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from hefa.awards.actions import AwardChange, AwardChanges, change_awards
from hefa.awards.names import AwardState
from hefa.awards.queries import AwardRow, AwardSearch, Sort, award_rows
from hefa.base.clock import now
from hefa.organisers.names import Duty
from hefa.web.backoffice.access import desk_of
from hefa.web.backoffice.awards import EVERYBODY, list_page, page_number
from hefa.web.backoffice.rows import BrokenForm, RowView, difference, judged, sent_rows
from hefa.web.backoffice.search import wanted
from hefa.web.shell.audience import officer_only
from hefa.web.shell.form_target import form_target

MOST_TOLD = 20
"""So many changed rows are named; the rest are counted."""


@officer_only(Duty.RECORD)
@never_cache
@form_target("backoffice:awards")
def award_changes(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Save what differs and say what changed. The buttons that fill the list (全選 and so on) only draw it again."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    officer = desk.officer(Duty.RECORD)
    stored = _stored(award_rows(desk.offering, search=AwardSearch(), sort=Sort.NAME, per_page=EVERYBODY).rows)
    try:
        sent = sent_rows(request.POST, stored)
    except BrokenForm:
        raise BadRequest("表單內容不完整，請回上頁重新整理後再送出。") from None
    number = page_number(request.POST.get("page"))
    filled = _filled(sent, request.POST.get("do", ""))
    rows, changes = judged(filled if filled is not None else sent)
    if filled is not None or (sent and not changes):
        looked_for = wanted(request, public_id)
        page = award_rows(desk.offering, search=looked_for.search, sort=looked_for.sort, page=number)
        problem = "" if filled is not None else "時數有誤，尚未儲存任何資料。請修正標示的學員後再送出。"
        shown = rows if filled is None else filled
        return list_page(request, desk, looked_for, page, shown, problem=problem)
    answer = change_awards(offering=desk.offering, changes=changes, officer=officer, at=at)
    _tell(request, answer, changes, stored)
    return redirect(f"{reverse('backoffice:awards', args=[public_id])}?{urlencode({'page': number})}")


def _filled(rows: Sequence[RowView], do: str) -> Sequence[RowView] | None:
    """The rows after one of the buttons that fill the list; None when the button was 送出."""
    match do:
        case "select":
            check = not all(row.checked for row in rows)
            return [replace(row, checked=check) for row in rows]
        case "pass" | "fail":
            state = AwardState.REVIEWED if do == "pass" else AwardState.FAILED
            return [row if row.name_differs else replace(row, state=state) for row in rows]
        case _:
            return None


def _stored(rows: Sequence[AwardRow]) -> dict[UUID, AwardRow]:
    return {row.public_id: row for row in rows}


def _tell(
    request: HttpRequest, answer: AwardChanges, changes: Sequence[AwardChange], stored: dict[UUID, AwardRow]
) -> None:
    asked = {change.award: change for change in changes}
    if answer.saved:
        told = [difference(stored[award], asked[award]) for award in answer.saved[:MOST_TOLD]]
        more = f"等 {len(answer.saved)} 筆" if len(answer.saved) > MOST_TOLD else ""
        messages.success(request, f"已儲存 {len(answer.saved)} 筆變更。{'；'.join(told)}{more}。")
    if answer.overtaken:
        names = "、".join(_name(stored, award) for award in answer.overtaken)
        messages.warning(
            request, f"未儲存：{names}。其他承辦人已先更改這些資料，沒有覆蓋對方的內容；請確認下列最新資料後再修改。"
        )
    if answer.not_allowed:
        names = "、".join(_name(stored, award) for award in answer.not_allowed)
        messages.warning(request, f"未儲存：{names}。目前的狀態不能這樣更改。")
    if not (answer.saved or answer.overtaken or answer.not_allowed):
        messages.info(request, "沒有需要儲存的變更。")


def _name(stored: dict[UUID, AwardRow], award: UUID) -> str:
    return stored[award].name if award in stored else "已刪除的學員"
