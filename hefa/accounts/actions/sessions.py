"""End sessions, or have them renewed because their owner's rights have changed."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from hefa.accounts.models import Account, AccountSession, KnownBrowser, PasswordReset
from hefa.accounts.sessions import digest_of
from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb


def end_sessions(*, account: Account, but: str | None = None) -> int:
    """End the sessions of an account, all or all but the one with the key `but`. Returns how many ended.

    No browser is known any more, the one that goes on neither, until somebody logs in there anew; and no letter that
    waits sets a new password.
    """
    _forget_other_ways_in(account)
    held = AccountSession.objects.filter(account=account)
    if but is not None:
        held = held.exclude(key_digest=bytes.fromhex(digest_of(but)))
    return held.delete()[0]


@transaction.atomic
def end_own_sessions(*, account: Account, digest: str | None, but: str, at: datetime) -> int:
    """登出其他裝置: end one of one's own sessions by its digest, or with None all but the one that asks."""
    if digest is None:
        ended = end_sessions(account=account, but=but)
    else:
        _forget_other_ways_in(account)
        ended = AccountSession.objects.filter(account=account, key_digest=_read(digest)).delete()[0]
    if ended:
        record(
            at=at,
            actor=Actor.account(account.public_id),
            verb=Verb.SESSIONS_ENDED,
            subject_kind="account",
            subject_id=account.public_id,
            facts={"sessions": ended},
        )
    return ended


def renew_sessions(*, accounts: Collection[int]) -> None:
    """Give each session of these accounts, by row number, a new key and its new rights when the owner comes next."""
    AccountSession.objects.filter(account__in=accounts).update(rights_changed=True)


def _forget_other_ways_in(account: Account) -> None:
    KnownBrowser.objects.filter(account=account).delete()
    PasswordReset.objects.filter(account=account, used_at__isnull=True).delete()


def _read(digest: str) -> bytes:
    try:
        return bytes.fromhex(digest)
    except ValueError:
        return b""
