"""待確認對應: lines of a roster that fit several people; the officer says who it is, nobody, or later."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from hefa.base.clock import now
from hefa.base.hours import plain
from hefa.base.national_id import mask_last4
from hefa.base.roc import format_roc
from hefa.organisers.names import Duty
from hefa.paperwork.actions.year import Choice, ChosenTwice, settle_members
from hefa.paperwork.names.year import Match, Matching, Standing
from hefa.paperwork.queries.year import MemberRow, progress_of
from hefa.paperwork.rules.year import PersonFacts
from hefa.web.backoffice.year.access import roster_desk
from hefa.web.shell.audience import officer_only
from hefa.web.shell.form_target import form_target
from hefa.web.shell.forms import PageForm

LATER, NOBODY, OPEN = "later", "nobody", "open"
MOST_DAYS = 5


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A line to settle, with its form. What tells people apart are the days on which they earned hours here."""

    row: MemberRow
    id_masked: str
    form: "ChoiceForm"


class ChoiceForm(PageForm):
    """Who it is. Only what stands under the officer's own unit is told of each."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    person = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"invalid_choice": "請由選項中選擇。"})

    def __init__(self, *args: Any, row: MemberRow, **kwargs: Any) -> None:
        initial = {"version": row.version, "person": LATER}
        super().__init__(*args, prefix=str(row.public_id), initial=initial, **kwargs)
        choices = [(str(person.id), _told(number, person)) for number, person in enumerate(row.people, start=1)]
        field = forms.ChoiceField(
            label=f"{row.name}（{mask_last4(row.id_last4)}）是哪一位？",
            choices=[*choices, (NOBODY, "都不是，不計入時數"), (LATER, "之後再確認")],
            widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
            error_messages={"invalid_choice": "請由選項中選擇。", "required": "請選擇。"},
        )
        self.fields["person"] = field

    def choice(self) -> Choice | None:
        """What was chosen; None for later. Asked of a valid form alone."""
        person, version = self.cleaned_data["person"], self.cleaned_data["version"]
        if person == LATER:
            return None
        if person == NOBODY:
            return Choice(version, Matching.NOBODY)
        return Choice(version, Matching.CHOSEN, UUID(person))


@officer_only(Duty.RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def matching(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Every line that fits several people, with a choice each; 送出 keeps all choices at once."""
    at = now()
    desk = roster_desk(request, public_id, at=at)
    officer = desk.officer(Duty.RECORD)
    (progress,) = progress_of([desk.roster], on=localdate(at))
    rows = [one for one in progress.members if one.match == Match.SEVERAL and one.standing == Standing.ACTIVE]
    sent = request.POST if request.method == "POST" else None
    lines = [
        OpenLine(row, mask_last4(row.id_last4), ChoiceForm(_of_line(sent, row) if sent else None, row=row))
        for row in rows
    ]
    if sent is not None and all([line.form.is_valid() for line in lines]):
        told = {line.row.public_id: line.form.choice() for line in lines}
        choices = {line: choice for line, choice in told.items() if choice is not None}
        try:
            answer = settle_members(roster=desk.roster, choices=choices, officer=officer, on=localdate(at), at=at)
        except ChosenTwice:
            messages.warning(request, "同一位學員不能對應到兩位人員，沒有儲存。")
            return redirect("backoffice:year_roster_matching", public_id)
        if answer.overtaken:
            messages.warning(request, f"有 {answer.overtaken} 位人員的資料已變更，請重新確認。")
        if answer.kept:
            messages.success(request, f"已確認 {answer.kept} 位人員。")
        if not choices:
            messages.info(request, "沒有需要儲存的變更。")
        return redirect("backoffice:year_roster", public_id)
    return render(request, "backoffice/year_matching.html", {"desk": desk, "lines": lines})


@officer_only(Duty.RECORD)
@form_target("backoffice:year_member")
def member_matching(request: HttpRequest, public_id: UUID, member_id: UUID) -> HttpResponse:
    """不是同一人, of a line that one person fits; or looked for anew after the officer had settled it."""
    at = now()
    desk = roster_desk(request, public_id, at=at)
    officer = desk.officer(Duty.RECORD)
    version = request.POST.get("version", "")
    wanted = Matching.OPEN if request.POST.get("do") == OPEN else Matching.NOBODY
    choice = Choice(int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0, wanted)
    answer = settle_members(roster=desk.roster, choices={member_id: choice}, officer=officer, on=localdate(at), at=at)
    if answer.kept:
        messages.success(request, "已儲存。")
    else:
        messages.warning(request, "其他承辦人已先更改這位人員，請確認最新的內容。")
    return redirect("backoffice:year_member", public_id, member_id)


def _of_line(sent: Any, row: MemberRow) -> Any:
    """What was sent for a line; one that was not on the page stays for later."""
    if f"{row.public_id}-person" in sent:
        return sent
    return {f"{row.public_id}-person": LATER, f"{row.public_id}-version": row.version}


def _told(number: int, person: PersonFacts) -> str:
    days = "、".join(format_roc(day) for day in person.days[:MOST_DAYS])
    more = "等" if len(person.days) > MOST_DAYS else ""
    return f"第 {number} 位：以本機關取得 {plain(person.hours)} 小時（{days}{more}）"
