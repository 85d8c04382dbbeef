"""建立個人條碼: flow A for whoever is logged in, flow B for everybody (the manual, part 壹)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from hefa.accounts.models import Account
from hefa.base.clock import now
from hefa.codes.actions import TooManyCodes, make_account_code, make_walk_in_code
from hefa.codes.queries import code_of_account, codes_of_holder, holder_of
from hefa.learners.actions import link_account
from hefa.learners.queries import link_of
from hefa.units.models import Unit
from hefa.web.learner.code_words import account_words, colon
from hefa.web.learner.holder import give_secret, shown_secret
from hefa.web.learner.words import words
from hefa.web.shell.audience import everyone
from hefa.web.shell.form_target import form_target
from hefa.web.shell.language import bilingual, language_of
from hefa.web.shell.limits import limited
from hefa.web.shell.line_app import outside_line
from hefa.web.shell.person_form import PersonForm


@everyone
@outside_line
@bilingual
@require_safe
def code_form(request: HttpRequest) -> HttpResponse:
    """Logged in: the account's own code, or the button that makes it. Everybody else, and `?another=1`: the form."""
    account = _own_account(request)
    if account is None:
        return _form_page(request, _form(request))
    code = code_of_account(account, on=localdate(now()))
    if code is not None:
        return redirect("learner:code_page", code.public_id)
    link = link_of(account)
    if link is None:
        return _form_page(request, _form(request, initial={"name": account.name}))
    language = language_of(request)
    person = account_words(account, link, language)
    context = {"lang": language, "words": words(language), "person": person, "colon": colon(language)}
    return render(request, "learner/code_account.html", context)


@everyone
@bilingual
@sensitive_post_parameters("name", "national_id", "kept_number")
@limited("codes")
@form_target("learner:code_form")
def code_make(request: HttpRequest) -> HttpResponse:
    """Make the code and go to its page; said twice, the same code comes back. `look_up` draws the form with units."""
    account = _own_account(request)
    link = link_of(account) if account is not None else None
    if account is not None and link is not None:
        code = make_account_code(account=account, at=now())
        return redirect("learner:code_page", code.public_id)
    form = _form(request, sent=True)
    if form.is_looking_up or not form.is_valid():
        return _form_page(request, form)
    return _make_for_account(account, form) if account is not None else _make_walk_in(request, form)


def _make_for_account(account: Account, form: PersonForm) -> HttpResponse:
    """Flow A for an account that never gave a number: it is linked, unproven, and gets its code."""
    link_account(
        account=account, national_id=form.cleaned_data["national_id"], unit=form.cleaned_data["unit"], at=form.at
    )
    code = make_account_code(account=account, at=form.at)
    return redirect("learner:code_page", code.public_id)


def _make_walk_in(request: HttpRequest, form: PersonForm) -> HttpResponse:
    """Flow B. Whether the number is known already changes nothing in the answer (security.md T1)."""
    shown = shown_secret(request)
    holder = holder_of(*shown) if shown is not None else None
    try:
        made = make_walk_in_code(
            national_id=form.cleaned_data["national_id"],
            name=form.cleaned_data["name"],
            unit=form.cleaned_data["unit"],
            holder=holder,
            at=form.at,
        )
    except TooManyCodes:
        form.add_error(None, words(language_of(request))["too_many_codes"])
        return _form_page(request, form)
    if made.replaced:
        messages.warning(request, words(language_of(request))["replaced"])
    response = redirect("learner:code_page", made.code.public_id)
    secret = made.secret or (shown[1] if shown is not None else None)
    if made.code.holder is not None and secret is not None:
        give_secret(response, made.code.holder.public_id, secret)
    return response


def _own_account(request: HttpRequest) -> Account | None:
    """The account logged in, unless the code is to be for somebody else."""
    for_other = "another" in request.GET or "for_other" in request.POST
    return request.user if isinstance(request.user, Account) and not for_other else None


def _form(request: HttpRequest, *, sent: bool = False, initial: dict[str, Any] | None = None) -> PersonForm:
    at = now()
    return PersonForm(
        request.POST if sent else None,
        language=language_of(request),
        at=at,
        on=localdate(at),
        last_units=_last_units(request),
        initial=initial,
    )


def _last_units(request: HttpRequest) -> list[Unit]:
    """The units of the codes that this browser holds, the newest first."""
    shown = shown_secret(request)
    codes = codes_of_holder(*shown) if shown is not None else []
    return [code.unit for code in reversed(codes) if code.unit is not None]


def _form_page(request: HttpRequest, form: PersonForm) -> HttpResponse:
    language = language_of(request)
    said = words(language)
    shown = shown_secret(request)
    held = len(codes_of_holder(*shown)) if shown is not None else 0
    return render(
        request,
        "learner/code_form.html",
        {
            "lang": language,
            "words": said,
            "form": form,
            "for_other": "another" in request.GET or "for_other" in request.POST,
            "own_words": said["own_waiting"].format(count=held) if held else "",
        },
    )
