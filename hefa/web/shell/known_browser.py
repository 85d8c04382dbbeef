"""The browser in which an account's owner has logged in shows so by a cookie of its own for each account.

It lets nobody in: it says that wrong guesses made elsewhere do not count here (docs/adr/0023).
"""

import base64
import binascii
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from hefa.accounts.actions import remember_browser
from hefa.accounts.models import Account
from hefa.accounts.rules import BROWSER_KNOWN_FOR, fold_username
from hefa.keys.digests import keyed_digest

ACCOUNTS_OF_A_BROWSER = 8
"""A desk that many log in at must not send more cookies than a server reads; the earliest give way."""


def token_shown(request: HttpRequest, username: str) -> bytes:
    """The token that this browser has for a 帳號, empty without one; whether it holds is for the accounts to say."""
    if not settings.HEFA_KNOWN_BROWSERS:
        return b""
    try:
        return base64.urlsafe_b64decode(request.COOKIES.get(_name(username), "") + "=")
    except (ValueError, binascii.Error):
        return b""


def know_browser(request: HttpRequest, response: HttpResponseBase, account: Account, *, at: datetime) -> None:
    """Let the browser of a login that is whole be known from now on, by a token out of reach of scripts."""
    if not settings.HEFA_KNOWN_BROWSERS:
        return
    token = remember_browser(account=account, token=token_shown(request, account.username), at=at)
    name = _name(account.username)
    others = [one for one, held in request.COOKIES.items() if one.startswith(_prefix()) and held and one != name]
    for earlier in others[: max(0, len(others) + 1 - ACCOUNTS_OF_A_BROWSER)]:
        response.delete_cookie(earlier, samesite="Lax")
    response.set_cookie(
        name,
        base64.urlsafe_b64encode(token).decode().rstrip("="),
        max_age=BROWSER_KNOWN_FOR,
        path="/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _name(username: str) -> str:
    """`__Host-` binds the cookie to this very site; whose it is cannot be read from the rest."""
    return _prefix() + keyed_digest("index", "known_browser", fold_username(username)).hex()


def _prefix() -> str:
    return "__Host-hefa-known-" if settings.SESSION_COOKIE_SECURE else "hefa-known-"
