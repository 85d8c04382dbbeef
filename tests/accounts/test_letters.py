"""帳號異動通知: what the owner is told by letter when somebody changes how one logs in to the account."""

from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTP
from typing import ClassVar

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django import forms
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from pytest_django.fixtures import Settings

from hefa.accounts.actions import (
    add_app,
    ask_reset,
    change_password,
    change_profile,
    due_account_letters,
    link_provider,
    make_recovery_codes,
    new_seed,
    purge_expired,
    remove_app,
    reset_password,
    reset_second_factor,
)
from hefa.accounts.actions.telling import LETTERS_AT_ONCE, LETTERS_OF_ONE, tell_owner
from hefa.accounts.models import Account, AccountLetter
from hefa.accounts.names import AccountEvent
from hefa.jobs.tasks import tell_of_changes
from tests.cast import NOW, an_account

pytestmark = pytest.mark.django_db
Deed = Callable[[Account, datetime], object]


def add(account: Account, at: datetime) -> None:
    seed = new_seed()
    add_app(account=account, seed=seed, code=TOTP(seed, 6, SHA1(), 30).generate(int(at.timestamp())).decode(), at=at)  # noqa: S303 - what every app speaks


def added_before(account: Account, at: datetime) -> None:
    add(account, at)
    AccountLetter.objects.all().delete()


def remove(account: Account, at: datetime) -> None:
    added_before(account, at)
    remove_app(account=account, at=at)


def reset_factors(account: Account, at: datetime) -> None:
    added_before(account, at)
    reset_second_factor(account=account, reason="手機遺失", by=None, at=at)


def recover(account: Account, at: datetime) -> None:
    make_recovery_codes(account=account, at=at)


def change(account: Account, at: datetime) -> None:
    change_password(account=account, password="Another-2026", at=at)


def link(account: Account, at: datetime) -> None:
    link_provider(account=account, issuer="https://id.example.org", subject="ming", at=at)


def reset(account: Account, at: datetime) -> None:
    (letter,) = ask_reset(username_or_email=account.username, at=at)
    reset_password(token=letter.token, password="Another-2026", at=at)


@pytest.mark.control("T21")
@pytest.mark.parametrize(
    ("deed", "event"),
    [
        (add, AccountEvent.FACTOR_ADDED),
        (remove, AccountEvent.FACTOR_REMOVED),
        (reset_factors, AccountEvent.FACTORS_RESET),
        (recover, AccountEvent.RECOVERY_MADE),
        (link, AccountEvent.PROVIDER_LINKED),
        (change, AccountEvent.PASSWORD_CHANGED),
        (reset, AccountEvent.PASSWORD_RESET),
    ],
    ids=lambda told: told.value if isinstance(told, AccountEvent) else "",
)
def test_the_owner_is_told_once_what_was_changed_and_what_to_do(
    deed: Deed, event: AccountEvent, settings: Settings
) -> None:
    settings.HEFA_NOTICE_CONTACT = "02-0000-0000"
    deed(an_account("ming"), NOW)
    tell_of_changes(timestamp=0)
    tell_of_changes(timestamp=0)
    (letter,) = mail.outbox
    assert letter.to == ["ming@example.org"] and "帳號異動通知" in letter.subject
    assert event.label in letter.body and "115-11-24 09:30" in letter.body
    assert "不是您" in letter.body and "忘記帳號/密碼" in letter.body and "02-0000-0000" in letter.body
    assert "http" not in letter.body and not due_account_letters()


@pytest.mark.control("T21")
def test_another_address_is_told_to_the_old_one_alone() -> None:
    account = an_account("ming")
    change_profile(account=account, name="王小明", email="Ming@Example.org", at=NOW)
    assert due_account_letters() == []
    change_profile(account=account, name="王小明", email="thief@example.org", at=NOW)
    tell_of_changes(timestamp=0)
    (letter,) = mail.outbox
    assert letter.to == ["Ming@Example.org"] and "thief" not in letter.body and "停用帳號" in letter.body


