"""建立個人條碼: flow A for whoever is logged in, flow B for everybody (the manual, part 壹)."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from hefa.accounts.models import Account
from hefa.base.clock import now
from hefa.codes.actions import TooManyCodes, make_account_code, make_walk_in_code
from hefa.codes.queries import code_of_account, codes_of_holder, holder_of
from hefa.learners.queries import link_of
from hefa.units.models import Unit
from hefa.web.learner.asking import private
from hefa.web.learner.code_words import person_words
from hefa.web.learner.holder import give_secret, shown_secret
from hefa.web.learner.person_form import PersonForm
from hefa.web.learner.words import words
from hefa.web.shell.audience import everyone
from hefa.web.shell.language import bilingual, language_of
from hefa.web.shell.line_app import outside_line


@everyone
@outside_line
@bilingual
@private
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
    person = person_words(
        name=account.name,
        id_last4=link.learner.id_last4,
        unit=link.unit,
        words=words(language),
        language=language,
    )
    context = {"lang": language, "words": words(language), "person": person}
    return render(request, "learner/code_account.html", context)
