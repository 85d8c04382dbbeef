"""Nothing that a view answers stays on a disk between: not in a browser's cache, not in a proxy's."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

HEADER = "Cache-Control"
NOWHERE = "private, no-store"


class NoStoreMiddleware:
    """Adds the header to every answer that says nothing of its own. Static files are answered before it is asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault(HEADER, NOWHERE)
        return response
