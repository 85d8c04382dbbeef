"""再次驗證: before something that matters, prove again who sits there, unless that was done within ten minutes.

A view declares it with `freshly_proven`. A form that was sent is not lost: its fields travel sealed through the page
that asks, and go on to the view afterwards.
"""

import base64
import binascii
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hefa.accounts.actions import prove_again
from hefa.accounts.models import Account
from hefa.accounts.queries import has_second_factor
from hefa.base.clock import now
from hefa.keys.ring import UnknownKey
from hefa.keys.sealing import SealBroken, seal, unseal
from hefa.web.shell.audience import account_of, learner_only
from hefa.web.shell.logins import has_shown_second_factor, is_freshly_proven, note_proof
from hefa.web.shell.permissions_policy import HEADER, PASSKEYS
from hefa.web.shell.proof_form import ProofForm
from hefa.web.shell.returning import next_page

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
KEPT = "kept_form"
ASKED = "proof_asked"
KEPT_FOR = timedelta(minutes=30)


def freshly_proven(*, reading: bool = False) -> Callable[[View[P]], View[P]]:
    """Ask for a proof before forms are taken by this view; with `reading`, before it shows or delivers anything too.

    It stands right under the audience: whoever may not come in at all is not asked.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.method in ("GET", "HEAD", "POST") and (reading or request.method == "POST"):
                asked = _ask(request, account_of(request), at=now())
                if asked is not None:
                    return asked
            return view(request, *args, **kwargs)

        attributes: dict[str, Any] = vars(guarded)
        attributes["freshly_proven"] = "reading" if reading else "sending"
        return guarded

    return decorate


@learner_only
@require_http_methods(["GET", "HEAD", "POST"])
def proof(request: HttpRequest) -> HttpResponse:
    """Show the second factor that another of one's sessions has set up, and go on to the page that wanted it."""
    if has_shown_second_factor(request):
        return HttpResponseRedirect(next_page(request))
    if not has_second_factor(account_of(request)):
        return HttpResponseRedirect(reverse("shell:security"))
    return _ask(request, account_of(request), at=now(), anew=True) or HttpResponseRedirect(next_page(request))


def _ask(request: HttpRequest, account: Account, *, at: datetime, anew: bool = False) -> HttpResponse | None:
    """The page that asks, until the proof holds. None: the view may go on, with the form that was sent first."""
    answering = request.method == "POST" and ASKED in request.POST
    kept = request.POST.get(KEPT, "") if answering else _kept_form(request, account, at=at)
    if anew or not is_freshly_proven(request, at=at):
        form = ProofForm(request.POST if answering else None, account=account, request=request)
        if not (answering and form.is_valid() and form.passed(prove_again, at=at)):
            return _page(request, form, kept)
        note_proof(request, second_factor=form.factors.any, at=at)
    if not answering:
        return None
    first = _unsealed(kept, request, account, at=at)
    if first is None:
        return HttpResponseRedirect(request.get_full_path())
    request.POST = cast("Any", first)
    return None


def _page(request: HttpRequest, form: ProofForm, kept: str) -> HttpResponse:
    lost_files = bool(request.FILES)
    context = {"form": form.ask(), "kept": kept, "lost_files": lost_files, "back": request.get_full_path()}
    response = render(request, "shell/proof.html", context)
    response[HEADER] = PASSKEYS
    return response


def _kept_form(request: HttpRequest, account: Account, *, at: datetime) -> str:
    """The form that was sent, sealed for this account and address; nothing of a page that was only read."""
    if request.method != "POST" or request.FILES:
        return ""
    told = request.POST.copy()
    told.pop("csrfmiddlewaretoken", None)
    content = f"{int((at + KEPT_FOR).timestamp())}|{told.urlencode()}".encode()
    return base64.urlsafe_b64encode(seal(content, aad=_aad(request, account))).decode()


def _unsealed(kept: str, request: HttpRequest, account: Account, *, at: datetime) -> QueryDict | None:
    try:
        content = unseal(base64.urlsafe_b64decode(kept), aad=_aad(request, account)).decode()
    except (SealBroken, UnknownKey, binascii.Error, ValueError):
        return None
    end, _, told = content.partition("|")
    return QueryDict(told) if at <= datetime.fromtimestamp(int(end), UTC) else None


def _aad(request: HttpRequest, account: Account) -> bytes:
    return f"form|kept|{account.public_id}|{request.path}".encode()
