"""註冊個人帳號 and 忘記帳號/密碼."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout as end_session
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from hefa.accounts.actions import PasswordUsedBefore, UsernameTaken, is_reset_open, register, reset_password, wish_reset
from hefa.accounts.models import Account
from hefa.accounts.rules import RESET_LIFE, InvalidUsername, clean_username, fold_username
from hefa.base.clock import now
from hefa.learners.actions import link_account
from hefa.web.learner.password_form import (
    NEW_PASSWORD_HELP,
    USED_BEFORE,
    NewPasswordForm,
    check_new_password,
    password_field,
)
from hefa.web.learner.words import words
from hefa.web.shell.audience import everyone
from hefa.web.shell.forms import PageForm
from hefa.web.shell.limits import limited, turn_away
from hefa.web.shell.line_app import outside_line
from hefa.web.shell.logins import begin
from hefa.web.shell.person_form import PersonForm

RESET_TOKEN = "reset_token"  # noqa: S105


class RegisterForm(PersonForm):
    """A person, an address for letters, 帳號 and 密碼."""

    NEVER_REFILLED: ClassVar[frozenset[str]] = PersonForm.NEVER_REFILLED | {"password", "password_again"}

    email = forms.EmailField(
        label="電子郵件",
        max_length=254,
        help_text="忘記帳號或密碼時，用來寄送重新設定的連結",
        error_messages={"required": "請輸入電子郵件。", "invalid": "電子郵件格式不正確。"},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    username = forms.CharField(
        label="帳號",
        max_length=200,
        help_text="可用英文字母、數字與 . _ -",
        error_messages={"required": "請輸入帳號。"},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = password_field("密碼", missing="請輸入密碼。", help_text=NEW_PASSWORD_HELP)
    password_again = password_field("再輸入一次密碼", missing="請再輸入一次密碼。")

    def clean_username(self) -> str:
        try:
            return clean_username(str(self.cleaned_data["username"]))
        except InvalidUsername as problem:
            raise forms.ValidationError(f"{problem}。") from problem

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        check_new_password(self, Account(username=cleaned.get("username", "")))
        return cleaned


class ForgottenForm(PageForm):
    """Whose account: by 帳號 or by address."""

    username_or_email = forms.CharField(
        label="帳號或電子郵件",
        max_length=254,
        error_messages={"required": "請輸入帳號或電子郵件。"},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )


@everyone
@outside_line
@sensitive_post_parameters()
@limited("registrations")
@require_http_methods(["GET", "HEAD", "POST"])
def register_account(request: HttpRequest) -> HttpResponse:
    """註冊個人帳號. A number that is known already is answered like any other; its link starts unproven (T1, T2b)."""
    at = now()
    if isinstance(request.user, Account):
        return redirect("shell:home")
    data = request.POST if request.method == "POST" else None
    form = RegisterForm(data, language="zh", at=at, on=localdate(at))
    if not form.is_valid():
        return render(request, "learner/register.html", {"form": form, "words": words("zh")})
    try:
        with transaction.atomic():
            account = _register(form)
    except UsernameTaken:
        form.add_error("username", "這個帳號已有人使用，請換一個。")
        return render(request, "learner/register.html", {"form": form, "words": words("zh")})
    begin(request, account, second_factor=False, at=at)
    messages.success(request, "已完成註冊，您可以建立個人條碼了。")
    return redirect("shell:home")


@everyone
@sensitive_post_parameters()
@limited("resets")
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """忘記帳號/密碼: a letter to the address on file. Page and time are the same whether there is such an account."""
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    asked = form.is_valid()
    if asked:
        at, typed = now(), form.cleaned_data["username_or_email"]
        comers = {f"account|{fold_username(typed)}": settings.HEFA_RESETS_BY_ACCOUNT}
        turned = turn_away(request, "resets", comers, at=at)
        if turned is not None:
            return turned
        wish_reset(username_or_email=typed, site=request.build_absolute_uri("/").rstrip("/"), at=at)
    minutes = int(RESET_LIFE.total_seconds() // 60)
    return render(request, "learner/forgotten.html", {"form": form, "asked": asked, "minutes": minutes})


@everyone
@require_safe
def reset_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the letter: the token moves into the session and out of the address, so that nothing tells it on."""
    request.session[RESET_TOKEN] = token
    return redirect("learner:reset")


@everyone
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def reset(request: HttpRequest) -> HttpResponse:
    """Set a new password with the token of the letter: once, within its time."""
    token = str(request.session.get(RESET_TOKEN, ""))
    at = now()
    if not is_reset_open(token=token, at=at):
        return render(request, "learner/reset.html", {"form": None})
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "learner/reset.html", {"form": form})
    try:
        account = reset_password(token=token, password=form.cleaned_data["password"], at=at)
    except PasswordUsedBefore:
        form.add_error("password", USED_BEFORE)
        return render(request, "learner/reset.html", {"form": form})
    end_session(request)
    if account is None:
        return render(request, "learner/reset.html", {"form": None})
    messages.success(request, f"已重新設定密碼，請以帳號 {account.username} 登入。")
    return redirect("shell:login")


def _register(form: RegisterForm) -> Account:
    """The new account with its link; whether the number has an owner to be told is looked for by the timetable."""
    said = form.cleaned_data
    account = register(
        username=said["username"], password=said["password"], name=said["name"], email=said["email"], at=form.at
    )
    link_account(account=account, national_id=said["national_id"], unit=said["unit"], at=form.at)
    return account
