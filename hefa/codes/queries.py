"""Codes as their holders see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare

from hefa.accounts.models import Account
from hefa.base.code_token import live_key, make_static, write
from hefa.codes.models import CodeHolder, PersonalCode
from hefa.keys.digests import hash_secret
from hefa.keys.ring import ring
from hefa.learners.queries import link_of


@dataclass(frozen=True, slots=True)
class Belonging:
    """Whose a code is: an account's, or a browser's; a card that an organiser printed is neither's."""

    account_id: int | None
    holder_id: UUID | None
    secret_digest: bytes | None

    def is_of(self, *, account: Account | None, holder: tuple[UUID, bytes] | None) -> bool:
        """Whether the account logged in, or the browser with this id and secret, may see it."""
        if self.account_id is not None:
            return account is not None and account.pk == self.account_id
        if holder is None or self.secret_digest is None or self.holder_id != holder[0]:
            return False
        return constant_time_compare(self.secret_digest, hash_secret(holder[1]))


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


def codes_to_take(*, account: Account, holder: CodeHolder | None) -> QuerySet[PersonalCode]:
    """The codes of this browser that the account may take over: of the same person, and taken by nobody."""
    link = link_of(account)
    if holder is None or link is None:
        return PersonalCode.objects.none()
    return PersonalCode.objects.filter(holder=holder, learner=link.learner, taken_by__isnull=True)


def code_of_account(account: Account, *, on: date) -> PersonalCode | None:
    """The account's code that earns hours on this day."""
    return _codes().filter(account=account, voided_at__isnull=True, expires_on__gte=on).first()


def code_for(*, public_id: UUID, account: Account | None, holder: tuple[UUID, bytes] | None) -> PersonalCode | None:
    """A code, whatever its state, fetched through the account logged in or the browser that made it. One statement."""
    code = _codes().filter(public_id=public_id).first()
    if code is None:
        return None
    browser = code.holder
    belonging = Belonging(
        account_id=code.account_id,
        holder_id=browser.public_id if browser else None,
        secret_digest=bytes(browser.secret_digest) if browser else None,
    )
    return code if belonging.is_of(account=account, holder=holder) else None


def static_text(code: PersonalCode) -> str:
    """The 63 digits of the static code, for drawing and printing."""
    master = ring("code").key(code.kid)
    return write(make_static(master=master, kid=code.kid, code_id=bytes(code.code_id), last_day=code.expires_on))


def live_secret(code: PersonalCode) -> bytes:
    """K_live, which the learner's own browser is given once."""
    return live_key(ring("code").key(code.kid), bytes(code.code_id))


def _codes() -> QuerySet[PersonalCode]:
    return PersonalCode.objects.select_related("learner", "unit", "account", "holder")
