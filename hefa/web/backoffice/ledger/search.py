"""What an officer looks for in a list of people. Names and digits stay in the server's session, never in a URL."""

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import HttpRequest

from hefa.awards.queries import AwardSearch, Sort
from hefa.web.shell.person_search import PersonSearchForm, kept_terms, sort_field

EXTERNAL = {"yes": True, "no": False}
SORTS = [
    (Sort.UNIT_THEN_NAME.value, "服務機關(主鍵), 姓名(次鍵)"),
    (Sort.NAME.value, "姓名"),
    (Sort.ENROLMENT_ORDER.value, "報名先後順序"),
]


class SearchForm(PersonSearchForm):
    """身分證字號末四碼, 姓名, 是否為外單位, and the order of the list."""

    external = forms.ChoiceField(
        label="是否為外單位：", required=False, choices=[("", "請選擇"), ("yes", "是"), ("no", "否")]
    )
    sort = sort_field(SORTS)


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
    terms = {"sort": Sort.UNIT_THEN_NAME.value, **kept_terms(request, public_id)}
    search = AwardSearch(
        last4=terms.get("last4", ""), name=terms.get("name", ""), external=EXTERNAL.get(terms.get("external", ""))
    )
    return Wanted(search, Sort(terms["sort"]), terms)
