"""單一登入 by a provider of OpenID Connect: log in to the account that one has linked, link it, take the link away."""

import secrets

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from hefa.accounts.actions import (
    LinkedElsewhere,
    LoginRefused,
    account_of_subject,
    let_in,
    link_provider,
    unlink_provider,
)
from hefa.accounts.models import Account
from hefa.accounts.queries import has_second_factor
from hefa.base.clock import now
from hefa.web.shell.audience import account_of, everyone, learner_only
from hefa.web.shell.form_target import form_target
from hefa.web.shell.known_browser import token_shown
from hefa.web.shell.proof import freshly_proven
from hefa.web.shell.proof_form import refusal_sentence
from hefa.web.shell.provider_client import ProviderFailed, Subject, from_provider, is_provider_there, to_provider
from hefa.web.shell.returning import next_page, safe_page
from hefa.web.shell.second_step import await_second_factor, go_on

LINK_TOKEN, UNDER_WAY = "provider_link_token", "provider_under_way"  # noqa: S105
FAILED = "單一登入沒有完成，請再試一次，或以帳號與密碼登入。"


@everyone
@require_safe
def provider(request: HttpRequest) -> HttpResponse:
    """Go to the provider: to log in, or, with the token of the page that links, to link the account logged in."""
    if not is_provider_there():
        raise Http404
    token = request.session.pop(LINK_TOKEN, "")
    linking = bool(token) and constant_time_compare(request.GET.get("link", ""), token)
    request.session[UNDER_WAY] = {"linking": linking, "next": next_page(request)}
    try:
        return to_provider(request, request.build_absolute_uri(reverse("shell:provider_return")))
    except ProviderFailed:
        messages.error(request, FAILED)
        return redirect("shell:login")


@everyone
@require_safe
def provider_return(request: HttpRequest) -> HttpResponse:
    """Come back: into the linked account, or with the link made. An unknown subject is told how to link."""
    under_way = request.session.pop(UNDER_WAY, None)
    if not is_provider_there() or under_way is None:
        raise Http404
    try:
        subject = from_provider(request)
    except ProviderFailed:
        messages.error(request, FAILED)
        return redirect("shell:security" if under_way["linking"] else "shell:login")
    if under_way["linking"] and isinstance(request.user, Account):
        return _link(request, request.user, subject)
    return _log_in(request, subject, then=safe_page(request, under_way["next"]))


@learner_only
@freshly_proven(reading=True)
@require_safe
def provider_link(request: HttpRequest) -> HttpResponse:
    """Say what a link means, and lead to the provider with a token that only this page gives."""
    if not is_provider_there():
        raise Http404
    request.session[LINK_TOKEN] = secrets.token_urlsafe(16)
    context = {"token": request.session[LINK_TOKEN], "provider": is_provider_there()}
    return render(request, "shell/provider_link.html", context)


@learner_only
@freshly_proven()
@form_target("shell:security")
def provider_unlink(request: HttpRequest) -> HttpResponse:
    """Take the link away."""
    if unlink_provider(account=account_of(request), at=now()):
        messages.success(request, "已解除單一登入連結。")
    return redirect("shell:security")


def _link(request: HttpRequest, account: Account, subject: Subject) -> HttpResponse:
    try:
        link_provider(account=account, issuer=subject.issuer, subject=subject.subject, at=now())
    except LinkedElsewhere:
        messages.error(request, "這個單一登入身分已連結其他帳號，或您的帳號已連結其他身分，請先解除。")
    else:
        messages.success(request, "已連結單一登入。")
    return redirect("shell:security")


def _log_in(request: HttpRequest, subject: Subject, *, then: str) -> HttpResponse:
    """The provider's word stands for the password; a second factor of ours is asked all the same."""
    at = now()
    account = account_of_subject(issuer=subject.issuer, subject=subject.subject)
    if account is None:
        messages.error(request, "這個單一登入身分尚未連結帳號。請先以帳號與密碼登入，再到「登入安全」連結。")
        return redirect("shell:login")
    if has_second_factor(account):
        return await_second_factor(request, account, then=then, at=at)
    answer = let_in(account=account, token=token_shown(request, account.username), at=at, by="provider")
    if isinstance(answer, LoginRefused):
        messages.error(request, refusal_sentence(answer))
        return redirect("shell:login")
    return go_on(request, account, then=then, second_factor=False, at=at)
