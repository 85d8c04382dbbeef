"""送出, 全選, 全部通過, 全部不通過 and 套用時數: the list sent back by the officer."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from hefa.awards.actions import AwardChange, AwardChanges, ReasonMissing, change_awards
from hefa.awards.names import AwardState
from hefa.awards.queries import AwardRow, AwardSearch, Sort, award_rows
from hefa.base.clock import now
from hefa.organisers.names import Duty
from hefa.web.backoffice.access import desk_of
from hefa.web.backoffice.ledger.awards import EVERYBODY, Typed, list_page, page_number
from hefa.web.backoffice.ledger.rows import BrokenForm, RowView, difference, hours_text, judged, sent_rows
from hefa.web.backoffice.ledger.search import wanted
from hefa.web.shell.audience import account_of, officer_only
from hefa.web.shell.form_target import form_target
from hefa.web.shell.reason import ReasonField

MOST_TOLD = 20
"""So many changed rows are named; the rest are counted."""
WRONG_HOURS = "時數有誤，尚未儲存任何資料。請修正標示的學員後再送出。"
WHY = "已覆核的資料要更正，請填寫更正原因後再送出；尚未儲存任何資料。"
FILLS = frozenset({"select", "pass", "fail", "apply"})


@officer_only(Duty.RECORD)
@form_target("backoffice:awards")
def award_changes(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Save what differs and say what changed. The buttons that fill the list (全選 and so on) only draw it again.

    A change after 已覆核 without a reason draws the list again too, with everything that was typed, and asks for one.
    """
    at = now()
    desk = desk_of(request, public_id, at=at)
    officer = desk.officer(Duty.RECORD)
    stored = _stored(award_rows(desk.offering, search=AwardSearch(), sort=Sort.NAME, per_page=EVERYBODY).rows)
    try:
        sent = sent_rows(request.POST, stored, account_id=account_of(request).pk)
    except BrokenForm:
        raise BadRequest("表單內容不完整，請回上頁重新整理後再送出。") from None
    looked_for, number, typed = wanted(request, public_id), page_number(request.POST.get("page")), _typed(request.POST)
    if (do := request.POST.get("do", "")) in FILLS:
        return list_page(request, desk, looked_for, number=number, rows=_filled(sent, do, typed), typed=typed)
    rows, changes = judged(sent)
    if typed.reason_problem or (sent and not changes):
        again = typed if typed.reason_problem else replace(typed, problem=WRONG_HOURS)
        return list_page(request, desk, looked_for, number=number, rows=rows, typed=again)
    try:
        answer = change_awards(offering=desk.offering, changes=changes, reason=typed.reason, officer=officer, at=at)
    except ReasonMissing:
        again = replace(typed, problem=WHY, asks_reason=True, reason_problem="請填寫更正原因。")
        return list_page(request, desk, looked_for, number=number, rows=rows, typed=again)
    _tell(request, answer, changes, stored)
    return redirect(f"{reverse('backoffice:awards', args=[public_id])}?{urlencode({'page': number})}")


def _typed(sent: QueryDict) -> Typed:
    """What stands around the rows; a reason that cannot be one is told beside its field."""
    text = sent.get("reason", "")
    typed = Typed(
        asks_reason=bool(text.strip()),
        reason=text,
        digital=hours_text(sent.get("digital", "")),
        in_person=hours_text(sent.get("in_person", "")),
    )
    try:
        return replace(typed, reason=ReasonField("更正原因", required=False).clean(text))
    except forms.ValidationError as wrong:
        sentence = " ".join(wrong.messages)
        return replace(typed, problem=f"更正原因：{sentence}", reason="", reason_problem=sentence)


def _filled(rows: Sequence[RowView], do: str, typed: Typed) -> Sequence[RowView]:
    """The rows after one of the buttons that fill the list."""
    match do:
        case "select":
            check = not all(row.checked for row in rows)
            return [replace(row, checked=check) for row in rows]
        case "apply":
            return [
                replace(row, digital=typed.digital, in_person=typed.in_person) if row.checked else row for row in rows
            ]
        case _:
            state = AwardState.REVIEWED if do == "pass" else AwardState.FAILED
            return [replace(row, state=state) if state in row.states else row for row in rows]


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
    for objection in dict.fromkeys(answer.refused.values()):
        names = "、".join(_name(stored, award) for award, why in answer.refused.items() if why == objection)
        messages.warning(request, f"未儲存：{names}。{objection.value}。")
    if not (answer.saved or answer.overtaken or answer.refused):
        messages.info(request, "沒有需要儲存的變更。")


def _name(stored: dict[UUID, AwardRow], award: UUID) -> str:
    return stored[award].name if award in stored else "已刪除的學員"
