"""Remove what has run out."""

from datetime import datetime, timedelta

from django.db import transaction

from hefa.accounts.models import AccountSession, AddressAttempts, LoginAttempts, PasswordReset

KEEP_ATTEMPTS = timedelta(days=1)


@transaction.atomic
def purge_expired(*, at: datetime) -> int:
    """Remove sessions and reset letters that have ended and failures a day old; returns how many rows went."""
    gone = (
        AccountSession.objects.filter(expire_date__lt=at).delete()[0],
        PasswordReset.objects.filter(expires_at__lt=at).delete()[0],
        LoginAttempts.objects.filter(last_failed_at__lt=at - KEEP_ATTEMPTS).delete()[0],
        AddressAttempts.objects.filter(since__lt=at - KEEP_ATTEMPTS).delete()[0],
    )
    return sum(gone)
