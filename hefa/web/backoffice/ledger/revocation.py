"""刪除勾選的項目: awards are taken back with a reason and stay in the history."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from hefa.awards.actions import revoke_awards
from hefa.awards.queries import AwardSearch, Sort, award_rows
from hefa.base.clock import now
from hefa.organisers.names import Duty
from hefa.web.backoffice.access import desk_of
from hefa.web.backoffice.ledger.awards import EVERYBODY
from hefa.web.backoffice.ledger.rows import BrokenForm, row_view, sent_versions
from hefa.web.shell.audience import account_of, officer_only
from hefa.web.shell.form_target import form_target
from hefa.web.shell.forms import PageForm
from hefa.web.shell.reason import ReasonField


class ReasonForm(PageForm):
    """刪除原因, which whoever asks later will read."""

    reason = ReasonField("刪除原因")


@officer_only(Duty.RECORD)
@form_target("backoffice:awards")
def revocation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Name the checked rows and ask for the reason; with the reason, take them back."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    officer = desk.officer(Duty.RECORD)
    try:
        versions = sent_versions(request.POST)
    except BrokenForm:
        raise BadRequest("表單內容不完整，請回上頁重新整理後再送出。") from None
    if not versions:
        messages.warning(request, "請先勾選要刪除的學員。")
        return redirect("backoffice:awards", public_id)
    form = ReasonForm(request.POST if "reason" in request.POST else None)
    everybody = award_rows(desk.offering, search=AwardSearch(), sort=Sort.UNIT_THEN_NAME, per_page=EVERYBODY).rows
    rows = [row for row in everybody if row.public_id in versions]
    if not form.is_valid():
        sent = [(row_view(row, account_id=account_of(request).pk), versions[row.public_id]) for row in rows]
        return render(request, "backoffice/revocation.html", {"desk": desk, "form": form, "rows": sent})
    answer = revoke_awards(
        offering=desk.offering, versions=versions, reason=form.cleaned_data["reason"], officer=officer, at=at
    )
    names = {row.public_id: row.name for row in rows}
    if answer.saved:
        told = "、".join(names[award] for award in answer.saved)
        messages.success(request, f"已刪除 {len(answer.saved)} 筆時數：{told}。")
    if answer.overtaken:
        told = "、".join(names.get(award, "已刪除的學員") for award in answer.overtaken)
        messages.warning(request, f"未刪除：{told}。其他承辦人已先更改或刪除，請確認最新資料。")
    return redirect("backoffice:awards", public_id)
