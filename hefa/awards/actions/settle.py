"""What an officer decides where the rule would not: scans under review and names that differ."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F

from hefa.activities.queries import hours_at
from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.awards.actions.cancel import OfferingCancelled
from hefa.awards.actions.correct import ReasonMissing
from hefa.awards.actions.ledger import NewAward, insert_awards
from hefa.awards.models import Award, Review
from hefa.awards.names import Assurance, AwardSource, AwardState, Flag, ReviewReason, Settlement
from hefa.awards.rules import late_flags
from hefa.base.person_name import same_name
from hefa.learners.actions import correct_name
from hefa.organisers.models import Officer


@transaction.atomic
def settle_review(*, review: Review, settlement: Settlement, reason: str, officer: Officer, at: datetime) -> bool:
    """Settle a scan that waits for an officer. False when another officer was first: nothing is changed then.

    AWARDED makes the award with the hours in force when the scan was made. If the learner has an award by now, that
    one is named in the settlement, and a failed one is passed. The scan's own verdict stays what it was.
    Raises ReasonMissing, OfferingCancelled.
    """
    if not reason.strip():
        raise ReasonMissing
    locked = Review.objects.select_for_update(of=("self",)).filter(pk=review.pk, settled_at__isnull=True)
    found = locked.select_related("scan__code", "scan__station", "offering__activity").first()
    if found is None:
        return False
    if settlement == Settlement.AWARDED and found.offering.cancelled:
        raise OfferingCancelled
    award_id = _award(found, at=at) if settlement == Settlement.AWARDED else None
    Review.objects.filter(pk=found.pk).update(
        settled_at=at,
        settled_by=officer.account,
        settlement=settlement,
        settlement_reason=reason.strip(),
        award_id=award_id,
    )
    _note(Verb.REVIEW_SETTLED, "review", found.public_id, officer, at, settlement)
    return True


def _award(review: Review, *, at: datetime) -> int:
    scan = review.scan
    told_differs = review.told_name is not None and not same_name(review.told_name, review.learner.name)
    award = NewAward(
        public_id=uuid4(),
        offering_id=review.offering_id,
        learner_id=review.learner_id,
        unit_id=_unit_id(review),
        code_id=scan.code_id,
        station_id=scan.station_id,
        hours=hours_at(review.offering, at=scan.effective_at),
        source=AwardSource.SCAN,
        assurance=Assurance.HAND,
        flags=late_flags(_flags(review, told_differs=told_differs), roc_year=review.offering.activity.roc_year, at=at),
        awarded_at=at,
        first_scanned_at=scan.effective_at,
        entered_name=review.told_name if told_differs else None,
    )
    won = insert_awards([award])
    if won:
        return won[award.public_id]
    standing = Award.objects.filter(
        offering_id=review.offering_id, learner_id=review.learner_id, revoked_at__isnull=True
    )
    standing.filter(state=AwardState.FAILED).update(
        state=AwardState.REVIEWED, state_changed_at=at, version=F("version") + 1
    )
    return standing.values_list("pk", flat=True).get()


def _flags(review: Review, *, told_differs: bool) -> tuple[Flag, ...]:
    """What stays to be known of an award, whoever confirmed it."""
    scan = review.scan
    flagged = {
        Flag.NAME_DIFFERS: told_differs or (scan.code is not None and scan.code.name_differs),
        Flag.LECTURER: ReviewReason.LECTURER_SCANNED in scan.reasons,
    }
    return tuple(flag for flag, applies in flagged.items() if applies)


def _unit_id(review: Review) -> int | None:
    if review.scan.code is not None:
        return review.scan.code.unit_id
    return review.told_unit_id if review.told_name is not None else review.learner.unit_id


@transaction.atomic
def settle_name(
    *, award: Award, version: int, same_person: bool, take_name: bool, reason: str, officer: Officer, at: datetime
) -> bool:
    """Settle 待覆核（姓名不符）. False when the award has moved on since `version`.

    `same_person` passes the award, otherwise it fails; with `take_name` the learner is from now on called what stands
    on the code (a changed name, or a slip when the first code was made).
    """
    if not reason.strip():
        raise ReasonMissing
    changed = Award.objects.filter(
        pk=award.pk, version=version, state=AwardState.NAME_DIFFERS, revoked_at__isnull=True
    ).update(
        state=AwardState.REVIEWED if same_person else AwardState.FAILED,
        state_changed_at=at,
        version=F("version") + 1,
    )
    if not changed:
        return False
    if same_person and take_name and award.code is not None:
        correct_name(learner=award.learner, name=award.code.name, actor=Actor.account(officer.account.public_id), at=at)
    _note(Verb.NAME_SETTLED, "award", award.public_id, officer, at, "same" if same_person else "other")
    return True


def _note(verb: Verb, subject_kind: str, subject_id: UUID, officer: Officer, at: datetime, outcome: str) -> None:
    record(
        at=at,
        actor=Actor.account(officer.account.public_id),
        verb=verb,
        subject_kind=subject_kind,
        subject_id=subject_id,
        organiser_id=officer.organiser.public_id,
        facts={"outcome": outcome},
    )
