"""End sessions that nobody uses, and renew those whose owner's rights have changed, before any page is made."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from hefa.accounts.models import Account
from hefa.base.clock import now
from hefa.web.shell.audience import Audience
from hefa.web.shell.logins import keep


class SessionKeepingMiddleware:
    """Looks after the session at each page that declares its audience. The scan API knows stations, not sessions."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        """Whoever was logged out here goes on as a visitor: the page itself sends to the login and back."""
        by_stations = getattr(view, "audience", Audience.STATION) == Audience.STATION
        if by_stations or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return
        if not isinstance(request.user, Account):
            return
        over = keep(request, request.user, attended=_is_attended(request), at=now())
        if over is not None:
            messages.warning(request, str(over.label))


def _is_attended(request: HttpRequest) -> bool:
    """Pages and forms are asked for by people; what a script reads meanwhile (the board, a code's hours) is not."""
    return request.method not in ("GET", "HEAD") or request.headers.get("Sec-Fetch-Dest") != "empty"
