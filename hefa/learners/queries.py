"""Who an account belongs to, and people as lists tell of them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db.models import QuerySet

from hefa.accounts.models import Account
from hefa.base.national_id import NationalId
from hefa.base.person_name import read_alike
from hefa.keys.fields import SealedValue
from hefa.learners.models import AccountLink, Learner, NationalIdRecord


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


@dataclass(frozen=True, slots=True)
class NumberChange:
    """One number that gave way to another, by their last four."""

    at: datetime
    before: str
    after: str


def link_of(account: Account) -> AccountLink | None:
    """The account's link to its learner, proven or not; officers and operators may have none."""
    return AccountLink.objects.filter(account=account).select_related("learner", "unit", "account").first()


def owner_of(learner: Learner) -> Account | None:
    """The account that is proven to be this learner's."""
    link = AccountLink.objects.filter(learner=learner, proven_at__isnull=False).select_related("account").first()
    return link.account if link else None


def called(name: str, id_last4: str, *, among: QuerySet[Learner]) -> Iterator[Learner]:
    """Those whose number ends like this and whose name reads alike. Every one is opened: no index holds either."""
    wanted = read_alike(name)
    ends = among.order_by().values_list("pk", "public_id", "id_last4").iterator(chunk_size=5000)
    told = ((pk, cast("SealedValue", sealed).open(public_id)) for pk, public_id, sealed in ends)
    alike = [pk for pk, last4 in told if last4 == id_last4]
    for learner in Learner.objects.filter(pk__in=alike).order_by("pk"):
        if read_alike(learner.name) == wanted:
            yield learner


def number_changes(learner: Learner) -> list[NumberChange]:
    """How the number of a learner changed, the first change first."""
    gone = NationalIdRecord.objects.filter(learner=learner, replaced_at__isnull=False).order_by("replaced_at", "pk")
    told = [(one.replaced_at, str(one.id_last4)) for one in gone]
    after = [*(last4 for _, last4 in told), learner.id_last4][1:]
    return [NumberChange(at, before, now) for (at, before), now in zip(told, after, strict=True) if at is not None]


def former_last4s(learners: Collection[int]) -> Mapping[int, list[str]]:
    """The last four of numbers that were replaced, of those who had any. One statement."""
    found: dict[int, list[str]] = {}
    for one in NationalIdRecord.objects.filter(learner__in=learners, replaced_at__isnull=False).order_by("pk"):
        found.setdefault(one.learner_id, []).append(str(one.id_last4))
    return found
