"""A browser for walks of thousands of requests: one handler for all, and no record of which templates drew a page."""

from functools import cache
from typing import Any

from django.core.signals import got_request_exception
from django.test import Client
from django.test.client import ClientHandler

from tests.web.headers import look

HEARD = "browser-of-a-walk"


class Browser(Client):
    """Looks at the headers of every answer; an error of the site is a page, as it is for people."""

    def __init__(self, **environment: Any) -> None:
        super().__init__(raise_request_exception=False, **environment)
        self.handler = _handler()

    def request(self, **request: Any) -> Any:
        """The answer to this request, with the error that it came of when there was one."""
        self.exc_info = None
        got_request_exception.connect(self.store_exc_info, dispatch_uid=HEARD)
        try:
            answer: Any = self.handler(self._base_environ(**request))  # type: ignore[attr-defined]  # of its base class
        finally:
            got_request_exception.disconnect(dispatch_uid=HEARD)
        answer.client, answer.request, answer.exc_info = self, request, self.exc_info
        self.cookies.update(answer.cookies)
        look(request, answer)
        return answer


@cache
def _handler() -> ClientHandler:
    """Making one reads all static files of the site."""
    return ClientHandler(enforce_csrf_checks=False)
