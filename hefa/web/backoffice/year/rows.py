"""A line of a roster as pages show it, and what an officer looks for. Names and digits stay in the session."""

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import HttpRequest

from hefa.base.hours import plain
from hefa.base.national_id import mask_last4
from hefa.base.roc import format_roc
from hefa.paperwork.names.year import Match, RosterSort, Standing
from hefa.paperwork.queries.year import MemberRow, RosterSearch
from hefa.web.shell.person_search import PersonSearchForm, kept_terms, sort_field

ONLY = [
    ("", "全部"),
    ("lacking", "尚缺時數"),
    ("complete", "已達 4 小時"),
    ("open", "待確認對應"),
    ("none", "沒有符合的時數"),
    (Standing.EXEMPT.value, "豁免"),
    (Standing.LEFT.value, "已離職"),
]


class RosterSearchForm(PersonSearchForm):
    """身分證字號末四碼, 姓名, 狀態, and the order of the list."""

    only = forms.ChoiceField(label="狀態：", required=False, choices=ONLY)
    sort = sort_field(RosterSort.choices)


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
    terms = {"sort": RosterSort.LACKING.value, **kept_terms(request, public_id)}
    search = RosterSearch(last4=terms.get("last4", ""), name=terms.get("name", ""), only=terms.get("only", ""))
    return RosterWanted(search, RosterSort(terms["sort"]), terms)


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
