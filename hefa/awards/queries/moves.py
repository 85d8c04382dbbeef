"""What would move, and what has ended: the awards of an offering on their way to another."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Min, QuerySet

from hefa.activities.models import Offering
from hefa.awards.models import Award
from hefa.awards.names import AwardState, RevokeKind
from hefa.base.hours import Hours
from hefa.units.names import NO_UNIT_LABEL


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One award that would move. `held` is the state of the award that its learner has in the target already."""

    public_id: UUID
    version: int
    name: str
    unit_name: str
    hours: Hours
    held: AwardState | None


def scan_span(offering: Offering) -> tuple[datetime, datetime] | None:
    """From the first scan time of the awards that stand to the last; None when none stands."""
    span = _standing(offering).aggregate(first=Min("first_scanned_at"), last=Max("first_scanned_at"))
    return None if span["first"] is None else (span["first"], span["last"])


def awards_between(offering: Offering, *, since: datetime, until: datetime) -> dict[UUID, int]:
    """The awards first scanned from `since` up to, not including, `until`, each with its version."""
    scanned = _standing(offering).filter(first_scanned_at__gte=since, first_scanned_at__lt=until)
    return dict(scanned.values_list("public_id", "version"))


def move_rows(offering: Offering, *, target: Offering, awards: Collection[UUID]) -> Sequence[MoveRow]:
    """The awards out of these that stand, by name, and who has hours in the target already. Two statements."""
    rows = list(_standing(offering).filter(public_id__in=awards).select_related("learner", "unit"))
    held = dict(_standing(target).filter(learner__in=[row.learner_id for row in rows]).values_list("learner", "state"))
    found = [
        MoveRow(
            public_id=row.public_id,
            version=row.version,
            name=row.learner.name,
            unit_name=row.unit.name if row.unit else NO_UNIT_LABEL,
            hours=row.hours,
            held=AwardState(held[row.learner_id]) if row.learner_id in held else None,
        )
        for row in rows
    ]
    return sorted(found, key=lambda row: (row.name, row.public_id))


@dataclass(frozen=True, slots=True)
class EndedAward:
    """An award that was taken back or moved. `follower` is the award that followed it, while that one stands."""

    public_id: UUID
    name: str
    id_last4: str
    unit_name: str
    hours: Hours
    kind: RevokeKind
    at: datetime
    by: str
    reason: str
    moved_to: Offering | None
    follower: UUID | None
    follower_version: int


def ended_awards(offering: Offering) -> Sequence[EndedAward]:
    """The awards of an offering that ended, the latest first. One statement."""
    ended = (
        Award.objects.filter(offering=offering, revoked_at__isnull=False)
        .select_related("learner", "unit", "revoked_by", "moved_to__offering__activity")
        .order_by("-revoked_at", "-pk")
    )
    return [_ended(row) for row in ended]


def _ended(row: Award) -> EndedAward:
    follower: Award | None = getattr(row, "moved_to", None)
    stands = follower is not None and follower.revoked_at is None
    return EndedAward(
        public_id=row.public_id,
        name=row.learner.name,
        id_last4=row.learner.id_last4,
        unit_name=row.unit.name if row.unit else NO_UNIT_LABEL,
        hours=row.hours,
        kind=RevokeKind(row.revoke_kind),
        at=row.revoked_at or row.state_changed_at,
        by=row.revoked_by.name if row.revoked_by else "",
        reason=row.revoke_reason,
        moved_to=follower.offering if follower else None,
        follower=follower.public_id if follower and stands else None,
        follower_version=follower.version if follower else 0,
    )


def _standing(offering: Offering) -> QuerySet[Award]:
    return Award.objects.filter(offering=offering, revoked_at__isnull=True)
