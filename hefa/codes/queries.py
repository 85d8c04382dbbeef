"""Codes as their holders see them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare

from hefa.accounts.models import Account
from hefa.base.code_token import live_key, make_static, write
from hefa.codes.models import CodeHolder, PersonalCode
from hefa.keys.digests import hash_secret
from hefa.keys.ring import ring


def holder_of(holder_id: UUID, secret: bytes) -> CodeHolder | None:
    """The browser with this id, if it shows the right secret."""
    holder = CodeHolder.objects.filter(public_id=holder_id).first()
    if holder is None or not constant_time_compare(bytes(holder.secret_digest), hash_secret(secret)):
        return None
    return holder


def codes_of_holder(holder_id: UUID, secret: bytes) -> Sequence[PersonalCode]:
    """The codes of a browser that are not voided, oldest first; none for a wrong secret."""
    holder = holder_of(holder_id, secret)
    return list(_codes().filter(holder=holder, voided_at__isnull=True).order_by("pk")) if holder else []


def code_of_account(account: Account, *, on: date) -> PersonalCode | None:
    """The account's code that earns hours on this day."""
    return _codes().filter(account=account, voided_at__isnull=True, expires_on__gte=on).first()


def code_for(*, public_id: UUID, account: Account | None, holder: tuple[UUID, bytes] | None) -> PersonalCode | None:
    """A code, whatever its state, fetched through the account logged in or the browser that made it."""
    code = _codes().filter(public_id=public_id).first()
    if code is None:
        return None
    if code.account is not None:
        return code if code.account == account else None
    known = holder_of(*holder) if holder else None
    return code if known is not None and code.holder == known else None


def static_text(code: PersonalCode) -> str:
    """The 63 digits of the static code, for drawing and printing."""
    master = ring("code").key(code.kid)
    return write(make_static(master=master, kid=code.kid, code_id=bytes(code.code_id), last_day=code.expires_on))


def live_secret(code: PersonalCode) -> bytes:
    """K_live, which the learner's own browser is given once."""
    return live_key(ring("code").key(code.kid), bytes(code.code_id))


def _codes() -> QuerySet[PersonalCode]:
    return PersonalCode.objects.select_related("learner", "unit", "account", "holder")
