"""年度人員名冊: the rosters of an officer's units with their progress, and a new one."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from hefa.base.clock import now
from hefa.base.roc import roc_year
from hefa.organisers.models import Officer
from hefa.organisers.names import Duty
from hefa.organisers.queries import officers_of
from hefa.paperwork.actions.year import RosterStands, open_roster
from hefa.paperwork.queries.year import earlier_roster, progress_of, rosters_of
from hefa.units.models import Unit
from hefa.units.queries import below
from hefa.web.shell.audience import account_of, officer_only
from hefa.web.shell.forms import PageForm

MOST_UNITS = 500
"""So many units are offered to choose from; whoever keeps more keeps them through their own offices."""
YEAR_WORDS = "請輸入民國年，例如 115。"


class RosterForm(PageForm):
    """Of which unit, for which 年度, and whether the people of an earlier roster come along."""

    roc_year = forms.IntegerField(
        label="年度",
        min_value=80,
        max_value=300,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), YEAR_WORDS),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
    )
    unit = forms.ChoiceField(
        label="機關",
        help_text="您的機關、所屬機關，以及由其承接的已裁撤機關。",
        error_messages={"required": "請選擇機關。", "invalid_choice": "請由清單選擇機關。"},
    )
    people = forms.ChoiceField(
        label="名冊內容",
        choices=[("empty", "空白名冊，之後匯入或逐筆新增"), ("follow", "沿用最近一次名冊的人員與班級（已離職者除外）")],
        widget=forms.RadioSelect,
        initial="empty",
    )

    def __init__(self, *args: Any, offices: list[Officer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept: dict[str, tuple[Officer, Unit]] = {
            f"{officer.organiser.public_id}/{unit.code}": (officer, unit)
            for officer in offices
            if officer.organiser.unit is not None
            for unit in below(officer.organiser.unit).order_by("code")[:MOST_UNITS]
        }
        several = len({officer.organiser_id for officer, _ in self.kept.values()}) > 1
        choices = [
            (key, f"{unit.code} {unit.name}" + (f"（{officer.organiser.name}）" if several else ""))
            for key, (officer, unit) in self.kept.items()
        ]
        cast(forms.ChoiceField, self.fields["unit"]).choices = choices

    @property
    def chosen(self) -> tuple[Officer, Unit]:
        """The office that keeps the roster, and the unit that it is of."""
        return self.kept[self.cleaned_data["unit"]]


@officer_only()
@require_safe
def year(request: HttpRequest) -> HttpResponse:
    """The rosters of one 年度 with their progress, the latest year first."""
    at = now()
    account, today = account_of(request), localdate(at)
    mine = rosters_of(account, on=today)
    years = sorted({roc_year(today), *mine.order_by().values_list("roc_year", flat=True)}, reverse=True)
    shown = chosen_year(request.GET.get("year"), years, at=at)
    context = {
        "years": years,
        "shown": shown,
        "found": progress_of(list(mine.filter(roc_year=shown)), on=today),
        "may_record": officers_of(account, on=today, duty=Duty.RECORD).exists(),
    }
    return render(request, "backoffice/year.html", context)


@officer_only(Duty.RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def new_roster(request: HttpRequest) -> HttpResponse:
    """建立名冊: empty, or with the people of the last one of this unit or of one that it succeeded.

    `?unit=` leads here from the roster of a unit that was succeeded, and offers its people.
    """
    at = now()
    offices = list(officers_of(account_of(request), on=localdate(at), duty=Duty.RECORD))
    led = request.GET.get("unit", "")
    initial = {"roc_year": roc_year(localdate(at)), "unit": led, "people": "follow" if led else "empty"}
    form = RosterForm(request.POST if request.method == "POST" else None, initial=initial, offices=offices)
    if form.is_valid():
        officer, unit = form.chosen
        wanted = form.cleaned_data["roc_year"]
        following = None
        if form.cleaned_data["people"] == "follow":
            following = earlier_roster(officer.organiser, unit, roc_year=wanted)
            if following is None:
                form.add_error("people", "這個機關沒有較早的名冊可以沿用，請選空白名冊。")
        if form.is_valid():
            try:
                roster = open_roster(unit=unit, roc_year=wanted, following=following, officer=officer, at=at)
            except RosterStands:
                form.add_error("unit", "這個機關已有這個年度的名冊。")
            else:
                messages.success(request, f"已建立 {wanted} 年度「{unit.name}」的人員名冊。")
                return redirect("backoffice:year_roster", roster.public_id)
    return render(request, "backoffice/year_new.html", {"form": form, "has_unit": bool(form.kept)})


def chosen_year(asked: str | None, years: list[int], *, at: datetime) -> int:
    """The year asked for if there is one to show, otherwise this one."""
    told = int(asked) if asked and asked.isascii() and asked.isdigit() and len(asked) <= 3 else 0
    return told if told in years else roc_year(localdate(at))
