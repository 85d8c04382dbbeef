"""移轉: hours that were given in the wrong 期別 go to the right one, with their scans' story behind them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import OperationalError, transaction
from django.db.models import F

from hefa.activities.models import Offering
from hefa.audit.actions import Entry, record_many
from hefa.audit.names import Actor, Verb
from hefa.awards.actions.cancel import OfferingCancelled
from hefa.awards.actions.correct import ReasonMissing
from hefa.awards.actions.ledger import MovedAward, insert_moved
from hefa.awards.models import Award
from hefa.awards.names import Flag, RevokeKind
from hefa.awards.rules import late_flags
from hefa.organisers.models import Officer

ATTEMPTS = 5
RETRIED = ("40001", "40P01")
"""Serialisation failure and deadlock, met where a batch of scans works on the same people: the move is run again."""


class NoSuchMove(ValueError):
    """Hours move between two offerings of one organiser."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of the awards: followed by a new one, ended because the target had hours, changed meanwhile."""

    moved: tuple[UUID, ...]
    already_there: tuple[UUID, ...]
    overtaken: tuple[UUID, ...]


def move_awards(
    *,
    offering: Offering,
    target: Offering,
    versions: Mapping[UUID, int],
    take_hours: bool,
    reason: str,
    officer: Officer,
    at: datetime,
) -> Moved:
    """Move awards to another offering of the organiser, all in one transaction, eight statements for any number.

    A new award follows each, with its state, source and times; the old one ends as 移轉 with the reason and keeps its
    scans. `take_hours` gives the target's hours, otherwise each keeps its own. Whoever has an award in the target
    keeps that one as it stands, and the old one ends all the same. `versions` maps each award to the version that was
    on screen: what moved on meanwhile stays and comes back in `overtaken`, so saying it twice changes nothing.
    Raises ReasonMissing, NoSuchMove, OfferingCancelled.
    """
    if not reason.strip():
        raise ReasonMissing
    attempt = 1
    while True:
        try:
            with transaction.atomic():
                return _move(offering, target, versions, take_hours, reason.strip(), officer, at)
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", None) not in RETRIED or attempt == ATTEMPTS:
                raise
        attempt += 1


def _move(
    offering: Offering,
    target: Offering,
    versions: Mapping[UUID, int],
    take_hours: bool,
    reason: str,
    officer: Officer,
    at: datetime,
) -> Moved:
    target = _locked(offering, target)
    rows = _awards_of(offering, versions)
    followers = {row.public_id: _follower(row, target, take_hours=take_hours, at=at) for row in rows}
    won = insert_moved(list(followers.values()))
    Award.objects.filter(pk__in=[row.pk for row in rows]).update(
        revoked_at=at,
        revoked_by=officer.account,
        revoke_kind=RevokeKind.MOVED,
        revoke_reason=reason,
        version=F("version") + 1,
    )
    moved = tuple(row.public_id for row in rows if followers[row.public_id].public_id in won)
    record_many([_entry(follower, target, won, officer=officer, at=at) for follower in followers.values()])
    return Moved(
        moved=moved,
        already_there=tuple(row.public_id for row in rows if row.public_id not in moved),
        overtaken=tuple(award for award in versions if award not in followers),
    )


def _locked(offering: Offering, target: Offering) -> Offering:
    """The target. Both are locked in one order, so that officers who move to and fro never wait in a circle.

    Scans are not held up by these locks.
    """
    both = Offering.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=(offering.pk, target.pk))
    found = {one.pk: one for one in both.select_related("activity").order_by("pk")}
    if len(found) < 2 or len({one.activity.organiser_id for one in found.values()}) > 1:
        raise NoSuchMove
    if found[target.pk].cancelled:
        raise OfferingCancelled
    return found[target.pk]


def _awards_of(offering: Offering, versions: Mapping[UUID, int]) -> Sequence[Award]:
    """The awards that stand as they were on screen, locked, in learner order as scans work them."""
    wanted: Collection[UUID] = versions.keys()
    locked = Award.objects.select_for_update(of=("self",)).filter(offering=offering, public_id__in=wanted)
    return [row for row in locked.order_by("learner_id") if row.stands_as(versions[row.public_id])]


def _follower(row: Award, target: Offering, *, take_hours: bool, at: datetime) -> MovedAward:
    flags = [Flag(flag) for flag in row.flags]
    return MovedAward(
        public_id=uuid4(),
        moved_from=row.public_id,
        offering_id=target.pk,
        hours=target.hours if take_hours else row.hours,
        flags=late_flags(flags, roc_year=target.activity.roc_year, at=at),
        entered_name=row.entered_name,
    )


def _entry(follower: MovedAward, target: Offering, won: Mapping[UUID, int], *, officer: Officer, at: datetime) -> Entry:
    followed_by = {"award": str(follower.public_id)} if follower.public_id in won else {}
    return Entry(
        at=at,
        actor=Actor.account(officer.account.public_id),
        verb=Verb.AWARD_MOVED,
        subject_kind="award",
        subject_id=follower.moved_from,
        organiser_id=officer.organiser.public_id,
        facts={"offering": str(target.public_id), **followed_by},
    )
