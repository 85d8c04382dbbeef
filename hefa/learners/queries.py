"""Who an account belongs to, and people as lists tell of them."""

from dataclasses import dataclass
from uuid import UUID

from hefa.accounts.models import Account
from hefa.base.national_id import NationalId
from hefa.learners.models import AccountLink, Learner


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as a list tells of them: the number, the name as it is written there, and the unit's row number."""

    national_id: NationalId
    name: str
    unit_id: int | None


@dataclass(frozen=True, slots=True)
class Known:
    """The learner that a person of a list is, with the name on record."""

    learner_id: int
    public_id: UUID
    name: str


def link_of(account: Account) -> AccountLink | None:
    """The account's link to its learner, proven or not; officers and operators may have none."""
    return AccountLink.objects.filter(account=account).select_related("learner", "unit", "account").first()


def owner_of(learner: Learner) -> Account | None:
    """The account that is proven to be this learner's."""
    link = AccountLink.objects.filter(learner=learner, proven_at__isnull=False).select_related("account").first()
    return link.account if link else None
