"""What an officer looks for in a list of people. Names and digits stay in the server's session, never in a URL."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest

from hefa.awards.queries import AwardSearch, Sort
from hefa.web.shell.forms import PageForm

SESSION_KEY = "award_search"
EXTERNAL = {"yes": True, "no": False}
SORTS = [
    (Sort.UNIT_THEN_NAME.value, "服務機關(主鍵), 姓名(次鍵)"),
    (Sort.NAME.value, "姓名"),
    (Sort.ENROLMENT_ORDER.value, "報名先後順序"),
]


class SearchForm(PageForm):
    """身分證字號末四碼, 姓名, 是否為外單位, and the order of the list."""

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
    external = forms.ChoiceField(
        label="是否為外單位：", required=False, choices=[("", "請選擇"), ("yes", "是"), ("no", "否")]
    )
    sort = forms.ChoiceField(
        label="請選擇排序方式：",
        choices=SORTS,
        widget=forms.RadioSelect,
        error_messages={"required": "請選擇排序方式。"},
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """The search and order that are in force for an offering."""

    search: AwardSearch
    sort: Sort
    terms: dict[str, str]

    @property
    def narrowed(self) -> bool:
        return self.search != AwardSearch()

    def form(self) -> SearchForm:
        return SearchForm(initial=self.terms)


def wanted(request: HttpRequest, public_id: UUID) -> Wanted:
    """What was last looked for at this offering; everybody by unit and name when nothing was."""
    kept = request.session.get(SESSION_KEY, {})
    terms: dict[str, str] = kept["terms"] if kept.get("offering") == str(public_id) else {}
    return _wanted({"sort": Sort.UNIT_THEN_NAME.value, **terms})


def keep(request: HttpRequest, public_id: UUID, cleaned: dict[str, Any]) -> None:
    """Remember a search until another offering is searched or the session ends."""
    request.session[SESSION_KEY] = {"offering": str(public_id), "terms": cleaned}


def _wanted(terms: dict[str, str]) -> Wanted:
    search = AwardSearch(
        last4=terms.get("last4", ""), name=terms.get("name", ""), external=EXTERNAL.get(terms.get("external", ""))
    )
    return Wanted(search, Sort(terms["sort"]), terms)
