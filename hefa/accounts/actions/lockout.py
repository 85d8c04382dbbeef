"""Count failures, and close a 帳號 for fifteen minutes so that fifty threads cannot outrun it.

Passwords, codes of an app, recovery codes and passkeys count together: whoever knows the password has five guesses at
the rest. The limit by address is generous, because a whole venue sits behind one.

A browser in which the owner has logged in has five guesses of its own: whoever locks the 帳號 from elsewhere, or the
address of a hall, does not keep its owner out (docs/adr/0023).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from hefa.accounts.models import Account, AddressAttempts, LoginAttempts
from hefa.accounts.names import LoginProblem
from hefa.accounts.queries import known_browser
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
class Lane:
    """What guesses at a 帳號 are counted by: `browser` is one that is known to it, empty for all others together."""

    username: str
    browser: bytes
    address: str

    @property
    def key(self) -> bytes:
        folded = fold_username(self.username)
        if self.browser:
            return keyed_digest("index", "login_browser", f"{self.browser.hex()}|{folded}")
        return keyed_digest("index", "login", folded)

    def locked(self, until: datetime | None) -> "LoginRefused":
        return LoginRefused(LoginProblem.BROWSER_LOCKED if self.browser else LoginProblem.LOCKED, until)


@dataclass(frozen=True, slots=True)
class LoginRefused:
    """`locked_until` is set while the 帳號 (whether or not it exists) or the address has to wait."""

    reason: LoginProblem
    locked_until: datetime | None = None


def lane_of(*, username: str, token: bytes, address: str, at: datetime) -> Lane:
    """Where somebody's guesses count who shows the token of a browser, or none."""
    return Lane(username, known_browser(username=username, token=token, at=at), address)


def refusal(lane: Lane, *, at: datetime) -> LoginRefused | None:
    """Why nothing is looked at now: the 帳號 is locked, or too much has failed from this address."""
    attempts = LoginAttempts.objects.filter(key_digest=lane.key, locked_until__gt=at).first()
    if attempts is not None:
        return lane.locked(attempts.locked_until)
    if lane.browser:
        return None
    crowd = AddressAttempts.objects.filter(
        key_digest=_address_key(lane.address), failures__gte=ADDRESS_FAILURES, since__gt=at - ADDRESS_SPAN
    ).first()
    return LoginRefused(LoginProblem.CROWDED, crowd.since + ADDRESS_SPAN) if crowd else None


@transaction.atomic
def count_failure(lane: Lane, *, account: Account | None, problem: LoginProblem, at: datetime) -> LoginRefused:
    """One more failure; the fifth locks. `problem` is the answer until then."""
    counted: dict[str, Any] = {"key": lane.key, "at": at, "until": at + LOCK_FOR, "most": FAILURES_UNTIL_LOCK}
    with connection.cursor() as cursor:
        cursor.execute(COUNT_FAILURE, counted)
        failures, locked_until = cursor.fetchone()
        if lane.address:
            cursor.execute(COUNT_OF_ADDRESS, {"key": _address_key(lane.address), "at": at, "over": at - ADDRESS_SPAN})
    if failures < FAILURES_UNTIL_LOCK:
        return LoginRefused(problem)
    subject = account.public_id if account else None
    record(at=at, actor=VISITOR, verb=Verb.LOGIN_LOCKED, subject_kind="account", subject_id=subject)
    return lane.locked(locked_until)


def clear_failures(lane: Lane, *, at: datetime) -> LoginRefused | None:
    """Forget the failures of this lane, inside the transaction of a success: an owner's login gives strangers nothing.

    A success counts only while the 帳號 is not locked by attempts that ran beside it; then the lock is returned.
    """
    attempts = LoginAttempts.objects.select_for_update().filter(key_digest=lane.key).first()
    if attempts is not None and attempts.locked_until is not None and attempts.locked_until > at:
        return lane.locked(attempts.locked_until)
    if attempts is not None:
        attempts.delete()
    return None


def unlock(account: Account) -> None:
    """End a lock: whoever could read the account's letters is let in again."""
    LoginAttempts.objects.filter(key_digest=Lane(account.username, b"", "").key).delete()


def _address_key(address: str) -> bytes:
    return keyed_digest("index", "login_address", address)
