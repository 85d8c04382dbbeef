"""Whatever does not say whom it answers, answers nobody (security.md, T16)."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

logger = logging.getLogger("hefa.web")


class DefaultDenyMiddleware:
    """403 at an address whose view was declared for no audience (audience.py)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        """Let declared views alone be called."""
        if not hasattr(view, "audience"):
            logger.error("a view without an audience was asked for: %s", getattr(view, "__qualname__", view))
            raise PermissionDenied
