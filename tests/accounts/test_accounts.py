"""Passwords that come again, addresses that fail too often, sessions that end, accounts that nobody uses."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from hefa.accounts.actions import (
    LinkedElsewhere,
    LoggedIn,
    LoginRefused,
    PasswordUsedBefore,
    account_of_subject,
    ask_reset,
    change_password,
    disable_account,
    disable_unused,
    enable_account,
    end_own_sessions,
    end_sessions,
    link_provider,
    login,
    note_unused_told,
    reindex_subjects,
    reset_password,
    unlink_provider,
    unused_letters,
)
from hefa.accounts.models import Account, AccountSession, ProviderLink, UsedPassword
from hefa.accounts.names import LoginProblem
from hefa.accounts.rules import ADDRESS_FAILURES
from hefa.accounts.sessions import sessions_of
from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from tests.cast import NOW, PASSWORD, an_account

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def change(account: Account, password: str) -> None:
    change_password(account=account, password=password, at=NOW)


@pytest.mark.control("附表十 身分驗證管理 5", "附表十 身分驗證管理 6")
def test_the_last_three_passwords_are_refused_and_the_fourth_works_again() -> None:
    account = an_account("wang")
    for new in ("Second-2026", "Third-2026"):
        change(account, new)
    for used in (PASSWORD, "Second-2026", "Third-2026"):
        with pytest.raises(PasswordUsedBefore):
            change(account, used)
    change(account, "Fourth-2026")
    change(account, PASSWORD)
    assert UsedPassword.objects.filter(account=account).count() == 3
    assert not any(used.password.count("$argon2id$") == 0 for used in UsedPassword.objects.all())


def test_a_letter_does_not_bring_an_old_password_back_and_stays_good() -> None:
    account = an_account("wang")
    [letter] = ask_reset(username_or_email="wang", at=NOW)
    with pytest.raises(PasswordUsedBefore):
        reset_password(token=letter.token, password=PASSWORD, at=NOW)
    assert reset_password(token=letter.token, password="Another-2026", at=NOW) == account


@pytest.mark.control("附表十 身分驗證管理 7")
def test_an_address_waits_after_very_many_failures_and_a_venue_never_comes_near() -> None:
    an_account("wang")
    for number in range(ADDRESS_FAILURES):
        login(username=f"nobody{number}", password="not it", address="192.0.2.1", at=NOW)
    waiting = LoginRefused(LoginProblem.CROWDED, NOW + timedelta(minutes=15))
    assert login(username="wang", password=PASSWORD, address="192.0.2.1", at=NOW) == waiting
    assert isinstance(login(username="wang", password=PASSWORD, address="192.0.2.2", at=NOW), LoggedIn)
    later = NOW + timedelta(minutes=15)
    assert isinstance(login(username="wang", password=PASSWORD, address="192.0.2.1", at=later), LoggedIn)
    assert ADDRESS_FAILURES >= 300


def test_no_address_is_stored() -> None:
    login(username="wang", password="x", address="192.0.2.1", at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(a::text, '') FROM address_attempts a")
        assert b"192.0.2.1".hex() not in cursor.fetchone()[0]


def test_a_reset_and_a_disabling_end_every_session_of_the_account_alone() -> None:
    account, other = an_account("wang"), an_account("chen")
    for one in (account, account, other):
        Client().force_login(one)
    assert len(sessions_of(account, current=None)) == 2
    [letter] = ask_reset(username_or_email="wang", at=NOW)
    reset_password(token=letter.token, password="Another-2026", at=NOW)
    assert not sessions_of(account, current=None) and len(sessions_of(other, current=None)) == 1
    assert disable_account(account=other, reason="離職", by=account, at=NOW)
    assert not AccountSession.objects.exists()


def test_one_ends_ones_own_sessions_and_nobody_elses() -> None:
    account, other = an_account("wang"), an_account("chen")
    here, there, foreign = Client(), Client(), Client()
    for browser, owner in ((here, account), (there, account), (foreign, other)):
        browser.force_login(owner)
    key = here.cookies["hefa"].value
    [theirs] = sessions_of(other, current=None)
    assert end_own_sessions(account=account, digest=theirs.digest, but=key, at=NOW) == 0
    assert end_own_sessions(account=account, digest="zz", but=key, at=NOW) == 0
    assert end_own_sessions(account=account, digest=None, but=key, at=NOW) == 1
    [left] = sessions_of(account, current=key)
    assert left.current and len(sessions_of(other, current=None)) == 1
    assert AuditEntry.objects.filter(verb=Verb.SESSIONS_ENDED).get().facts == {"sessions": 1}
    assert end_sessions(account=account) == 1


def test_a_disabled_account_says_when_and_why_and_comes_back() -> None:
    account, olga = an_account("wang"), an_account("olga")
    assert disable_account(account=account, reason="離職", by=olga, at=NOW)
    assert not disable_account(account=account, reason="離職", by=olga, at=NOW)
    assert isinstance(login(username="wang", password=PASSWORD, at=NOW), LoginRefused)
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(pk=account.pk).update(disable_reason="")
    assert enable_account(account=account, by=olga, at=NOW) and not enable_account(account=account, by=olga, at=NOW)
    assert isinstance(login(username="wang", password=PASSWORD, at=NOW), LoggedIn)


@pytest.mark.control("附表十 帳號管理 3")
def test_who_is_away_for_half_a_year_is_told_and_then_disabled_unless_he_comes() -> None:
    away, comes, learner = an_account("away"), an_account("comes"), an_account("learner")
    officers = [away.pk, comes.pk]
    assert unused_letters(accounts=officers, at=NOW + 180 * DAY) == []
    late = NOW + 181 * DAY
    letters = unused_letters(accounts=officers, at=late)
    assert [(letter.to, letter.until) for letter in letters] == [
        ("away@example.org", late + 14 * DAY),
        ("comes@example.org", late + 14 * DAY),
    ]
    note_unused_told(letters=letters, at=late)
    assert unused_letters(accounts=officers, at=late) == [] and disable_unused(accounts=officers, at=late) == 0
    login(username="comes", password=PASSWORD, at=late + DAY)
    assert disable_unused(accounts=officers, at=late + 13 * DAY) == 0
    assert disable_unused(accounts=officers, at=late + 14 * DAY) == 1
    assert set(Account.objects.filter(is_active=True)) == {comes, learner}
    gone = Account.objects.get(username="away")
    assert gone.disable_reason and gone.disabled_by is None


def test_a_subject_opens_the_account_that_linked_it_and_no_other() -> None:
    account, other = an_account("wang"), an_account("chen")
    told = {"issuer": "https://sso.example", "subject": "4711"}
    assert account_of_subject(**told) is None
    link_provider(account=account, **told, at=NOW)
    link_provider(account=account, **told, at=NOW)
    with pytest.raises(LinkedElsewhere):
        link_provider(account=other, **told, at=NOW)
    with pytest.raises(LinkedElsewhere):
        link_provider(account=account, issuer="https://sso.example", subject="4712", at=NOW)
    assert account_of_subject(**told) == account
    assert account_of_subject(issuer="https://other.example", subject="4711") is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(l::text, '') FROM provider_link l")
        assert b"4711".hex() not in cursor.fetchone()[0]
    stale = b"under an old key"
    ProviderLink.objects.update(subject_digest=stale)
    assert (reindex_subjects(), reindex_subjects()) == (1, 0)
    disable_account(account=account, reason="離職", by=other, at=NOW)
    assert account_of_subject(**told) is None
    assert unlink_provider(account=account, at=NOW) and not unlink_provider(account=account, at=NOW)
