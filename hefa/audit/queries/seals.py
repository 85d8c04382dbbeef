"""The chain of seals as it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from hefa.audit.models import AuditCheck, AuditEntry, AuditSeal
from hefa.audit.rules import NOTHING_BEFORE, Sealed

PAGE = 1000


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the journal is sealed, what was not yet, and what the last verification found."""

    seal: AuditSeal | None
    unsealed_since: datetime | None
    check: AuditCheck | None


def last_seal() -> AuditSeal | None:
    """The head of the chain."""
    return AuditSeal.objects.order_by("-height").first()


def standing() -> Standing:
    """For the pages."""
    head = last_seal()
    era, start = as_sealed(head).next_start if head else (1, 0)
    tail = AuditEntry.objects.filter(era=era, written_xid__gte=start).order_by("era", "written_xid", "id")
    return Standing(
        head, tail.values_list("at", flat=True).first(), AuditCheck.objects.order_by("-checked_at", "-pk").first()
    )


def as_sealed(seal: AuditSeal) -> Sealed:
    """What the stored seal says, for its digest to be computed anew."""
    return Sealed(
        seal.height, bytes(seal.previous or NOTHING_BEFORE), bytes(seal.root), seal.era, seal.from_xid, seal.until_xid,
        seal.count, seal.sealed_at, seal.kid,
    )  # fmt: skip


def roots(*, since_height: int = 1) -> Iterator[AuditSeal]:
    """Every seal from a height on, a page of them at a time."""
    after = since_height - 1
    while page := list(AuditSeal.objects.filter(height__gt=after).order_by("height")[:PAGE]):
        yield from page
        after = page[-1].height
