"""報名: learners enrol and withdraw, officers enter, approve and decline, who waits moves up.

Places are given one at a time: each of these first holds the row of its offering, so that two who ask at once are
told one after the other what is left. Scans are not held up by it: they take no more than a key share of that row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from hefa.activities.actions.notes import enrolment_entry
from hefa.activities.models import Enrolment, Offering
from hefa.activities.names import TAKING_A_PLACE, EnrolmentObstacle, EnrolmentState
from hefa.activities.queries.enrolments import (
    WAITING_ORDER,
    enrolment_in,
    enrolment_tally,
    enrolment_terms,
    offerings_to_fill,
)
from hefa.activities.rules import enrolment_obstacle, first_state
from hefa.audit.actions import record_many
from hefa.audit.names import SYSTEM, Actor, Verb
from hefa.base.national_id import NationalId
from hefa.base.person_name import same_name
from hefa.learners.actions import enter_learner
from hefa.learners.models import AccountLink, Learner
from hefa.organisers.models import Officer
from hefa.units.models import Unit

ENDED = (EnrolmentState.WITHDRAWN, EnrolmentState.DECLINED)


class EnrolmentRefused(ValueError):
    """Nobody can enrol in this offering by oneself now; `obstacle` says why."""

    def __init__(self, obstacle: EnrolmentObstacle) -> None:
        super().__init__(obstacle.label)
        self.obstacle = obstacle


class OfferingFull(Exception):
    """招生人數 is reached: no further place can be given."""


class OfferingBegun(Exception):
    """The activity has begun: an enrolment is no longer withdrawn, whoever is absent earns nothing."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of the enrolments of a list: saved, changed by somebody else meanwhile, or without a place left."""

    saved: tuple[UUID, ...] = ()
    overtaken: tuple[UUID, ...] = ()
    without_place: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class EnteredPerson:
    """Somebody on the roster; `name_differs` when the name on record is another than the officer told."""

    enrolment: Enrolment
    name_differs: bool


@transaction.atomic
def enrol(*, offering: Offering, learner: Learner, unit: Unit | None, actor: Actor, at: datetime) -> Enrolment:
    """Enter somebody on the roster, approved at once. Said twice, the first stands; who asked before is approved.

    Raises OfferingFull.
    """
    held = _held(offering)
    known = sorted(
        Enrolment.objects.filter(offering=held, learner=learner), key=lambda one: (one.state in ENDED, one.pk)
    )
    enrolment = known[0] if known else Enrolment(offering=held, learner=learner, unit=unit, enrolled_at=at)
    if enrolment.state == EnrolmentState.APPROVED:
        return enrolment
    if enrolment.state != EnrolmentState.PENDING and enrolment_tally(held).left == 0:
        raise OfferingFull
    _put(enrolment, EnrolmentState.APPROVED, at=at)
    record_many([enrolment_entry(Verb.ENROLLED, enrolment, actor, at)])
    return enrolment


@transaction.atomic
def enrol_person(
    *, offering: Offering, national_id: NationalId, name: str, unit: Unit | None, officer: Officer, at: datetime
) -> EnteredPerson:
    """新增報名 by an officer: the learner with this number, entered if new, is approved. Raises OfferingFull."""
    actor = Actor.account(officer.account.public_id)
    learner = enter_learner(national_id=national_id, name=name, unit=unit, actor=actor, at=at)
    enrolment = enrol(offering=offering, learner=learner, unit=unit, actor=actor, at=at)
    return EnteredPerson(enrolment, name_differs=not same_name(name, learner.name))


@transaction.atomic
def enrol_oneself(*, offering: Offering, link: AccountLink, at: datetime) -> Enrolment:
    """報名 by the learner: a place, a place after 准駁, or 候補 when none is left. Said twice, the first stands.

    Raises EnrolmentRefused.
    """
    held = _held(offering)
    terms = enrolment_terms(held, link.unit)
    obstacle = enrolment_obstacle(terms, at=at)
    if obstacle is not None:
        raise EnrolmentRefused(obstacle)
    known = enrolment_in(link.account, link, held)
    if known is not None and known.state != EnrolmentState.WITHDRAWN:
        return known
    _move_up(held, at=at)
    enrolment = known or Enrolment(offering=held, learner=link.learner, account=link.account)
    enrolment.unit, enrolment.enrolled_at = link.unit, at
    left = enrolment_tally(held).left
    _put(enrolment, first_state(needs_approval=terms.needs_approval, left=left), at=None)
    actor = Actor.account(link.account.public_id)
    record_many([enrolment_entry(Verb.ENROLLED, enrolment, actor, at, state=enrolment.state)])
    return enrolment


