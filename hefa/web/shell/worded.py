"""A refusal without a word of its own gets the page of its number: decorators answer 405 with nothing on it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from hefa.web.shell.views import wrong_method


class WordedMiddleware:
    """Puts words into an empty 405; which methods are allowed it still says."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != 405 or not isinstance(response, HttpResponse) or response.content:
            return response
        worded = wrong_method(request)
        worded["Allow"] = response.get("Allow", "")
        return worded
