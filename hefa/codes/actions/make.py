"""Make codes: an account's, and those of browsers without one."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from hefa.accounts.models import Account
from hefa.audit.names import VISITOR, Actor, Verb
from hefa.base.code_token import CODE_ID_BYTES
from hefa.base.national_id import NationalId
from hefa.base.notice import NOTICE_VERSION
from hefa.base.person_name import same_name
from hefa.base.roc import TAIPEI
from hefa.codes.actions.void import note_code, void_code
from hefa.codes.models import CodeHolder, PersonalCode
from hefa.codes.names import VoidReason
from hefa.codes.rules import CODES_A_HOLDER, last_day
from hefa.keys.digests import hash_secret
from hefa.keys.ring import ring
from hefa.learners.actions import enter_learner
from hefa.learners.models import Learner
from hefa.learners.queries import link_of
from hefa.units.models import Unit

HOLDER_SECRET_BYTES = 32


class TooManyCodes(ValueError):
    """This browser holds ten codes already (T3: families are normal, a stack of colleagues is not)."""


class NoLearner(ValueError):
    """The account never said whom it belongs to, so it cannot have a code."""


@dataclass(frozen=True, slots=True)
class MadeCode:
    """A walk-in code; `secret` is the browser's, told once, None when the browser had one."""

    code: PersonalCode
    secret: bytes | None
    replaced: bool = False


@transaction.atomic
def make_account_code(*, account: Account, at: datetime) -> PersonalCode:
    """Flow A: the account's code, for 400 days. Said twice, the same code comes back. Raises NoLearner."""
    link = link_of(account)
    if link is None:
        raise NoLearner
    today = at.astimezone(TAIPEI).date()
    _clear_expired(PersonalCode.objects.filter(account=account, expires_on__lt=today), at)
    current = PersonalCode.objects.filter(account=account, voided_at__isnull=True)
    return current.first() or _make_or(
        current,
        learner=link.learner,
        unit=link.unit,
        name=account.name,
        last4=link.id_last4,
        at=at,
        account=account,
    )


@transaction.atomic
def make_walk_in_code(
    *, national_id: NationalId, name: str, unit: Unit | None, holder: CodeHolder | None, at: datetime
) -> MadeCode:
    """Flow B: a code for 30 days, held by a browser, which is made known if it is new.

    Write-only: whether the number was known changes nothing that the visitor sees, and a name that differs is a flag
    for the officer alone. The same person again in the same browser gets the same code; told with another name or unit,
    the browser's old code is voided and `replaced` says so. Raises TooManyCodes.
    """
    learner = enter_learner(national_id=national_id, name=name, unit=unit, actor=VISITOR, at=at)
    secret = None
    if holder is None:
        holder, secret = _open_holder(at)
    today = at.astimezone(TAIPEI).date()
    _clear_expired(PersonalCode.objects.filter(holder=holder, expires_on__lt=today), at)
    held = PersonalCode.objects.filter(holder=holder, voided_at__isnull=True)
    same = held.filter(learner=learner)
    code = same.first()
    replaced = code is not None and (code.name != name or code.unit != unit)
    if code is not None and replaced:
        void_code(code=code, reason=VoidReason.OWNER, actor=VISITOR, at=at)
        code = None
    if code is None:
        if held.count() >= CODES_A_HOLDER:
            raise TooManyCodes
        code = _make_or(same, learner=learner, unit=unit, name=name, last4=national_id.last4, at=at, holder=holder)
    return MadeCode(code, secret, replaced)


@transaction.atomic
def void_and_make(*, code: PersonalCode, actor: Actor, at: datetime) -> PersonalCode | None:
    """作廢條碼並產生新條碼, in one step. None when the code was voided before: then nothing is made."""
    if not void_code(code=code, reason=VoidReason.OWNER, actor=actor, at=at):
        return None
    return _make(
        learner=code.learner,
        unit=code.unit,
        name=code.name,
        last4=code.id_last4,
        at=at,
        account=code.account,
        holder=code.holder,
    )


def _open_holder(at: datetime) -> tuple[CodeHolder, bytes]:
    secret = secrets.token_bytes(HOLDER_SECRET_BYTES)
    return CodeHolder.objects.create(secret_digest=hash_secret(secret), made_at=at), secret


def _clear_expired(codes: QuerySet[PersonalCode], at: datetime) -> None:
    """Room for a new code: one that has run out is voided, so that the constraints see one code at a time."""
    for code in codes.filter(voided_at__isnull=True):
        void_code(code=code, reason=VoidReason.OWNER, actor=VISITOR, at=at)


def _make_or(
    standing: QuerySet[PersonalCode],
    *,
    learner: Learner,
    unit: Unit | None,
    name: str,
    last4: str | None,
    at: datetime,
    account: Account | None = None,
    holder: CodeHolder | None = None,
) -> PersonalCode:
    """Make the code, or take the one that a second submit of the same form has just made."""
    try:
        with transaction.atomic():
            return _make(learner=learner, unit=unit, name=name, last4=last4, at=at, account=account, holder=holder)
    except IntegrityError:
        return standing.earliest("pk")


def _make(
    *,
    learner: Learner,
    unit: Unit | None,
    name: str,
    last4: str | None,
    at: datetime,
    account: Account | None = None,
    holder: CodeHolder | None = None,
) -> PersonalCode:
    code = PersonalCode.objects.create(  # type: ignore[misc]  # id_last4 is null where a link of old has none
        public_id=uuid4(),
        code_id=secrets.token_bytes(CODE_ID_BYTES),
        kid=ring("code").current_kid,
        learner=learner,
        unit=unit,
        name=name,
        name_differs=not same_name(name, learner.name),
        id_last4=last4,
        account=account,
        holder=holder,
        made_at=at,
        expires_on=last_day(at.astimezone(TAIPEI).date(), registered=account is not None),
        notice_version=NOTICE_VERSION,
    )
    note_code(Verb.CODE_MADE, code, Actor.account(account.public_id) if account else VISITOR, at)
    return code
