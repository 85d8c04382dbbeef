"""登入安全: the second factors of one's own account, set up, renewed and removed."""

import base64
import json
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from hefa.accounts.actions import (
    PasskeyRefused,
    WrongCode,
    add_app,
    ask_new_passkey,
    keep_passkey,
    make_recovery_codes,
    new_seed,
    remove_app,
    remove_passkey,
)
from hefa.accounts.queries import second_factors
from hefa.accounts.rules import app_address
from hefa.base import qr
from hefa.base.clock import now
from hefa.web.shell.audience import account_of, learner_only
from hefa.web.shell.form_target import form_target
from hefa.web.shell.forms import PageForm
from hefa.web.shell.logins import is_second_factor_missing, is_staff, note_proof
from hefa.web.shell.permissions_policy import HEADER, PASSKEYS
from hefa.web.shell.proof import freshly_proven
from hefa.web.shell.proof_form import plain, read_answer, relying_site
from hefa.web.shell.provider_client import is_provider_there
from hefa.web.shell.site import named_site

SEED, NEW_PASSKEY, NEW_CODES = "new_app_seed", "new_passkey", "new_recovery_codes"
APP = "app"


class AppForm(PageForm):
    """The first code that a new app shows."""

    code = forms.CharField(
        label="App 顯示的 6 位數驗證碼",
        max_length=20,
        error_messages={"required": "請輸入 App 顯示的驗證碼。"},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code-input"}),
    )


class PasskeyForm(PageForm):
    """What the owner calls a passkey, and what the browser made of it."""

    name = forms.CharField(
        label="名稱",
        max_length=40,
        help_text="供您日後辨認，例如「我的手機」。",
        error_messages={"required": "請輸入名稱。"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    passkey = forms.CharField(max_length=20_000, required=False, widget=forms.HiddenInput)


@learner_only
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """What this account proves itself by. Staff that must have a second factor is told so, and what to do."""
    account, at = account_of(request), now()
    factors, staff = second_factors(account), is_staff(account, at=at)
    missing = staff and is_second_factor_missing(request)
    if missing and factors.any:
        return redirect("shell:proof")
    context = {
        "factors": factors,
        "missing": missing,
        "last_kept": _is_last_kept(request, factors.count),
        "provider": is_provider_there(),
        "linked": account.provider_links.exists(),
    }
    return render(request, "shell/security.html", context)


@learner_only
@freshly_proven(reading=True)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def app_setup(request: HttpRequest) -> HttpResponse:
    """Show the seed as a QR code and as text, and take the app once it shows the right code."""
    account = account_of(request)
    kept = request.session.get(SEED)
    seed = base64.b64decode(kept) if kept else new_seed()
    request.session[SEED] = base64.b64encode(seed).decode()
    form = AppForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            add_app(account=account, seed=seed, code=form.cleaned_data["code"], at=now())
        except WrongCode:
            form.add_error("code", "驗證碼不正確，請確認手機的時間是自動設定，再輸入最新的驗證碼。")
        else:
            del request.session[SEED]
            messages.success(request, "已新增驗證碼 App。")
            return _added(request)
    picture = qr.address_picture(app_address(seed, username=account.username, site=named_site().name))
    letters = base64.b32encode(seed).decode().lower()
    secret = " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))
    return render(request, "shell/app_setup.html", {"form": form, "picture": picture, "secret": secret})


@learner_only
@freshly_proven(reading=True)
@require_http_methods(["GET", "HEAD", "POST"])
def passkey_setup(request: HttpRequest) -> HttpResponse:
    """Let this browser make a passkey, and keep it under a name."""
    account, site = account_of(request), relying_site(request)
    form = PasskeyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        state = request.session.pop(NEW_PASSKEY, {})
        answer, name = read_answer(form.cleaned_data["passkey"]), form.cleaned_data["name"]
        try:
            keep_passkey(account=account, site=site, state=state, answer=answer, name=name, at=now())
        except PasskeyRefused:
            form.add_error(None, "沒有建立通行密鑰，請再試一次；這個裝置可能已經建立過。")
        else:
            messages.success(request, f"已新增通行密鑰「{name}」。")
            return _added(request)
    question = ask_new_passkey(account=account, site=site)
    request.session[NEW_PASSKEY] = dict(question.state)
    context = {"form": form, "options": json.dumps(plain(question.options))}
    response = render(request, "shell/passkey_setup.html", context)
    response[HEADER] = PASSKEYS
    return response


@learner_only
@freshly_proven()
@form_target("shell:security")
def new_recovery_codes(request: HttpRequest) -> HttpResponse:
    """Ten new 備用碼; earlier ones end."""
    account = account_of(request)
    if second_factors(account).any:
        request.session[NEW_CODES] = make_recovery_codes(account=account, at=now())
    return redirect("shell:recovery_codes")


@learner_only
@require_safe
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The codes, once, to print or to write down."""
    codes = request.session.pop(NEW_CODES, [])
    return render(request, "shell/recovery_codes.html", {"codes": codes, "username": account_of(request).username})


@learner_only
@freshly_proven()
@form_target("shell:security")
def factor_removal(request: HttpRequest) -> HttpResponse:
    """Take one second factor away; staff that must have one keeps the last."""
    account, at, which = account_of(request), now(), request.POST.get("factor", "")
    if _is_last_kept(request, second_factors(account).count):
        messages.error(request, "承辦人與系統管理者須保留至少一種第二驗證方式，請先新增另一種再移除。")
        return redirect("shell:security")
    if which == APP:
        removed = remove_app(account=account, at=at)
    else:
        removed = _is_id(which) and remove_passkey(account=account, public_id=UUID(which), at=at)
    if removed:
        messages.success(request, "已移除。")
    return redirect("shell:security")


def _added(request: HttpRequest) -> HttpResponse:
    """This session counts as begun with a second factor from now on. The first one brings its recovery codes."""
    account, at = account_of(request), now()
    note_proof(request, second_factor=True, at=at)
    if second_factors(account).recovery_codes:
        return redirect("shell:security")
    request.session[NEW_CODES] = make_recovery_codes(account=account, at=at)
    return redirect("shell:recovery_codes")


def _is_last_kept(request: HttpRequest, count: int) -> bool:
    """Whether the last factor must stay: one that is demanded would be asked for at the next login."""
    return settings.HEFA_SECOND_FACTOR_DEMANDED and count == 1 and is_staff(account_of(request), at=now())


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
