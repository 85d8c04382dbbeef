"""修改個人資料 and 變更密碼."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from hefa.accounts.actions import (
    LoginRefused,
    PasswordOvertaken,
    PasswordUsedBefore,
    change_password,
    change_profile,
    end_sessions,
    prove_password,
)
from hefa.accounts.models import Account
from hefa.audit.names import Actor
from hefa.base.clock import now
from hefa.base.person_name import InvalidPersonName, clean_person_name
from hefa.codes.actions import make_account_code, void_code
from hefa.codes.names import VoidReason
from hefa.codes.queries import code_of_account
from hefa.learners.actions import change_unit
from hefa.learners.models import AccountLink
from hefa.learners.queries import link_of
from hefa.units.models import Unit
from hefa.web.learner.code_words import account_words
from hefa.web.learner.password_form import USED_BEFORE, ChangePasswordForm
from hefa.web.learner.words import words
from hefa.web.shell.audience import account_of, learner_only
from hefa.web.shell.forms import PageForm
from hefa.web.shell.known_browser import know_browser, token_shown
from hefa.web.shell.logins import is_password_old, is_staff
from hefa.web.shell.proof import freshly_proven
from hefa.web.shell.proof_form import refusal_sentence
from hefa.web.shell.unit_form import UnitForm
from hefa.web.shell.visitor import address_of


class ProfileForm(PageForm):
    """Name and address of the account. A wrong number is corrected by an officer at sight of the card."""

    name = forms.CharField(
        label="姓名",
        max_length=400,
        error_messages={"required": "請輸入姓名。"},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="電子郵件",
        max_length=254,
        error_messages={"required": "請輸入電子郵件。", "invalid": "電子郵件格式不正確。"},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_name(self) -> str:
        try:
            return clean_person_name(str(self.cleaned_data["name"]))
        except InvalidPersonName as problem:
            raise forms.ValidationError(f"{problem}。") from problem


@learner_only
@freshly_proven()
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Change name and address of the account; the person behind the number is not renamed by it.

    The address decides who can set a new password, so whoever changes it has just proven who sits there.
    """
    account = account_of(request)
    told: dict[str, Any] = {"name": account.name, "email": account.email or ""}
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=told)
    if form.is_valid():
        change_profile(account=account, name=form.cleaned_data["name"], email=form.cleaned_data["email"], at=now())
        messages.success(request, "已修改個人資料。")
        return redirect("learner:profile")
    link = link_of(account)
    person = account_words(account, link, "zh") if link is not None else None
    return render(request, "learner/profile.html", {"form": form, "account": account, "person": person})


@learner_only
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change the password; every other session of the account ends, this one goes on under a new key.

    The old password is proven first. Whoever found this browser open has five guesses, like everybody.
    """
    account, at = account_of(request), now()
    form = ChangePasswordForm(request.POST if request.method == "POST" else None, account=account)
    too_old = is_password_old(request, account) and is_staff(account, at=at)
    context = {"form": form, "too_old_after": settings.HEFA_PASSWORD_DAYS if too_old else None}
    if form.is_valid() and _old_one_is_right(request, account, form, at=at):
        try:
            change_password(account=account, password=form.cleaned_data["password"], at=at)
        except PasswordUsedBefore:
            form.add_error("password", USED_BEFORE)
            return render(request, "learner/password.html", context)
        except PasswordOvertaken:
            form.add_error("old_password", "密碼剛剛已在別處變更，請重新登入。")
            return render(request, "learner/password.html", context)
        update_session_auth_hash(request, account)
        end_sessions(account=account, but=request.session.session_key)
        messages.success(request, "已變更密碼，其他裝置已登出。")
        response = redirect("learner:profile")
        know_browser(request, response, account, at=at)
        return response
    return render(request, "learner/password.html", context)


def _old_one_is_right(request: HttpRequest, account: Account, form: ChangePasswordForm, *, at: datetime) -> bool:
    old = form.cleaned_data["old_password"]
    shown = token_shown(request, account.username)
    answer = prove_password(account=account, password=old, token=shown, address=address_of(request), at=at)
    if isinstance(answer, LoginRefused):
        wrong = answer.locked_until is None
        form.add_error("old_password", "目前的密碼不正確。" if wrong else refusal_sentence(answer))
    return not isinstance(answer, LoginRefused)


@learner_only
@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: HttpRequest) -> HttpResponse:
    """Another 服務單位: the code is made anew, because a code keeps the unit that it was made with."""
    account = account_of(request)
    link = link_of(account)
    if link is None:
        return redirect("learner:code_form")
    at = now()
    sent = request.POST if request.method == "POST" else None
    last_units = [link.unit] if link.unit is not None else []
    form = UnitForm(sent, language="zh", on=localdate(at), last_units=last_units)
    if not form.is_valid():
        return render(request, "learner/change_unit.html", {"form": form, "words": words("zh")})
    with transaction.atomic():
        _move(account, link, form.cleaned_data["unit"], at)
    messages.success(request, "已變更服務單位；原有的條碼已換成新條碼，舊條碼失效作廢。")
    return redirect("learner:profile")


def _move(account: Account, link: AccountLink, to: Unit | None, at: datetime) -> None:
    change_unit(link=link, unit=to, at=at)
    code = code_of_account(account, on=localdate(at))
    if code is not None:
        void_code(code=code, reason=VoidReason.OWNER, actor=Actor.account(account.public_id), at=at)
        make_account_code(account=account, at=at)
