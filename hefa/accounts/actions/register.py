"""Make an account and change what it says of its owner."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from hefa.accounts.actions.telling import tell_owner
from hefa.accounts.models import Account, PasswordReset, UsedPassword
from hefa.accounts.names import AccountEvent
from hefa.accounts.rules import PASSWORDS_REFUSED, clean_username, fold_email
from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.base.notice import NOTICE_VERSION
from hefa.keys.digests import keyed_digest, keyed_digests


class UsernameTaken(ValueError):
    """Somebody else has this 帳號."""


@transaction.atomic
def register(*, username: str, password: str, name: str, email: str, at: datetime) -> Account:
    """註冊個人帳號. Raises InvalidUsername, UsernameTaken. The password was validated by the form."""
    account = Account(
        username=clean_username(username),
        name=name,
        email=email,
        email_digest=email_digest(email),
        registered_at=at,
        password_changed_at=at,
        notice_version=NOTICE_VERSION,
    )
    account.set_password(password)
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError:
        raise UsernameTaken from None
    keep_password(account, at)
    note_account(Verb.ACCOUNT_REGISTERED, account, at)
    return account


@transaction.atomic
def change_profile(*, account: Account, name: str, email: str, at: datetime) -> None:
    """修改個人資料: the name and address of the account. The learner's name is not touched.

    A new address is told to the old one: it decides who can set a new password. A letter that waits at the old one sets
    none any more.
    """
    before = account.email or ""
    if fold_email(before) != fold_email(email):
        tell_owner(AccountEvent.EMAIL_CHANGED, account, at, address=before)
        PasswordReset.objects.filter(account=account, used_at__isnull=True).delete()
    account.name = name
    account.email = email
    account.email_digest = email_digest(email)
    account.save(update_fields=("name", "email", "email_digest"))
    note_account(Verb.ACCOUNT_CHANGED, account, at)


def email_digests(email: str) -> Sequence[bytes]:
    """What an address may be stored under, a digest for each live key."""
    return list(keyed_digests("index", "email", fold_email(email)).values()) if email else []


def reindex_emails() -> int:
    """Look every account's address up by the current key from now on; returns how many were under another."""
    changed = 0
    for account in Account.objects.filter(email_digest__isnull=False).iterator():
        digest = email_digest(account.email)
        if digest != bytes(account.email_digest or b""):
            stale = Account.objects.filter(pk=account.pk, email_digest=account.email_digest)
            changed += stale.update(email_digest=digest)
    return changed


def email_digest(email: str) -> bytes | None:
    """What an address is looked up by; None for none."""
    return keyed_digest("index", "email", fold_email(email)) if email else None


def keep_password(account: Account, at: datetime) -> None:
    """Remember the hash of a password that was just set, and forget all but the last three."""
    UsedPassword.objects.create(account=account, password=account.password, set_at=at)
    last = UsedPassword.objects.filter(account=account).order_by("-set_at", "-pk")[:PASSWORDS_REFUSED]
    UsedPassword.objects.filter(account=account).exclude(pk__in=list(last.values_list("pk", flat=True))).delete()


def note_account(verb: Verb, account: Account, at: datetime) -> None:
    """The audit entry of something that an account did to itself."""
    record(
        at=at,
        actor=Actor.account(account.public_id),
        verb=verb,
        subject_kind="account",
        subject_id=account.public_id,
    )
