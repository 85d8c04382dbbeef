"""Change a password, or set a new one with a letter: 忘記帳號/密碼."""

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from hefa.accounts.actions.lockout import unlock
from hefa.accounts.actions.register import email_digests, keep_password, note_account
from hefa.accounts.actions.sessions import end_sessions
from hefa.accounts.actions.telling import tell_owner
from hefa.accounts.models import Account, PasswordReset, ResetWish
from hefa.accounts.names import AccountEvent
from hefa.accounts.queries import was_password_of
from hefa.accounts.rules import RESET_LIFE, fold_username
from hefa.audit.names import Verb
from hefa.keys.digests import hash_secret

MOST_LETTERS = 5
WISHES_AT_ONCE = 100


class PasswordUsedBefore(ValueError):
    """One of the account's last three passwords."""


class PasswordOvertaken(ValueError):
    """Another password was set since this one was typed."""


@dataclass(frozen=True, slots=True)
class ResetLetter:
    """What to write to an account's address. The token is told here once and stored hashed."""

    account: Account
    token: str
    site: str = ""


def wish_reset(*, username_or_email: str, site: str, at: datetime) -> None:
    """Note that somebody asks for a letter. Nothing is looked up: known and unknown take the same time (T1).

    `site` is the address that the visitor knows this site by, for the link in the letter.
    """
    ResetWish.objects.create(asked=username_or_email, site=site, asked_at=at)


@transaction.atomic
def grant_resets(*, at: datetime) -> Sequence[ResetLetter]:
    """The letters that were wished for since the last time, some at once. A wish is gone with this transaction."""
    due = ResetWish.objects.select_for_update(skip_locked=True).order_by("pk")[:WISHES_AT_ONCE]
    wishes = list(due)
    ResetWish.objects.filter(pk__in=[wish.pk for wish in wishes]).delete()
    return [
        replace(letter, site=wish.site) for wish in wishes for letter in ask_reset(username_or_email=wish.asked, at=at)
    ]


@transaction.atomic
def ask_reset(*, username_or_email: str, at: datetime) -> Sequence[ResetLetter]:
    """Letters for whoever has this 帳號 or address, none for nobody."""
    accounts = Account.objects.filter(
        Q(username=fold_username(username_or_email)) | Q(email_digest__in=email_digests(username_or_email.strip())),
        is_active=True,
        email_digest__isnull=False,
    ).order_by("pk")[:MOST_LETTERS]
    return [_letter(account, at) for account in accounts]


def _letter(account: Account, at: datetime) -> ResetLetter:
    token = secrets.token_bytes(32)
    PasswordReset.objects.create(
        account=account, token_digest=hash_secret(token), made_at=at, expires_at=at + RESET_LIFE
    )
    note_account(Verb.RESET_ASKED, account, at)
    return ResetLetter(account, base64.urlsafe_b64encode(token).decode("ascii").rstrip("="))


def is_reset_open(*, token: str, at: datetime) -> bool:
    """Whether a letter's link still works."""
    return _open_resets(token, at).exists()


@transaction.atomic
def reset_password(*, token: str, password: str, at: datetime) -> Account | None:
    """Set a new password with a letter's token: once, and within 30 minutes. None when it no longer works.

    Whoever could read the letter is let in again, so a lock on the 帳號 ends too, and so do its sessions. A second
    factor is asked as before. Raises PasswordUsedBefore, and the letter may be used again.
    """
    reset = _open_resets(token, at).select_related("account").first()
    if reset is None or not PasswordReset.objects.filter(pk=reset.pk, used_at__isnull=True).update(used_at=at):
        return None
    account = reset.account
    _set(account, password, at)
    end_sessions(account=account)
    unlock(account)
    note_account(Verb.PASSWORD_RESET, account, at)
    tell_owner(AccountEvent.PASSWORD_RESET, account, at)
    return account


@transaction.atomic
def change_password(*, account: Account, password: str, at: datetime) -> None:
    """A new password for somebody who is logged in and has just typed the old one, by which `account` was proven.

    Two who both typed it do not both set another: the owner's stands. The door ends the other sessions
    (`end_sessions`): it alone knows which one goes on. Raises PasswordUsedBefore and PasswordOvertaken.
    """
    held = Account.objects.select_for_update().get(pk=account.pk)
    if held.password != account.password:
        raise PasswordOvertaken
    _set(account, password, at)
    note_account(Verb.PASSWORD_CHANGED, account, at)
    tell_owner(AccountEvent.PASSWORD_CHANGED, account, at)


def _open_resets(token: str, at: datetime) -> QuerySet[PasswordReset]:
    return PasswordReset.objects.filter(
        token_digest=_digest(token), used_at__isnull=True, expires_at__gt=at, account__is_active=True
    )


def _digest(token: str) -> bytes:
    try:
        return hash_secret(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    except ValueError:
        return b""


def _set(account: Account, password: str, at: datetime) -> None:
    held = Account.objects.select_for_update().get(pk=account.pk)
    if was_password_of(held, password):
        raise PasswordUsedBefore
    account.set_password(password)
    account.password_changed_at = at
    account.save(update_fields=("password", "password_changed_at"))
    keep_password(account, at)
