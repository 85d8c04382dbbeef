"""The fields by which somebody proves oneself: by the second factor where there is one, else by the password."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.timezone import localtime

from hefa.accounts.actions import (
    LoggedIn,
    LoginRefused,
    Proof,
    RelyingSite,
    ask_passkey,
    code_typed,
    passkey_shown,
    prove_password,
)
from hefa.accounts.models import Account
from hefa.accounts.names import LoginProblem
from hefa.accounts.queries import SecondFactors, second_factors
from hefa.web.shell.forms import PageForm
from hefa.web.shell.known_browser import token_shown
from hefa.web.shell.person_form import NeverEchoed
from hefa.web.shell.site import named_site
from hefa.web.shell.visitor import address_of

QUESTION = "passkey_question"
ELSEWHERE = "最近三個月內登入過此帳號的瀏覽器仍可登入。"
Passed = LoggedIn | LoginRefused


class ProofForm(PageForm):
    """One field to type into, and a hidden one for what a passkey signs. `passkey_options` are for the script."""

    proof_code = forms.CharField(
        label="驗證碼或備用碼",
        max_length=40,
        required=False,
        widget=NeverEchoed(attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}),
    )
    proof_password = forms.CharField(
        label="密碼",
        max_length=1000,
        strip=False,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    proof_passkey = forms.CharField(max_length=20_000, required=False, widget=forms.HiddenInput)

    asked_anyway = frozenset({"proof_code", "proof_password"})

    def __init__(self, data: QueryDict | None, *, account: Account, request: HttpRequest) -> None:
        super().__init__(data)
        self.account, self.request = account, request
        self.factors: SecondFactors = second_factors(account)
        self.passkey_options = ""
        if self.factors.any:
            del self.fields["proof_password"]
            self.fields["proof_code"].label = "驗證碼或備用碼" if self.factors.app_added_at else "備用碼"
        else:
            del self.fields["proof_code"], self.fields["proof_passkey"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.values()):
            field = "proof_code" if self.factors.any else "proof_password"
            self.add_error(field, "請輸入驗證碼或備用碼。" if self.factors.any else "請輸入密碼。")
        return cleaned

    def ask(self) -> "ProofForm":
        """Put a new question for the passkeys into the session, and its options into the page."""
        question = ask_passkey(account=self.account, site=relying_site(self.request)) if self.factors.passkeys else None
        if question is not None:
            self.request.session[QUESTION] = dict(question.state)
            self.passkey_options = json.dumps(plain(question.options))
        return self

    def passed(self, by_factor: Any, *, at: datetime) -> bool:
        """Hand what was shown to the action `by_factor` (or to the password's own); a refusal stands in the form."""
        shown = token_shown(self.request, self.account.username)
        who: dict[str, Any] = {"account": self.account, "token": shown, "address": address_of(self.request), "at": at}
        answer: Passed
        if self.factors.any:
            answer = by_factor(proof=self._proof(), **who)
        else:
            answer = prove_password(password=self.cleaned_data["proof_password"], **who)
        if isinstance(answer, LoginRefused):
            self.add_error(None, refusal_sentence(answer))
        return isinstance(answer, LoggedIn)

    def _proof(self) -> Proof:
        signed = self.cleaned_data["proof_passkey"]
        if not signed:
            return code_typed(self.cleaned_data["proof_code"])
        state = self.request.session.pop(QUESTION, {})
        return passkey_shown(site=relying_site(self.request), state=state, answer=read_answer(signed))


def relying_site(request: HttpRequest) -> RelyingSite:
    """What passkeys are bound to: the host that the browser shows."""
    host = request.get_host()
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    return RelyingSite(host=name, origin=f"{request.scheme}://{host}", name=named_site().name)


def read_answer(text: str) -> Mapping[str, Any]:
    """What a browser's script put into a hidden field; nothing when it cannot be read."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def plain(told: Any) -> Any:
    """The options of a passkey as JSON has them."""
    if isinstance(told, Mapping):
        return {key: plain(value) for key, value in told.items() if value is not None}
    if isinstance(told, list | tuple):
        return [plain(value) for value in told]
    return told


def refusal_sentence(refused: LoginRefused) -> str:
    """Why, and after which time it may be tried again."""
    if refused.locked_until is None:
        return f"{refused.reason.label}。"
    sentence = f"{refused.reason.label}（{localtime(refused.locked_until):%H:%M:%S} 之後）。"
    return (
        f"{sentence}{ELSEWHERE}" if refused.reason == LoginProblem.LOCKED and settings.HEFA_KNOWN_BROWSERS else sentence
    )
