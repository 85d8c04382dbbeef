"""Browsers in which owners have logged in: known from then on, until they end their sessions."""

import secrets
from datetime import datetime

from django.db import transaction

from hefa.accounts.models import Account, KnownBrowser
from hefa.accounts.rules import BROWSER_KNOWN_FOR, BROWSERS_KNOWN
from hefa.keys.digests import hash_secret

TOKEN_BYTES = 32


@transaction.atomic
def remember_browser(*, account: Account, token: bytes, at: datetime) -> bytes:
    """A new token for the browser of a login that is whole; the `token` that it showed before, if any, ends."""
    new = secrets.token_bytes(TOKEN_BYTES)
    own = KnownBrowser.objects.filter(account=account)
    own.filter(token_digest=hash_secret(token)).delete()
    KnownBrowser.objects.create(
        account=account, token_digest=hash_secret(new), known_since=at, expires_at=at + BROWSER_KNOWN_FOR
    )
    own.exclude(pk__in=list(own.order_by("-known_since", "-pk").values_list("pk", flat=True)[:BROWSERS_KNOWN])).delete()
    return new