def test_whoever_gave_no_address_is_told_nothing() -> None:
    account = an_account("ming")
    change_profile(account=account, name="王小明", email="", at=NOW)
    AccountLetter.objects.all().delete()
    change_profile(account=account, name="王小明", email="ming@example.org", at=NOW)
    assert due_account_letters() == []


def test_a_letter_that_does_not_leave_is_tried_again_for_three_days(monkeypatch: pytest.MonkeyPatch) -> None:
    change_password(account=an_account("ming"), password="Another-2026", at=NOW)
    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", _refused)
        tell_of_changes(timestamp=0)
    assert len(due_account_letters()) == 1
    tell_of_changes(timestamp=0)
    assert len(mail.outbox) == 1
    change_password(account=Account.objects.get(), password="Yet-another-2026", at=NOW)
    purge_expired(at=NOW + timedelta(days=2))
    assert len(due_account_letters()) == 1
    purge_expired(at=NOW + timedelta(days=3, seconds=1))
    assert due_account_letters() == []


@pytest.mark.control("T21")
@pytest.mark.parametrize("address", ['"1\x0c\x04:uP"@example.org', "=?utf-8?q?=0a?=@example.org"])
def test_an_address_that_no_letter_can_be_written_to_holds_up_nobody_elses(address: str, settings: Settings) -> None:
    """A form takes both; the first letter to one of them ended the run, and every run after it."""
    settings.EMAIL_BACKEND = f"{__name__}.Written"
    Line.written.clear()
    assert forms.EmailField().clean(address) == address
    poisoned = an_account("thief")
    change_profile(account=poisoned, name="王小明", email=address, at=NOW)
    AccountLetter.objects.all().delete()
    for account in (poisoned, an_account("ming")):
        change_password(account=account, password="Another-2026", at=NOW)
    tell_of_changes(timestamp=0)
    assert Line.written == ["ming@example.org"]
    assert [letter.account for letter in due_account_letters()] == [poisoned]


@pytest.mark.control("T21")
def test_letters_that_no_server_takes_wait_behind_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(LETTERS_AT_ONCE // LETTERS_OF_ONE):
        thief = an_account(f"thief{number}")
        for _ in range(LETTERS_OF_ONE):
            tell_owner(AccountEvent.EMAIL_CHANGED, thief, NOW)
    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", _refused)
        tell_of_changes(timestamp=0)
    change_password(account=an_account("ming"), password="Another-2026", at=NOW)
    assert [letter.event for letter in due_account_letters()][:1] == [AccountEvent.PASSWORD_CHANGED]


@pytest.mark.control("T24")
def test_no_account_floods_a_mailbox_that_is_perhaps_a_strangers() -> None:
    account = an_account("thief")
    for number in range(LETTERS_OF_ONE * 3):
        change_profile(account=account, name="王小明", email=f"stranger{number % 2}@example.org", at=NOW)
    assert len(due_account_letters()) == LETTERS_OF_ONE
    change_password(account=an_account("ming"), password="Another-2026", at=NOW)
    change_password(account=account, password="Another-2026", at=NOW + timedelta(minutes=11))
    assert len(due_account_letters()) == LETTERS_OF_ONE + 2


class Line(SMTP):
    """A line to nowhere, which notes whom it would have written to."""

    written: ClassVar[list[str]] = []

    def sendmail(self, sender: str, recipients: list[str], *rest: object) -> dict[str, tuple[int, bytes]]:  # type: ignore[override]
        self.written.extend(recipients)
        return {}


class Written(SmtpBackend):
    """Django's way to a mail server, up to the line."""

    def open(self) -> bool:
        self.connection = Line()
        return True

    def close(self) -> None:
        self.connection = None


def _refused(*arguments: object) -> int:
    raise OSError("no route")
