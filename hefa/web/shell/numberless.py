"""A national ID in an address leaves it at once: histories, bookmarks, proxies and further links would keep it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase

from hefa.web.shell.forms import looks_like_a_number

TAKEN_OUT = "number_taken_out"
"""In the address instead; the page then says that a number was typed where none belongs."""


class NumberlessMiddleware:
    """Sends whoever asks for a page with a number in its query to the same page without it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        left = request.GET.copy()
        for name, values in request.GET.lists():
            if any(looks_like_a_number(text) for text in (name, *values)):
                del left[name]
        if len(left) == len(request.GET):
            return self.get_response(request)
        left[TAKEN_OUT] = "1"
        return HttpResponseRedirect(f"?{left.urlencode()}")
