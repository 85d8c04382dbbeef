"""Who may open a page. Every view says so with one of these; a URL without an audience is refused (default_deny.py)."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.timezone import localdate

from hefa.accounts.models import Account
from hefa.base.clock import now
from hefa.organisers.names import Duty
from hefa.organisers.queries import officers_of, operator_of
from hefa.web.shell.acting import acting_for
from hefa.web.shell.logins import owed_first

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class Audience(StrEnum):
    """The kinds of people and machines that Hefa answers."""

    EVERYONE = "everyone"
    HOLDER = "holder"
    LEARNER = "learner"
    OFFICER = "officer"
    OPERATOR = "operator"
    STATION = "station"


def everyone(view: View[P]) -> View[P]:
    """Anybody may open this view; what it shows still depends on what the browser can prove."""
    return declare(view, Audience.EVERYONE)


def holder_only(view: View[P]) -> View[P]:
    """Whoever holds what opens it: the browser that made a code or its owner, a pass with its PIN, a lent phone.

    The view itself looks for what the browser can prove, for only the thing in the address tells what that must be.
    """
    return declare(view, Audience.HOLDER)


def learner_only(view: View[P]) -> View[P]:
    """Whoever is logged in; others go to the login page and come back afterwards."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_login(request)
        return view(request, *args, **kwargs)

    return declare(guarded, Audience.LEARNER)


def officer_only(duty: Duty | None = None) -> Callable[[View[P]], View[P]]:
    """Whoever is an officer today, with `duty` when one is named.

    Nobody logged in: the login page. Logged in without the duty: 403 in words, or the page to choose another of one's
    identities when this one was chosen. Without a second factor where it is demanded, or with an old password: the page
    that mends it.
    Which organiser's things an officer may see is not decided here: the view fetches them through the officer.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_login(request)
            account = account_of(request)
            officers = officers_of(account, on=localdate(now()))
            if not any(duty is None or duty in officer.duties for officer in officers):
                if account.acting_for is not None and request.method in ("GET", "HEAD"):
                    messages.warning(request, "目前身分沒有這項功能，請先切換身分。")
                    return HttpResponseRedirect(reverse("shell:identity"))
                raise PermissionDenied("您的帳號沒有這項功能的權限，請洽開課單位。")
            if first := owed_first(request, account):
                return HttpResponseRedirect(reverse(first))
            return view(request, *args, **kwargs)

        return declare(guarded, Audience.OFFICER, duty)

    return decorate


def operator_only(view: View[P]) -> View[P]:
    """Whoever runs the site for all organisers today, with a second factor where it is demanded and no old password.

    Nobody logged in: the login page. Anybody else: 403 in words.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_login(request)
        account = account_of(request)
        if operator_of(account, on=localdate(now())) is None:
            raise PermissionDenied("這是系統管理者的功能，您的帳號沒有權限。")
        if first := owed_first(request, account):
            return HttpResponseRedirect(reverse(first))
        return view(request, *args, **kwargs)

    return declare(guarded, Audience.OPERATOR)


def declare(view: View[P], audience: Audience, duty: Duty | None = None) -> View[P]:
    """Write on a view whom it answers. ops/doors.py, the tests that walk all doors and default_deny.py read it."""
    attributes: dict[str, Any] = vars(view)
    attributes["audience"], attributes["duty"] = audience, duty
    return view


def account_of(request: HttpRequest) -> Account:
    """The account that is logged in, acting for the office that it chose; PermissionDenied when nobody is."""
    if isinstance(request.user, Account):
        request.user.acting_for = acting_for(request)
        return request.user
    raise PermissionDenied("請先登入。")


def to_login(request: HttpRequest) -> HttpResponseRedirect:
    """Send the visitor to the login page. Only a page that was being read is returned to, never a form being sent."""
    page = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("shell:home")
    return HttpResponseRedirect(f"{reverse('shell:login')}?{urlencode({'next': page})}")
