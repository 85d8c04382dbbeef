"""What an officer looks for in a list of people. Names and digits stay in the server's session, never in a URL."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest

from hefa.web.shell.forms import PageForm

SESSION_KEY = "person_search"


class PersonSearchForm(PageForm):
    """身分證字號末四碼 and 姓名; each list adds what else it is searched and sorted by."""

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


def sort_field(choices: list[tuple[str, Any]]) -> forms.ChoiceField:
    """請選擇排序方式."""
    return forms.ChoiceField(
        label="請選擇排序方式：",
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": "請選擇排序方式。"},
    )


def kept_terms(request: HttpRequest, public_id: UUID) -> dict[str, str]:
    """What was last looked for in the list of this offering or roster; nothing when another was searched since."""
    kept = request.session.get(SESSION_KEY, {})
    return dict(kept["terms"]) if kept.get("list") == str(public_id) else {}


def keep_terms(request: HttpRequest, public_id: UUID, cleaned: Mapping[str, Any]) -> None:
    """Remember a search until another list is searched or the session ends."""
    request.session[SESSION_KEY] = {"list": str(public_id), "terms": dict(cleaned)}
