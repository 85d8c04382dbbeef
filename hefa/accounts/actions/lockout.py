"""Count failures, and close a 帳號 for fifteen minutes so that fifty threads cannot outrun it.

Passwords, codes of an app, recovery codes and passkeys count together: whoever knows the password has five guesses at
the rest. The limit by address is generous, because a whole venue sits behind one.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from hefa.accounts.models import Account, AddressAttempts, LoginAttempts
from hefa.accounts.names import LoginProblem
from hefa.accounts.rules import ADDRESS_FAILURES, ADDRESS_SPAN, FAILURES_UNTIL_LOCK, LOCK_FOR, fold_username
from hefa.audit.actions import record
from hefa.audit.names import VISITOR, Verb
from hefa.keys.digests import keyed_digest

COUNT_FAILURE = """
INSERT INTO login_attempts AS a (key_digest, failures, last_failed_at, locked_until)
VALUES (%(key)s, 1, %(at)s, NULL)
ON CONFLICT (key_digest) DO UPDATE SET
    failures = CASE WHEN a.locked_until <= %(at)s THEN 1 ELSE least(a.failures + 1, %(most)s) END,
    last_failed_at = %(at)s,
    locked_until = CASE WHEN a.locked_until > %(at)s THEN a.locked_until
                        WHEN a.locked_until IS NULL AND a.failures + 1 >= %(most)s THEN %(until)s END
RETURNING failures, locked_until
"""
COUNT_OF_ADDRESS = """
INSERT INTO address_attempts AS a (key_digest, failures, since) VALUES (%(key)s, 1, %(at)s)
ON CONFLICT (key_digest) DO UPDATE SET
    failures = CASE WHEN a.since <= %(over)s THEN 1 ELSE a.failures + 1 END,
    since = CASE WHEN a.since <= %(over)s THEN %(at)s ELSE a.since END
"""


@dataclass(frozen=True, slots=True)
class LoginRefused:
    """`locked_until` is set while the 帳號 (whether or not it exists) or the address has to wait."""

    reason: LoginProblem
    locked_until: datetime | None = None


def refusal(*, username: str, address: str, at: datetime) -> LoginRefused | None:
    """Why nothing is looked at now: the 帳號 is locked, or too much has failed from this address."""
    attempts = LoginAttempts.objects.filter(key_digest=_key(username), locked_until__gt=at).first()
    if attempts is not None:
        return LoginRefused(LoginProblem.LOCKED, attempts.locked_until)
    crowd = AddressAttempts.objects.filter(
        key_digest=_address_key(address), failures__gte=ADDRESS_FAILURES, since__gt=at - ADDRESS_SPAN
    ).first()
    return LoginRefused(LoginProblem.CROWDED, crowd.since + ADDRESS_SPAN) if crowd else None


@transaction.atomic
def count_failure(
    *, username: str, account: Account | None, address: str, problem: LoginProblem, at: datetime
) -> LoginRefused:
    """One more failure; the fifth locks. `problem` is the answer until then."""
    counted: dict[str, Any] = {"key": _key(username), "at": at, "until": at + LOCK_FOR, "most": FAILURES_UNTIL_LOCK}
    with connection.cursor() as cursor:
        cursor.execute(COUNT_FAILURE, counted)
        failures, locked_until = cursor.fetchone()
        if address:
            cursor.execute(COUNT_OF_ADDRESS, {"key": _address_key(address), "at": at, "over": at - ADDRESS_SPAN})
    if failures < FAILURES_UNTIL_LOCK:
        return LoginRefused(problem)
    subject = account.public_id if account else None
    record(at=at, actor=VISITOR, verb=Verb.LOGIN_LOCKED, subject_kind="account", subject_id=subject)
    return LoginRefused(LoginProblem.LOCKED, locked_until)


def clear_failures(*, username: str, at: datetime) -> LoginRefused | None:
    """Forget the failures, inside the transaction of a success.

    A success counts only while the 帳號 is not locked by attempts that ran beside it; then the lock is returned.
    """
    attempts = LoginAttempts.objects.select_for_update().filter(key_digest=_key(username)).first()
    if attempts is not None and attempts.locked_until is not None and attempts.locked_until > at:
        return LoginRefused(LoginProblem.LOCKED, attempts.locked_until)
    if attempts is not None:
        attempts.delete()
    return None


def unlock(account: Account) -> None:
    """End a lock: whoever could read the account's letters is let in again."""
    LoginAttempts.objects.filter(key_digest=_key(account.username)).delete()


def _key(username: str) -> bytes:
    return keyed_digest("index", "login", fold_username(username))


def _address_key(address: str) -> bytes:
    return keyed_digest("index", "login_address", address)
