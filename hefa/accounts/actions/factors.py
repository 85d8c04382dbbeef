"""Second factors: add and remove them, and look at what somebody shows."""

import secrets
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from hefa.accounts.actions.telling import tell_owner
from hefa.accounts.models import Account, AuthenticatorApp, Passkey, RecoveryCode
from hefa.accounts.names import AccountEvent, FactorKind
from hefa.accounts.rules import RECOVERY_CODES, SEED_BYTES, clean_code, fitting_step
from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without what is mistaken for something else on paper."""
CODE_LETTERS = 12


class WrongCode(ValueError):
    """The code is none of this app at this time."""


def new_seed() -> bytes:
    """What an app and the server share. It stays in the sealed session until its first code has come back."""
    return secrets.token_bytes(SEED_BYTES)


@transaction.atomic
def add_app(*, account: Account, seed: bytes, code: str, at: datetime) -> None:
    """Take an authenticator app, in place of an earlier one, once it shows a right code. Raises WrongCode."""
    step = fitting_step(seed, clean_code(code), at=at)
    if step is None:
        raise WrongCode
    AuthenticatorApp.objects.filter(account=account).delete()
    AuthenticatorApp.objects.create(account=account, seed=seed, added_at=at, last_step=step)
    note_factor(Verb.FACTOR_ADDED, account, FactorKind.APP, at)


@transaction.atomic
def make_recovery_codes(*, account: Account, at: datetime) -> list[str]:
    """Ten new codes instead of any earlier ones. They are told this once; only their hashes are stored."""
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(CODE_LETTERS)) for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.filter(account=account).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(account=account, code=make_password(code)) for code in codes)
    note_factor(Verb.FACTOR_ADDED, account, FactorKind.RECOVERY, at)
    return ["-".join(code[start : start + 4] for start in range(0, CODE_LETTERS, 4)) for code in codes]


@transaction.atomic
def remove_app(*, account: Account, at: datetime) -> bool:
    """Take the app away. False when there is none."""
    gone = AuthenticatorApp.objects.filter(account=account).delete()[0]
    return _removed(account, FactorKind.APP, at) if gone else False


@transaction.atomic
def remove_passkey(*, account: Account, public_id: UUID, at: datetime) -> bool:
    """Take one of the account's own passkeys away. False when it is not there."""
    gone = Passkey.objects.filter(account=account, public_id=public_id).delete()[0]
    return _removed(account, FactorKind.PASSKEY, at) if gone else False


def code_typed(text: str) -> Callable[[Account, datetime], FactorKind | None]:
    """A proof by what was typed: a code of the app, or a recovery code. Each is good once."""

    def proof(account: Account, at: datetime) -> FactorKind | None:
        code = clean_code(text)
        if _take_app_code(account, code, at):
            return FactorKind.APP
        return FactorKind.RECOVERY if _take_recovery_code(account, code, at) else None

    return proof


def note_factor(verb: Verb, account: Account, kind: FactorKind, at: datetime) -> None:
    """The audit entry of something that the owner did with a second factor, and the letter about it."""
    if kind == FactorKind.RECOVERY:
        event = AccountEvent.RECOVERY_MADE
    else:
        event = AccountEvent.FACTOR_ADDED if verb == Verb.FACTOR_ADDED else AccountEvent.FACTOR_REMOVED
    tell_owner(event, account, at)
    record(
        at=at,
        actor=Actor.account(account.public_id),
        verb=verb,
        subject_kind="account",
        subject_id=account.public_id,
        facts={"factor": kind.value},
    )


def _take_app_code(account: Account, code: str, at: datetime) -> bool:
    """Whether the app shows this code now. A step that was taken, or one before it, is refused: no replay."""
    app = AuthenticatorApp.objects.filter(account=account).first()
    step = fitting_step(app.seed, code, at=at) if app else None
    if app is None or step is None:
        return False
    return AuthenticatorApp.objects.filter(pk=app.pk, last_step__lt=step).update(last_step=step) == 1


def _take_recovery_code(account: Account, code: str, at: datetime) -> bool:
    unused = RecoveryCode.objects.filter(account=account, used_at__isnull=True).order_by("pk")
    if len(code) != CODE_LETTERS:
        return False
    found = next((held for held in unused if check_password(code, held.code)), None)
    return found is not None and unused.filter(pk=found.pk).update(used_at=at) == 1


def _removed(account: Account, kind: FactorKind, at: datetime) -> bool:
    """Recovery codes stand in for the others: they go with the last of them."""
    others = (AuthenticatorApp.objects.filter(account=account), Passkey.objects.filter(account=account))
    if not any(left.exists() for left in others):
        RecoveryCode.objects.filter(account=account).delete()
    note_factor(Verb.FACTOR_REMOVED, account, kind, at)
    return True
