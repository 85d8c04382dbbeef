"""登入 and 登出."""

import base64

from django import forms
from django.contrib.auth import logout as end_session
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from hefa.accounts.actions import LoggedIn, SecondFactorWanted, login
from hefa.base.clock import now
from hefa.keys.rescue import rescue_key
from hefa.web.shell.audience import everyone
from hefa.web.shell.form_target import form_target
from hefa.web.shell.forms import PageForm
from hefa.web.shell.known_browser import token_shown
from hefa.web.shell.proof_form import refusal_sentence
from hefa.web.shell.provider_client import is_provider_there
from hefa.web.shell.returning import next_page
from hefa.web.shell.second_step import await_second_factor, go_on
from hefa.web.shell.visitor import address_of

LOGGED_OUT = "logged_out"


class LoginForm(PageForm):
    """帳號 and 密碼, as on the manual's first page."""

    username = forms.CharField(
        label="帳號",
        max_length=150,
        error_messages={"required": "請輸入帳號。"},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label="密碼",
        max_length=1000,
        strip=False,
        error_messages={"required": "請輸入密碼。"},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


@everyone
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """Ask for 帳號 and 密碼; after five failures the account is closed for 15 minutes, and the page says until when.

    Whoever has a second factor is asked for it next.
    """
    back, at = next_page(request), now()
    if request.method != "POST" and request.user.is_authenticated:
        return HttpResponseRedirect(back)
    form = LoginForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        shown = token_shown(request, form.cleaned_data["username"])
        answer = login(**form.cleaned_data, token=shown, address=address_of(request), at=at)
        if isinstance(answer, LoggedIn):
            return go_on(request, answer.account, then=back, second_factor=False, at=at)
        if isinstance(answer, SecondFactorWanted):
            return await_second_factor(request, answer.account, then=back, at=at)
        form.add_error(None, refusal_sentence(answer))
    return render(request, "shell/login.html", {"form": form, "next": back, "provider": is_provider_there()})


@everyone
@form_target("shell:home")
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session, whoever asks; the page that follows ends what the scanner keeps on this phone."""
    end_session(request)
    request.session[LOGGED_OUT] = True
    return HttpResponseRedirect(reverse("shell:logged_out"))


@everyone
@require_safe
def logged_out(request: HttpRequest) -> HttpResponse:
    """已登出, for the browser that has just logged out. A link to it, or a session that ran out, ends nothing."""
    if request.user.is_authenticated or not request.session.get(LOGGED_OUT):
        return HttpResponseRedirect(reverse("shell:home"))
    key = base64.b64encode(rescue_key()).decode("ascii")
    return render(request, "shell/logged_out.html", {"rescue_key": key, "at": now().isoformat()})
