"""The browser that made walk-in codes shows so by a cookie, and by nothing else.

Knowing a name and a number never opens a code (scan protocol, part 1): what opens it is this secret, which the server
gave to the browser that made the code, or the login of its owner.
"""

import base64
import binascii
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from hefa.codes.models import CodeHolder
from hefa.codes.queries import holder_of

LIFE = timedelta(days=400)
"""The longest that browsers keep a cookie; the codes inside end by themselves."""


def cookie_name() -> str:
    """`__Host-` binds the cookie to this very site; browsers take the prefix over HTTPS only."""
    return "__Host-hefa-codes" if settings.SESSION_COOKIE_SECURE else "hefa-codes"


def shown_secret(request: HttpRequest) -> tuple[UUID, bytes] | None:
    """The id and secret that this browser shows; whether they are right is for the codes room to say."""
    holder_id, _, secret = request.COOKIES.get(cookie_name(), "").partition(".")
    try:
        return UUID(holder_id), base64.urlsafe_b64decode(secret + "=")
    except (ValueError, binascii.Error):
        return None


def holder_asking(request: HttpRequest) -> CodeHolder | None:
    """Which browser this is, if its secret is right."""
    shown = shown_secret(request)
    return holder_of(*shown) if shown is not None else None


def give_secret(response: HttpResponseBase, holder_id: UUID, secret: bytes) -> None:
    """Let the browser keep its secret, out of reach of scripts."""
    text = base64.urlsafe_b64encode(secret).decode().rstrip("=")
    response.set_cookie(
        cookie_name(),
        f"{holder_id.hex}.{text}",
        max_age=LIFE,
        path="/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
