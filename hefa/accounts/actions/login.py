"""Log in, with five failures and a lock of fifteen minutes that fifty threads cannot outrun."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from hefa.accounts.models import Account, LoginAttempts
from hefa.accounts.names import LoginProblem
from hefa.accounts.queries import account_by_username
from hefa.accounts.rules import FAILURES_UNTIL_LOCK, LOCK_FOR, fold_username
from hefa.audit.actions import record
from hefa.audit.names import VISITOR, Actor, Verb
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


@dataclass(frozen=True, slots=True)
class LoggedIn:
    account: Account


@dataclass(frozen=True, slots=True)
class LoginRefused:
    """`locked_until` is set while the 帳號 is locked, whether or not it exists."""

    reason: LoginProblem
    locked_until: datetime | None = None


def login(*, username: str, password: str, at: datetime) -> LoggedIn | LoginRefused:
    """Check a 帳號 and its password. Five failures lock it until 15 minutes after the fifth; a success clears them.

    A locked 帳號 is refused without looking at the password. One that does not exist behaves and locks alike.
    """
    key = keyed_digest("index", "login", fold_username(username))
    locked_until = _locked_until(key, at)
    if locked_until is not None:
        return LoginRefused(LoginProblem.LOCKED, locked_until)
    account = account_by_username(username)
    if account is None or not account.is_active:
        make_password(password)
        return _fail(key, account, at)
    if not account.check_password(password):
        return _fail(key, account, at)
    return _succeed(key, account, at)


def _locked_until(key: bytes, at: datetime) -> datetime | None:
    attempts = LoginAttempts.objects.filter(key_digest=key, locked_until__gt=at).first()
    return attempts.locked_until if attempts else None


@transaction.atomic
def _fail(key: bytes, account: Account | None, at: datetime) -> LoginRefused:
    with connection.cursor() as cursor:
        cursor.execute(COUNT_FAILURE, {"key": key, "at": at, "until": at + LOCK_FOR, "most": FAILURES_UNTIL_LOCK})
        failures, locked_until = cursor.fetchone()
    if failures < FAILURES_UNTIL_LOCK:
        return LoginRefused(LoginProblem.WRONG)
    record(
        at=at,
        actor=VISITOR,
        verb=Verb.LOGIN_LOCKED,
        subject_kind="account",
        subject_id=account.public_id if account else None,
    )
    return LoginRefused(LoginProblem.LOCKED, locked_until)


@transaction.atomic
def _succeed(key: bytes, account: Account, at: datetime) -> LoggedIn | LoginRefused:
    """A right password counts only while the 帳號 is not locked by attempts that ran beside this one."""
    attempts = LoginAttempts.objects.select_for_update().filter(key_digest=key).first()
    if attempts is not None and attempts.locked_until is not None and attempts.locked_until > at:
        return LoginRefused(LoginProblem.LOCKED, attempts.locked_until)
    if attempts is not None:
        attempts.delete()
    Account.objects.filter(pk=account.pk).update(last_login=at)
    record(
        at=at,
        actor=Actor.account(account.public_id),
        verb=Verb.LOGGED_IN,
        subject_kind="account",
        subject_id=account.public_id,
    )
    return LoggedIn(account)
