"""登入 and 登出."""

import base64

from django import forms
from django.contrib.auth import login as start_session
from django.contrib.auth import logout as end_session
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from hefa.accounts.actions import LoggedIn, LoginRefused, login
from hefa.base.clock import now
from hefa.keys.rescue import rescue_key
from hefa.web.shell.audience import everyone
from hefa.web.shell.form_target import form_target
from hefa.web.shell.forms import CarefulInput, PageForm

LOGGED_OUT = "logged_out"


class LoginForm(PageForm):
    """帳號 and 密碼, as on the manual's first page."""

    username = forms.CharField(
        label="帳號",
        max_length=150,
        error_messages={"required": "請輸入帳號。"},
        widget=CarefulInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label="密碼",
        max_length=1000,
        strip=False,
        error_messages={"required": "請輸入密碼。"},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


@everyone
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """Ask for 帳號 and 密碼; after five failures the account is closed for 15 minutes, and the page says until when."""
    back = _safe_next(request)
    if request.method != "POST":
        if request.user.is_authenticated:
            return HttpResponseRedirect(back)
        return render(request, "shell/login.html", {"form": LoginForm(), "next": back})
    form = LoginForm(request.POST)
    if form.is_valid():
        answer = login(username=form.cleaned_data["username"], password=form.cleaned_data["password"], at=now())
        if isinstance(answer, LoggedIn):
            start_session(request, answer.account)
            return HttpResponseRedirect(back)
        form.add_error(None, _sentence(answer))
    return render(request, "shell/login.html", {"form": form, "next": back})


@everyone
@form_target("shell:home")
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session, whoever asks; the page that follows ends what the scanner keeps on this phone."""
    end_session(request)
    request.session[LOGGED_OUT] = True
    return HttpResponseRedirect(reverse("shell:logged_out"))


@everyone
@never_cache
@require_safe
def logged_out(request: HttpRequest) -> HttpResponse:
    """已登出, for the browser that has just logged out. A link to it, or a session that ran out, ends nothing."""
    if request.user.is_authenticated or not request.session.get(LOGGED_OUT):
        return HttpResponseRedirect(reverse("shell:home"))
    key = base64.b64encode(rescue_key()).decode("ascii")
    return render(request, "shell/logged_out.html", {"rescue_key": key, "at": now().isoformat()})


def _sentence(refused: LoginRefused) -> str:
    """Why, and after which time the 帳號 opens again."""
    if refused.locked_until is None:
        return f"{refused.reason.label}。"
    return f"{refused.reason.label}（{localtime(refused.locked_until):%H:%M:%S} 之後）。"


def _safe_next(request: HttpRequest) -> str:
    """Where the visitor wanted to go, if that is a page of this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return reverse("shell:home")
