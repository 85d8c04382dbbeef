"""How often somebody may come to an open door: generous by address, where a whole venue sits, tight by browser.

The browser is told by the cookie that guards its forms. Whoever throws it away is counted by address alone.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from math import ceil
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from hefa.accounts.actions import count_at_door
from hefa.base.clock import now
from hefa.web.shell.views import too_many
from hefa.web.shell.visitor import address_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def limited(door: str, *, reading: bool = False) -> Callable[[View[P]], View[P]]:
    """Count who comes to this door of `HEFA_LIMITS` to send a form, or to read; 429 to who does so too often."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if (request.method in ("GET", "HEAD")) == reading:
                by_address, by_browser = settings.HEFA_LIMITS[door]
                comers = {f"address|{address_of(request)}": by_address}
                browser = request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")
                if browser:
                    comers[f"browser|{browser}"] = by_browser
                turned = turn_away(request, door, comers, at=now())
                if turned is not None:
                    return turned
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def turn_away(request: HttpRequest, door: str, comers: dict[str, int], *, at: datetime) -> HttpResponse | None:
    """Count these comers; the answer to a request that is one too many, None to one that may go on."""
    open_again = count_at_door(door=door, comers=comers, at=at)
    return too_many(request, seconds=max(1, ceil((open_again - at).total_seconds()))) if open_again else None