@transaction.atomic
def withdraw(*, enrolment: Enrolment, actor: Actor, at: datetime) -> bool:
    """取消報名; the first who waits gets the place. False when it had ended before. Raises OfferingBegun."""
    held = _held(enrolment.offering)
    if at >= held.starts_at:
        raise OfferingBegun
    standing = Enrolment.objects.filter(pk=enrolment.pk).exclude(state__in=ENDED)
    withdrawn = standing.update(state=EnrolmentState.WITHDRAWN, letter_due_at=None, version=F("version") + 1)
    if withdrawn:
        record_many([enrolment_entry(Verb.ENROLMENT_WITHDRAWN, enrolment, actor, at)])
        _move_up(held, at=at)
    return bool(withdrawn)


@transaction.atomic
def decide_enrolments(
    *,
    offering: Offering,
    versions: Mapping[UUID, int] | None,
    approve: bool,
    message: str,
    officer: Officer,
    at: datetime,
) -> Decided:
    """准駁: approve or decline these with a message to the learners, or everybody who waits for it (None).

    `versions` maps each enrolment to the version that was on screen; one that moved on is overtaken, nothing of it is
    overwritten. Places are given in the order of enrolment. Whoever is declined leaves a place to the first who waits.
    """
    held = _held(offering)
    rows = _asked(held, versions)
    fresh = [row for row in rows if versions is None or row.version == versions[row.public_id]]
    fresh = [row for row in fresh if row.state != EnrolmentState.WITHDRAWN]
    wanted = EnrolmentState.APPROVED if approve else EnrolmentState.DECLINED
    moving = [row for row in fresh if row.state != wanted]
    left = enrolment_tally(held).left
    newcomers = [row for row in moving if row.state not in TAKING_A_PLACE] if approve and left is not None else []
    turned_away = {row.pk for row in newcomers[left:]}
    saved = [row for row in moving if row.pk not in turned_away]
    Enrolment.objects.filter(pk__in=[row.pk for row in saved]).update(
        state=wanted,
        decided_at=at,
        decided_by=officer.account,
        message=message.strip(),
        letter_due_at=at,
        version=F("version") + 1,
    )
    verb = Verb.ENROLMENT_APPROVED if approve else Verb.ENROLMENT_DECLINED
    actor = Actor.account(officer.account.public_id)
    record_many([enrolment_entry(verb, row, actor, at, before=row.state) for row in saved])
    if not approve:
        _move_up(held, at=at)
    current = {row.public_id for row in fresh}
    return Decided(
        saved=tuple(row.public_id for row in saved),
        overtaken=tuple(one for one in versions or {} if one not in current),
        without_place=tuple(row.public_id for row in moving if row.pk in turned_away),
    )


def move_up_waiting(*, at: datetime) -> int:
    """候補遞補 wherever a place is free, an offering at a time; how many moved. For the timetable."""
    moved = 0
    for offering in offerings_to_fill(at=at):
        with transaction.atomic():
            moved += _move_up(_held(offering), at=at)
    return moved


def _held(offering: Offering) -> Offering:
    """The offering as it stands now, held until the transaction ends."""
    rows = Offering.objects.select_for_update(of=("self",), no_key=True).select_related("activity__organiser")
    return rows.get(pk=offering.pk)


def _asked(offering: Offering, versions: Mapping[UUID, int] | None) -> Sequence[Enrolment]:
    rows = Enrolment.objects.filter(offering=offering).select_related("learner", "offering__activity__organiser")
    rows = rows.filter(state=EnrolmentState.PENDING) if versions is None else rows.filter(public_id__in=versions)
    return list(rows.order_by(*WAITING_ORDER))


def _put(enrolment: Enrolment, state: EnrolmentState, *, at: datetime | None) -> None:
    """Store where an enrolment starts or starts anew; a letter tells of it from `at` on, None for no letter."""
    enrolment.state, enrolment.letter_due_at = state, at
    enrolment.message, enrolment.decided_at, enrolment.decided_by = "", None, None
    enrolment.version = 1 if enrolment.pk is None else enrolment.version + 1
    enrolment.save()


def _move_up(offering: Offering, *, at: datetime) -> int:
    """Give the places that are left to those who wait, in their order. The caller holds the offering."""
    if offering.cancelled_at is not None or at >= offering.starts_at:
        return 0
    waiting = Enrolment.objects.filter(offering=offering, state=EnrolmentState.WAITING)
    rows = list(waiting.select_related("learner", "offering__activity__organiser").order_by(*WAITING_ORDER))
    first = rows[: enrolment_tally(offering).left] if rows else []
    if first:
        Enrolment.objects.filter(pk__in=[row.pk for row in first]).update(
            state=first_state(needs_approval=offering.approval_needed, left=None),
            letter_due_at=at,
            version=F("version") + 1,
        )
        record_many([enrolment_entry(Verb.ENROLMENT_MOVED_UP, row, SYSTEM, at) for row in first])
    return len(first)
