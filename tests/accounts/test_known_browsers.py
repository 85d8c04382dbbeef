"""Browsers in which owners have logged in: whoever locks a 帳號 from elsewhere does not keep its owner out (ADR 23)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest

from hefa.accounts.actions import (
    LoggedIn,
    LoginRefused,
    add_app,
    ask_reset,
    change_password,
    change_profile,
    disable_account,
    enable_account,
    end_own_sessions,
    end_sessions,
    is_reset_open,
    login,
    prove_password,
    purge_expired,
    remember_browser,
    reset_password,
    reset_second_factor,
)
from hefa.accounts.models import Account, KnownBrowser
from hefa.accounts.names import LoginProblem
from hefa.accounts.rules import BROWSER_KNOWN_FOR, BROWSERS_KNOWN
from tests.cast import NOW, PASSWORD, an_account
from tests.crowd import at_once
from tests.web.shell.test_second_step import SEED, code_at

MINUTE = timedelta(minutes=1)
UNTIL = NOW + 15 * MINUTE
LOCKED, BROWSER_LOCKED = LoginProblem.LOCKED, LoginProblem.BROWSER_LOCKED
THREADS = 50
Ending = Callable[[Account, datetime], object]


def guess(token: bytes = b"", *, username: str = "wang") -> LoginProblem | None:
    answer = login(username=username, password="not it", token=token, address="192.0.2.1", at=NOW)
    return answer.reason if isinstance(answer, LoginRefused) else None


def gets_in(token: bytes = b"", *, password: str = PASSWORD, at: datetime = NOW) -> bool:
    told = {"username": "WANG ", "password": password, "address": "192.0.2.1"}
    return isinstance(login(token=token, at=at, **told), LoggedIn)


@pytest.fixture
def known() -> bytes:
    """The token of a browser that knows wang, locked by strangers."""
    account = an_account("wang", at=NOW - 60 * MINUTE)
    token = remember_browser(account=account, token=b"", at=NOW - MINUTE)
    assert [guess() for _ in range(5)][-1] == LOCKED
    return token


@pytest.mark.control("T20")
@pytest.mark.django_db
def test_strangers_lock_each_other_out_and_not_the_owner(known: bytes) -> None:
    assert gets_in(known) and not gets_in() and not gets_in(b"x" * 32)
    assert guess() == LOCKED, "the owner's login gives strangers no other five guesses"
    assert isinstance(prove_password(account=Account.objects.get(), password=PASSWORD, token=known, at=NOW), LoggedIn)


@pytest.mark.control("T20")
@pytest.mark.django_db
def test_a_browser_that_is_known_has_five_guesses_and_waits_as_long(known: bytes) -> None:
    assert [guess(known) for _ in range(6)] == [LoginProblem.WRONG] * 4 + [BROWSER_LOCKED] * 2
    assert not gets_in(known, at=UNTIL - MINUTE) and gets_in(known, at=UNTIL + MINUTE)


@pytest.mark.control("附表十 身分驗證管理 3")
@pytest.mark.control("T20")
@pytest.mark.django_db(transaction=True)
def test_fifty_threads_in_a_known_browser_get_five_guesses_between_them() -> None:
    token = remember_browser(account=an_account("wang"), token=b"", at=NOW)
    told = at_once([partial(guess, token)] * THREADS)
    assert told.count(LoginProblem.WRONG) == 4 and told.count(BROWSER_LOCKED) == THREADS - 4
    assert guess() == LoginProblem.WRONG and not gets_in(token)


@pytest.mark.django_db
def test_too_many_failures_from_a_hall_keep_out_whoever_is_not_known_there(known: bytes) -> None:
    for number in range(300):
        guess(username=f"nobody{number}")
    an_account("ming")
    crowded = login(username="ming", password=PASSWORD, address="192.0.2.1", at=NOW)
    assert isinstance(crowded, LoginRefused) and crowded.reason == LoginProblem.CROWDED
    assert gets_in(known)


def change(account: Account, at: datetime) -> None:
    change_password(account=account, password=ANOTHER, at=at)


def reset(account: Account, at: datetime) -> None:
    (letter,) = ask_reset(username_or_email="wang", at=at)
    reset_password(token=letter.token, password=ANOTHER, at=at)


def end_one(account: Account, at: datetime) -> None:
    end_own_sessions(account=account, digest="00", but="x", at=at)


def end_others(account: Account, at: datetime) -> None:
    end_own_sessions(account=account, digest=None, but="x", at=at)


def disable(account: Account, at: datetime) -> None:
    disable_account(account=account, reason="離職", by=account, at=at)
    enable_account(account=account, by=account, at=at)


def reset_factor(account: Account, at: datetime) -> None:
    add_app(account=account, seed=SEED, code=code_at(at), at=at)
    reset_second_factor(account=account, reason="手機遺失", by=None, at=at)


ANOTHER = "Another-2026"


@pytest.mark.control("T20")
@pytest.mark.django_db
@pytest.mark.parametrize("ending", [change, reset, end_one, end_others, disable, reset_factor])
def test_whoever_ends_sessions_is_known_nowhere(ending: Ending, known: bytes) -> None:
    ending(Account.objects.get(), NOW)
    for _ in range(5):
        guess()
    assert not gets_in(known) and not gets_in(known, password=ANOTHER)


def move(account: Account, at: datetime) -> None:
    change_profile(account=account, name="王小明", email="new@example.org", at=at)


def change_and_end(account: Account, at: datetime) -> None:
    change(account, at)
    end_sessions(account=account, but="x")


@pytest.mark.control("附表十 身分驗證管理 8")
@pytest.mark.django_db
@pytest.mark.parametrize("ending", [move, change_and_end, end_one, end_others, disable, reset_factor])
def test_a_letter_that_waits_sets_no_password_once_its_owner_shut_others_out(ending: Ending) -> None:
    account = an_account("wang")
    (letter,) = ask_reset(username_or_email="wang", at=NOW)
    assert is_reset_open(token=letter.token, at=NOW)
    ending(account, NOW)
    assert not is_reset_open(token=letter.token, at=NOW)
    assert reset_password(token=letter.token, password="Third-2026", at=NOW) is None


@pytest.mark.control("T20")
@pytest.mark.django_db
def test_a_login_that_the_old_password_began_makes_no_browser_known(known: bytes) -> None:
    account = Account.objects.get()
    change_password(account=account, password=ANOTHER, at=NOW)
    late = remember_browser(account=account, token=known, at=NOW - MINUTE)
    assert not gets_in(late, password=ANOTHER)


@pytest.mark.django_db
def test_a_token_is_good_for_one_account_ninety_days_and_until_the_next_login(known: bytes) -> None:
    other = remember_browser(account=an_account("ming"), token=known, at=NOW)
    assert gets_in(known) and not gets_in(other)
    later = NOW - MINUTE + BROWSER_KNOWN_FOR
    remembered = Account.objects.get(username="wang").known_browsers
    assert remembered.get().expires_at == later
    new = remember_browser(account=remembered.get().account, token=known, at=NOW)
    assert not gets_in(known) and gets_in(new)
    purge_expired(at=NOW + BROWSER_KNOWN_FOR + MINUTE)
    assert not KnownBrowser.objects.exists()


@pytest.mark.django_db
def test_the_latest_browsers_are_known_and_no_token_is_stored() -> None:
    account = an_account("wang")
    tokens = [remember_browser(account=account, token=b"", at=NOW + n * MINUTE) for n in range(BROWSERS_KNOWN + 1)]
    stored = [bytes(one.token_digest) for one in KnownBrowser.objects.order_by("known_since")]
    assert len(stored) == BROWSERS_KNOWN and not set(stored) & set(tokens)
    for _ in range(5):
        guess()
    assert [gets_in(tokens[0]), gets_in(tokens[1])] == [False, True]
