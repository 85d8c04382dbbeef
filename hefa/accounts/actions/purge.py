"""Remove what has run out."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from hefa.accounts.models import (
    AccountLetter,
    AccountSession,
    AddressAttempts,
    DoorCount,
    KnownBrowser,
    LoginAttempts,
    PasswordReset,
    ResetWish,
)
from hefa.accounts.rules import DOOR_SPAN, RESET_LIFE

KEEP_ATTEMPTS = timedelta(days=1)
KEEP_IDLE = timedelta(days=1)
"""No role may be idle for as long: the login is over, whenever it would have ended."""
KEEP_LETTERS = timedelta(days=3)


def count_expired(*, at: datetime) -> int:
    """How many rows `purge_expired` would remove."""
    return sum(rows.count() for rows in _expired(at))


@transaction.atomic
def purge_expired(*, at: datetime) -> int:
    """Remove sessions and reset letters that have ended, letters that would not leave and failures a day old.

    Returns how many rows went.
    """
    return sum(rows.delete()[0] for rows in _expired(at))


def _expired(at: datetime) -> Sequence[QuerySet[Any]]:
    return (
        AccountSession.objects.filter(Q(expire_date__lt=at) | Q(seen_at__lt=at - KEEP_IDLE)),
        PasswordReset.objects.filter(expires_at__lt=at),
        KnownBrowser.objects.filter(expires_at__lt=at),
        LoginAttempts.objects.filter(last_failed_at__lt=at - KEEP_ATTEMPTS),
        AddressAttempts.objects.filter(since__lt=at - KEEP_ATTEMPTS),
        AccountLetter.objects.filter(happened_at__lt=at - KEEP_LETTERS),
        ResetWish.objects.filter(asked_at__lt=at - RESET_LIFE),
        DoorCount.objects.filter(since__lt=at - DOOR_SPAN),
    )
