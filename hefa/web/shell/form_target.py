"""Doors that a form is sent to. Somebody who comes there by a link or by reload is shown the form's page."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def form_target(page: str) -> Callable[[View[P]], View[P]]:
    """Let only forms in. A visitor who reads goes to the page named `page`, which takes the same arguments."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.method == "POST":
                return view(request, *args, **kwargs)
            if request.method not in ("GET", "HEAD"):
                return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
            language = {"lang": request.GET["lang"]} if "lang" in request.GET else {}
            where = reverse(page, args=args, kwargs=kwargs)
            return HttpResponseRedirect(f"{where}?{urlencode(language)}" if language else where)

        return guarded

    return decorate
