"""停用 accounts: by an operator, or by the timetable when an officer's account was not used for half a year."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from hefa.accounts.actions.sessions import end_sessions
from hefa.accounts.actions.telling import tell_owner
from hefa.accounts.models import Account, AuthenticatorApp, Passkey, RecoveryCode
from hefa.accounts.names import AccountEvent
from hefa.accounts.queries import unused_accounts
from hefa.accounts.rules import UNUSED_NOTICE
from hefa.audit.actions import record
from hefa.audit.names import SYSTEM, Actor, Verb

UNUSED_REASON = "超過 180 天未使用"


@dataclass(frozen=True, slots=True)
class UnusedLetter:
    """Tell the owner that the account will be disabled after this time unless it is used. `to` may be empty."""

    account: Account
    to: str
    until: datetime


@transaction.atomic
def disable_account(*, account: Account, reason: str, by: Account, at: datetime) -> bool:
    """停用: no login any more, and every session ends. False when it was disabled before."""
    if not _disable(account, reason, by, at):
        return False
    _note(Verb.ACCOUNT_DISABLED, account, Actor.account(by.public_id), at, reason=reason)
    return True


@transaction.atomic
def enable_account(*, account: Account, by: Account, at: datetime) -> bool:
    """恢復 a disabled account. False when it was not disabled. Its being unused is counted from now."""
    told = {"disabled_at": None, "disabled_by": None, "disable_reason": "", "unused_told_at": None}
    if not Account.objects.filter(pk=account.pk, is_active=False).update(is_active=True, last_login=at, **told):
        return False
    _note(Verb.ACCOUNT_ENABLED, account, Actor.account(by.public_id), at)
    return True


@transaction.atomic
def reset_second_factor(*, account: Account, reason: str, by: Account | None, at: datetime) -> bool:
    """Take every second factor away from somebody who has lost them all, and end the sessions. False for none.

    By an operator, or by whoever runs the server (None).
    """
    tables: tuple[QuerySet[AuthenticatorApp] | QuerySet[Passkey] | QuerySet[RecoveryCode], ...] = (
        AuthenticatorApp.objects.filter(account=account),
        Passkey.objects.filter(account=account),
        RecoveryCode.objects.filter(account=account),
    )
    if not sum(table.delete()[0] for table in tables):
        return False
    end_sessions(account=account)
    tell_owner(AccountEvent.FACTORS_RESET, account, at)
    _note(Verb.FACTORS_RESET, account, Actor.account(by.public_id) if by else SYSTEM, at, reason=reason)
    return True


def unused_letters(*, accounts: Collection[int], at: datetime) -> Sequence[UnusedLetter]:
    """Letters to the owners of unused accounts (of these, by row number) who were not told yet."""
    untold = unused_accounts(accounts, at=at).filter(unused_told_at__isnull=True)
    return [UnusedLetter(one, one.email, at + UNUSED_NOTICE) for one in untold]


def note_unused_told(*, letters: Sequence[UnusedLetter], at: datetime) -> None:
    """Begin the notice of those whose letters have left."""
    told = [letter.account.pk for letter in letters]
    Account.objects.filter(pk__in=told, unused_told_at__isnull=True).update(unused_told_at=at)


@transaction.atomic
def disable_unused(*, accounts: Collection[int], at: datetime) -> int:
    """Disable those that were told so long ago and still are unused. Returns how many."""
    due = unused_accounts(accounts, at=at).filter(unused_told_at__lte=at - UNUSED_NOTICE)
    disabled = [one for one in due if _disable(one, UNUSED_REASON, None, at)]
    for one in disabled:
        _note(Verb.ACCOUNT_DISABLED, one, SYSTEM, at, reason=UNUSED_REASON)
    return len(disabled)


def _disable(account: Account, reason: str, by: Account | None, at: datetime) -> bool:
    active = Account.objects.filter(pk=account.pk, is_active=True)
    if not active.update(is_active=False, disabled_at=at, disabled_by=by, disable_reason=reason):
        return False
    end_sessions(account=account)
    return True


def _note(verb: Verb, account: Account, actor: Actor, at: datetime, **facts: str) -> None:
    record(at=at, actor=actor, verb=verb, subject_kind="account", subject_id=account.public_id, facts=facts)
