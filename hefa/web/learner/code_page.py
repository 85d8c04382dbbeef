"""The page with the personal code, its voiding, its digits, its print, and 本機條碼."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, localtime
from django.views.decorators.http import require_http_methods, require_safe

from hefa.accounts.models import Account
from hefa.audit.names import VISITOR, Actor
from hefa.base import qr
from hefa.base.clock import now
from hefa.codes.actions import make_typed, void_and_make
from hefa.codes.models import PersonalCode
from hefa.codes.queries import code_of_account, codes_of_holder, static_text
from hefa.codes.rules import TYPED_LIFE
from hefa.passbook.queries import progress_of
from hefa.web.learner.asking import code_asked
from hefa.web.learner.award_words import award_words
from hefa.web.learner.code_words import code_words, colon, row, valid_until
from hefa.web.learner.holder import shown_secret
from hefa.web.learner.words import words
from hefa.web.shell.audience import everyone, holder_only
from hefa.web.shell.form_target import form_target
from hefa.web.shell.language import bilingual, language_of

SEEN_AGAIN = timedelta(hours=1)
"""Opening the page anew still tells of an award as old as this."""


@holder_only
@bilingual
@require_safe
def code_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the code with its person; a code that no longer works is said to be 失效, in the manual's words."""
    return _page(request, code_asked(request, public_id), at=now())


@holder_only
@bilingual
@form_target("learner:code_page")
def code_typed(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show the code page with eight digits, for five minutes and one use; earlier digits of this code end."""
    code = code_asked(request, public_id)
    at = now()
    digits = make_typed(code=code, at=at) if code.is_usable(on=localdate(at)) else None
    return _page(request, code, at=at, digits=digits)


@holder_only
@bilingual
@require_http_methods(["GET", "HEAD", "POST"])
def code_void(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """作廢條碼並產生新條碼: ask first; then the old code dies and a new one is made. Twice does no more."""
    code = code_asked(request, public_id)
    language = language_of(request)
    at = now()
    if not code.is_usable(on=localdate(at)):
        messages.warning(request, words(language)["void_before"])
        return redirect("learner:own_codes")
    if request.method != "POST":
        return render(request, "learner/code_void.html", _context(request, code))
    new = void_and_make(code=code, actor=_actor(request), at=at)
    if new is None:
        messages.warning(request, words(language)["void_before"])
        return redirect("learner:own_codes")
    messages.success(request, words(language)["void_done"])
    return redirect("learner:code_page", new.public_id)


@holder_only
@bilingual
@require_safe
def code_print(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The static code on one sheet."""
    code = code_asked(request, public_id)
    if not code.is_usable(on=localdate(now())):
        return _dead(request, code)
    return render(
        request, "learner/code_print.html", _context(request, code) | {"modules": qr.modules_path(static_text(code))}
    )


@everyone
@bilingual
@require_safe
def own_codes(request: HttpRequest) -> HttpResponse:
    """本機條碼: the codes of this browser that still work, and the account's own."""
    language = language_of(request)
    today = localdate(now())
    shown = shown_secret(request)
    codes = codes_of_holder(*shown) if shown is not None else []
    own = code_of_account(request.user, on=today) if isinstance(request.user, Account) else None
    rows = [
        row(code, language)
        for code in ([own] if own is not None else []) + [code for code in codes if code.is_usable(on=today)]
    ]
    return render(request, "learner/own_codes.html", {"lang": language, "words": words(language), "rows": rows})


def _page(request: HttpRequest, code: PersonalCode, *, at: datetime, digits: str | None = None) -> HttpResponse:
    if not code.is_usable(on=localdate(at)):
        return _dead(request, code)
    context = _context(request, code)
    until = at + TYPED_LIFE
    return render(
        request,
        "learner/code_page.html",
        context
        | {
            "modules": qr.modules_path(static_text(code)),
            "server_time": at.isoformat(timespec="milliseconds"),
            "since": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "earned": [award_words(line) for line in progress_of(code, since=at - SEEN_AGAIN).lines],
            "typed": f"{digits[:4]} {digits[4:]}" if digits else "",
            "typed_until": until.isoformat(timespec="milliseconds"),
            "typed_until_words": context["words"]["typed_until"].format(time=localtime(until).strftime("%H:%M:%S")),
        },
    )


def _dead(request: HttpRequest, code: PersonalCode) -> HttpResponse:
    language = language_of(request)
    reason = "dead_voided" if code.voided_at is not None else "dead_expired"
    context = {"lang": language, "words": words(language), "reason": words(language)[reason]}
    return render(request, "learner/code_dead.html", context, status=410)


def _context(request: HttpRequest, code: PersonalCode) -> dict[str, Any]:
    language = language_of(request)
    said = words(language)
    person = code_words(code, language)
    return {
        "lang": language,
        "words": said,
        "colon": colon(language),
        "title": said["code_title"].format(name=person.name),
        "code": code,
        "person": person,
        "valid_until": valid_until(code, language),
    }


def _actor(request: HttpRequest) -> Actor:
    return Actor.account(request.user.public_id) if isinstance(request.user, Account) else VISITOR
