"""A line of a roster as pages show it, and what an officer looks for. Names and digits stay in the session."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest

from hefa.base.hours import plain
from hefa.base.national_id import mask_last4
from hefa.base.roc import format_roc
from hefa.paperwork.names.year import Match, RosterSort, Standing
from hefa.paperwork.queries.year import MemberRow, RosterSearch
from hefa.web.shell.forms import PageForm

SESSION_KEY = "roster_search"
ONLY = [
    ("", "全部"),
    ("lacking", "尚缺時數"),
    ("complete", "已達 4 小時"),
    ("open", "待確認對應"),
    ("none", "沒有符合的時數"),
    (Standing.EXEMPT.value, "豁免"),
    (Standing.LEFT.value, "已離職"),
]


class RosterSearchForm(PageForm):
    """身分證字號末四碼, 姓名, 狀態, and the order of the list."""

    optional_word = ""

    last4 = forms.RegexField(
        label="身分證字號末四碼：",
        regex=r"^\d{4}$",
        required=False,
        error_messages={"invalid": "請輸入身分證字號末四碼，共 4 個數字。"},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 4}),
    )
    name = forms.CharField(
        label="姓名：", required=False, max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    only = forms.ChoiceField(label="狀態：", required=False, choices=ONLY)
    sort = forms.ChoiceField(
        label="請選擇排序方式：",
        choices=RosterSort.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "請選擇排序方式。"},
    )


@dataclass(frozen=True, slots=True)
class RosterWanted:
    """The search and order that are in force for a roster."""

    search: RosterSearch
    sort: RosterSort
    terms: dict[str, str]

    @property
    def narrowed(self) -> bool:
        return self.search != RosterSearch()

    def form(self) -> RosterSearchForm:
        return RosterSearchForm(initial=self.terms)


def roster_wanted(request: HttpRequest, public_id: UUID) -> RosterWanted:
    """What was last looked for on this roster; everybody, who lacks most first, when nothing was."""
    kept = request.session.get(SESSION_KEY, {})
    terms: dict[str, str] = {"sort": RosterSort.LACKING.value}
    if kept.get("roster") == str(public_id):
        terms |= kept["terms"]
    search = RosterSearch(last4=terms.get("last4", ""), name=terms.get("name", ""), only=terms.get("only", ""))
    return RosterWanted(search, RosterSort(terms["sort"]), terms)


def keep_wanted(request: HttpRequest, public_id: UUID, cleaned: dict[str, Any]) -> None:
    """Remember a search until another roster is searched or the session ends."""
    request.session[SESSION_KEY] = {"roster": str(public_id), "terms": cleaned}


@dataclass(frozen=True, slots=True)
class MemberView:
    """One line, in words."""

    public_id: UUID
    name: str
    id_masked: str
    days: str
    state: str
    look: str
    hours: str
    lacking: str
    note: str


def member_view(row: MemberRow, *, reasons: bool = False) -> MemberView:
    """A line as the list shows it. `look` is the class that colours its state.

    Why somebody is exempt may be about health: `reasons` tells it, to officers who keep the roster.
    """
    return MemberView(
        public_id=row.public_id,
        name=row.name,
        id_masked=mask_last4(row.id_last4),
        days=_days(row),
        state=_state(row),
        look=_look(row),
        hours=plain(row.hours),
        lacking=plain(row.lacking) if row.standing == Standing.ACTIVE else "",
        note=_note(row, reasons=reasons),
    )


def _days(row: MemberRow) -> str:
    joined = f"{format_roc(row.joined)} 到職" if row.joined else ""
    left = f"{format_roc(row.left)} 離職" if row.left else ""
    return "、".join(day for day in (joined, left) if day)


def _state(row: MemberRow) -> str:
    if row.standing != Standing.ACTIVE:
        return str(row.standing.label)
    if row.match == Match.SEVERAL:
        return "待確認對應"
    return "尚缺時數" if row.lacking else "已達 4 小時"


def _look(row: MemberRow) -> str:
    if row.standing != Standing.ACTIVE:
        return ""
    return "state-waiting" if row.match == Match.SEVERAL else "state-failed" if row.lacking else ""


def _note(row: MemberRow, *, reasons: bool) -> str:
    if row.standing == Standing.EXEMPT:
        return row.exempt_reason if reasons else ""
    return "符合多位學員，確認後才計入時數" if row.standing == Standing.ACTIVE and row.match == Match.SEVERAL else ""
