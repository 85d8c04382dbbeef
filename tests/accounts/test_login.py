"""登入: five failures, then fifteen minutes, exact whatever comes at once."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.test import Client

from hefa.accounts.actions import (
    LoggedIn,
    LoginRefused,
    PasswordOvertaken,
    SecondFactorWanted,
    UsernameTaken,
    ask_reset,
    change_password,
    is_reset_open,
    login,
    purge_expired,
    register,
    reset_password,
)
from hefa.accounts.models import Account, AccountSession, LoginAttempts, PasswordReset
from hefa.accounts.names import LoginProblem
from hefa.accounts.rules import InvalidUsername
from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from tests.cast import NOW, PASSWORD, an_account, an_id, disable
from tests.crowd import at_once

MINUTE = timedelta(minutes=1)
THREADS = 50


def wrong(username: str, minutes: int = 0) -> LoggedIn | SecondFactorWanted | LoginRefused:
    return login(username=username, password="not it", at=NOW + minutes * MINUTE)  # noqa: S106


def right(username: str, minutes: float = 0) -> LoggedIn | SecondFactorWanted | LoginRefused:
    return login(username=username, password=PASSWORD, at=NOW + minutes * MINUTE)


@pytest.mark.control("附表十 身分驗證管理 3")
@pytest.mark.django_db
@pytest.mark.parametrize("username", ["wang", "nobody"])
def test_the_fifth_failure_locks_for_fifteen_minutes_known_or_not(username: str) -> None:
    an_account("wang")
    assert [wrong(username) for _ in range(4)] == [LoginRefused(LoginProblem.WRONG)] * 4
    locked = LoginRefused(LoginProblem.LOCKED, NOW + 15 * MINUTE)
    assert [wrong(username), wrong(username, 14), right(username, 14)] == [locked] * 3
    assert AuditEntry.objects.filter(verb=Verb.LOGIN_LOCKED).count() == 1


@pytest.mark.django_db
def test_after_the_lock_the_count_begins_anew_and_a_success_clears_it() -> None:
    an_account("wang")
    for _ in range(5):
        wrong("wang")
    assert wrong("wang", 16) == LoginRefused(LoginProblem.WRONG)
    assert isinstance(right("WANG ", 16), LoggedIn)
    assert not LoginAttempts.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.control("T20")
def test_fifty_threads_get_five_guesses_between_them() -> None:
    an_account("wang")
    answers = at_once([partial(wrong, "wang")] * THREADS)
    refused = [answer.reason for answer in answers if isinstance(answer, LoginRefused)]
    assert refused.count(LoginProblem.WRONG) == 4 and refused.count(LoginProblem.LOCKED) == THREADS - 4
    assert LoginAttempts.objects.get().failures == 5
    assert right("wang", 1) == LoginRefused(LoginProblem.LOCKED, NOW + 15 * MINUTE)


@pytest.mark.control("T21")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_typed_the_old_password_at_the_same_moment_one_sets_another() -> None:
    """Whoever knows a password that its owner is changing has no last word."""
    pk = an_account("wang").pk
    proven = [Account.objects.get(pk=pk) for _ in range(8)]

    def change(account: Account, password: str) -> bool:
        try:
            change_password(account=account, password=password, at=NOW)
        except PasswordOvertaken:
            return False
        return True

    told = at_once([partial(change, one, f"Another-2026-{number}") for number, one in enumerate(proven)])
    assert sum(told) == 1
    assert Account.objects.get(pk=pk).check_password(f"Another-2026-{told.index(True)}")


@pytest.mark.django_db
def test_a_closed_account_is_answered_like_a_wrong_password() -> None:
    disable(an_account("wang"))
    assert right("wang") == LoginRefused(LoginProblem.WRONG)


@pytest.mark.django_db
@pytest.mark.parametrize("username", ["ab", "a" * 31, "-wang", "王小明", "a b", an_id(1).value, ""])
def test_what_cannot_be_a_username(username: str) -> None:
    with pytest.raises(InvalidUsername):
        register(username=username, password=PASSWORD, name="王小明", email="", at=NOW)


@pytest.mark.control("附表十 內部使用者之識別與鑑別 1")
@pytest.mark.django_db
def test_a_username_is_somebodys_whatever_its_case() -> None:
    an_account("wang")
    with pytest.raises(UsernameTaken):
        an_account("ＷＡＮＧ")


@pytest.mark.control("附表十 身分驗證管理 8")
@pytest.mark.django_db
def test_a_reset_letter_works_once_and_for_thirty_minutes() -> None:
    an_account("wang")
    [letter] = ask_reset(username_or_email=" WANG@example.org", at=NOW)
    stored = bytes(PasswordReset.objects.get().token_digest)
    assert letter.token.encode() not in stored
    assert is_reset_open(token=letter.token, at=NOW + 29 * MINUTE)
    assert not is_reset_open(token=letter.token, at=NOW + 30 * MINUTE)
    assert reset_password(token=letter.token, password="Another-2026", at=NOW) is not None  # noqa: S106
    assert reset_password(token=letter.token, password="Third-2026", at=NOW) is None  # noqa: S106
    assert isinstance(login(username="wang", password="Another-2026", at=NOW), LoggedIn)  # noqa: S106
    assert isinstance(right("wang"), LoginRefused)


@pytest.mark.control("附表十 身分驗證管理 8")
@pytest.mark.django_db(transaction=True)
def test_a_reset_letter_works_once_however_many_use_it_at_the_same_moment() -> None:
    an_account("wang")
    [letter] = ask_reset(username_or_email="wang", at=NOW)
    passwords = [f"Another-2026-{number}" for number in range(8)]
    told = at_once([partial(reset_password, token=letter.token, password=one, at=NOW) for one in passwords])
    assert sum(account is not None for account in told) == 1


@pytest.mark.django_db
def test_nobody_gets_no_letter_and_a_reset_ends_a_lock() -> None:
    an_account("wang")
    assert ask_reset(username_or_email="nobody@example.org", at=NOW) == []
    for _ in range(5):
        wrong("wang")
    [letter] = ask_reset(username_or_email="wang", at=NOW)
    reset_password(token=letter.token, password="Another-2026", at=NOW)
    assert isinstance(login(username="wang", password="Another-2026", at=NOW), LoggedIn)


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "x", "=", "AAAA", "é", "a" * 500])
def test_a_mangled_token_opens_nothing(token: str) -> None:
    assert not is_reset_open(token=token, at=NOW)


@pytest.mark.django_db
def test_what_has_run_out_is_purged_and_the_rest_stays() -> None:
    an_account("wang")
    ask_reset(username_or_email="wang", at=NOW)
    wrong("wang")
    assert purge_expired(at=NOW + MINUTE) == 0
    assert purge_expired(at=NOW + timedelta(days=2)) == 2


@pytest.mark.django_db
@pytest.mark.control("T22")
def test_a_dump_of_the_sessions_opens_none() -> None:
    browser = Client()
    browser.force_login(an_account("wang"))
    key = browser.cookies["hefa"].value
    AccountSession.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT key_digest, sealed FROM account_session")
        digest, sealed = (bytes(part) for part in cursor.fetchone())
    assert key.encode() not in digest + sealed and b"_auth_user_id" not in sealed
