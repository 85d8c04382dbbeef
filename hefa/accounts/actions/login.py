"""Log in with 帳號 and 密碼, and prove again later that it is still the same person who sits there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from hefa.accounts.actions.lockout import Lane, LoginRefused, clear_failures, count_failure, lane_of, refusal
from hefa.accounts.models import Account
from hefa.accounts.names import FactorKind, LoginProblem
from hefa.accounts.queries import account_by_username, has_second_factor
from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb

Proof = Callable[[Account, datetime], FactorKind | None]
"""Looks at what somebody showed and uses it up: which second factor it was, or None when it does not hold."""


@dataclass(frozen=True, slots=True)
class LoggedIn:
    account: Account


@dataclass(frozen=True, slots=True)
class SecondFactorWanted:
    """The password was right; its owner has a second factor, which is asked next. Nobody is logged in yet."""

    account: Account


def login(
    *, username: str, password: str, token: bytes = b"", address: str = "", at: datetime
) -> LoggedIn | SecondFactorWanted | LoginRefused:
    """Check a 帳號 and its password. Five failures lock it until 15 minutes after the fifth; a success clears them.

    A locked 帳號 is refused without looking at the password. One that does not exist behaves and locks alike. A right
    password alone clears nothing where a second factor is still to come. Whoever shows the `token` of a browser that
    this 帳號 knows has five guesses of its own, here and in all that follows.
    """
    lane = lane_of(username=username, token=token, address=address, at=at)
    refused = refusal(lane, at=at)
    if refused is not None:
        return refused
    account = account_by_username(username)
    if account is None or not account.is_active:
        make_password(password)
        known = False
    else:
        known = account.check_password(password)
    if account is None or not known:
        return count_failure(lane, account=account, problem=LoginProblem.WRONG, at=at)
    if has_second_factor(account):
        return SecondFactorWanted(account)
    return _let_in(lane, account, at)


def pass_second_factor(
    *, account: Account, proof: Proof, token: bytes = b"", address: str = "", at: datetime
) -> LoggedIn | LoginRefused:
    """The second step of a login. Failures count like wrong passwords, in the same five."""
    lane = lane_of(username=account.username, token=token, address=address, at=at)
    return _with_proof(lane, account, proof, at, _let_in)


def prove_again(
    *, account: Account, proof: Proof, token: bytes = b"", address: str = "", at: datetime
) -> LoggedIn | LoginRefused:
    """Show the second factor once more before something that matters. Failures count like those of a login."""
    lane = lane_of(username=account.username, token=token, address=address, at=at)
    return _with_proof(lane, account, proof, at, _proven)


def prove_password(
    *, account: Account, password: str, token: bytes = b"", address: str = "", at: datetime
) -> LoggedIn | LoginRefused:
    """Type the password once more, where an account has no second factor. Failures count like those of a login."""
    lane = lane_of(username=account.username, token=token, address=address, at=at)
    refused = refusal(lane, at=at)
    if refused is not None:
        return refused
    if not account.check_password(password):
        return count_failure(lane, account=account, problem=LoginProblem.WRONG_PROOF, at=at)
    return _proven(lane, account, at)


def let_in(*, account: Account, token: bytes = b"", at: datetime, **facts: str) -> LoggedIn | LoginRefused:
    """Count a login that another provider has proven."""
    lane = lane_of(username=account.username, token=token, address="", at=at)
    return _let_in(lane, account, at, **facts)


@transaction.atomic
def _let_in(lane: Lane, account: Account, at: datetime, **facts: str) -> LoggedIn | LoginRefused:
    refused = clear_failures(lane, at=at)
    if refused is not None:
        return refused
    Account.objects.filter(pk=account.pk).update(last_login=at, unused_told_at=None)
    _note(Verb.LOGGED_IN, account, at, facts)
    return LoggedIn(account)


def _with_proof(
    lane: Lane, account: Account, proof: Proof, at: datetime, succeed: Callable[..., LoggedIn | LoginRefused]
) -> LoggedIn | LoginRefused:
    refused = refusal(lane, at=at)
    if refused is not None:
        return refused
    with transaction.atomic():
        kind = proof(account, at)
        if kind is not None:
            return succeed(lane, account, at, factor=kind.value)
    return count_failure(lane, account=account, problem=LoginProblem.WRONG_PROOF, at=at)


@transaction.atomic
def _proven(lane: Lane, account: Account, at: datetime, **facts: str) -> LoggedIn | LoginRefused:
    refused = clear_failures(lane, at=at)
    if refused is not None:
        return refused
    _note(Verb.PROVEN_AGAIN, account, at, facts)
    return LoggedIn(account)


def _note(verb: Verb, account: Account, at: datetime, facts: dict[str, str]) -> None:
    record(
        at=at,
        actor=Actor.account(account.public_id),
        verb=verb,
        subject_kind="account",
        subject_id=account.public_id,
        facts=facts,
    )
