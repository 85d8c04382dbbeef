"""LINE opens links in a browser of its own, which forgets cookies and has no camera.

LINE hands an address over to the phone's browser when it carries `openExternalBrowser=1`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
ASK = "openExternalBrowser"


def is_line(request: HttpRequest) -> bool:
    """Whether this is LINE's own browser."""
    return "Line/" in request.headers.get("User-Agent", "")


def outside_line(view: View[P]) -> View[P]:
    """For pages that people reach by a link in a chat: ask LINE once to open the phone's browser instead."""

    @wraps(view)
    def opening(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method == "GET" and is_line(request) and ASK not in request.GET:
            query = request.GET.copy()
            query[ASK] = "1"
            return HttpResponseRedirect(f"{request.path}?{query.urlencode()}")
        return view(request, *args, **kwargs)

    return opening
