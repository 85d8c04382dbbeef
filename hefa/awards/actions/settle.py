"""What an officer decides where the rule would not: scans under review."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, QuerySet

from hefa.activities.models import Offering
from hefa.activities.queries import hours_history
from hefa.audit.actions import Entry, record_many
from hefa.audit.names import Actor, Verb
from hefa.awards.actions.cancel import OfferingCancelled
from hefa.awards.actions.correct import ReasonMissing
from hefa.awards.actions.ledger import NewAward, insert_awards
from hefa.awards.models import Award, Review
from hefa.awards.names import Assurance, AwardSource, AwardState, Flag, ReviewReason, Settlement
from hefa.awards.rules import late_flags
from hefa.base.hours import Hours
from hefa.base.person_name import same_name
from hefa.learners.models import Learner
from hefa.organisers.models import Officer

SETTLED = ("settled_at", "settled_by", "settlement", "settlement_reason", "award")


def settle_review(*, review: Review, settlement: Settlement, reason: str, officer: Officer, at: datetime) -> bool:
    """Settle one scan that waits for an officer. False when another officer was first: nothing is changed then."""
    settled = settle_reviews(
        offering=review.offering,
        reviews=[review.public_id],
        settlement=settlement,
        reason=reason,
        officer=officer,
        at=at,
    )
    return bool(settled)


@transaction.atomic
def settle_reviews(
    *,
    offering: Offering,
    reviews: Collection[UUID],
    settlement: Settlement,
    reason: str,
    officer: Officer,
    at: datetime,
) -> frozenset[UUID]:
    """Settle scans that wait, with one reason, and return those that were: a missing one was settled by another first.

    AWARDED makes the awards with the hours in force when each scan was made. If a learner has an award by now, that
    one is named in the settlement, and a failed one is passed. A scan's own verdict stays what it was. Of a scan in
    quarantine nobody knows whose it is: it can only be dismissed here, and is awarded by `retry_quarantined`.
    Raises ReasonMissing, OfferingCancelled.
    """
    if not reason.strip():
        raise ReasonMissing
    locked = Review.objects.select_for_update(of=("self",)).filter(
        offering=offering, public_id__in=reviews, settled_at__isnull=True
    )
    awarding = settlement == Settlement.AWARDED
    if awarding:
        locked = locked.filter(learner__isnull=False)
    found = list(locked.select_related("scan__code", "learner", "offering").order_by("learner_id", "pk"))
    if awarding and any(review.offering.cancelled for review in found):
        raise OfferingCancelled
    awards = _award(offering, found, at=at) if awarding else {}
    for review in found:
        review.settled_at, review.settled_by = at, officer.account
        review.settlement, review.settlement_reason = settlement, reason.strip()
        review.award_id = awards.get(review.learner_id or 0)
    Review.objects.bulk_update(found, SETTLED)
    record_many([settled_entry(review, settlement, officer=officer, at=at) for review in found])
    return frozenset(review.public_id for review in found)


def _award(offering: Offering, reviews: Sequence[Review], *, at: datetime) -> Mapping[int, int]:
    """The awards that these learners hold afterwards, by learner."""
    history = hours_history(offering)
    insert_awards(
        [
            _new_award(offering, review, review.learner, history.at(review.scan.effective_at), at=at)
            for review in reviews
            if review.learner is not None
        ]
    )
    standing = Award.objects.filter(
        offering=offering, learner__in=[review.learner_id for review in reviews], revoked_at__isnull=True
    )
    pass_failed(standing, at=at)
    return dict(standing.values_list("learner_id", "pk"))


def pass_failed(standing: QuerySet[Award], *, at: datetime) -> None:
    """A confirmed scan passes the award that its learner has and that was failed."""
    standing.filter(state=AwardState.FAILED, needs_second_officer=False).update(
        state=AwardState.REVIEWED, state_changed_at=at, version=F("version") + 1
    )


def _new_award(offering: Offering, review: Review, learner: Learner, hours: Hours, *, at: datetime) -> NewAward:
    scan = review.scan
    told_differs = review.told_name is not None and not same_name(review.told_name, learner.name)
    return NewAward(
        public_id=uuid4(),
        offering_id=offering.pk,
        learner_id=learner.pk,
        unit_id=_unit_id(review, learner),
        code_id=scan.code_id,
        station_id=scan.station_id,
        hours=hours,
        source=AwardSource.SCAN,
        assurance=Assurance.HAND,
        flags=late_flags(_flags(review, told_differs=told_differs), roc_year=offering.activity.roc_year, at=at),
        awarded_at=at,
        first_scanned_at=scan.effective_at,
        entered_name=review.told_name if told_differs else None,
    )


def _flags(review: Review, *, told_differs: bool) -> tuple[Flag, ...]:
    """What stays to be known of an award, whoever confirmed it."""
    scan = review.scan
    flagged = {
        Flag.NAME_DIFFERS: told_differs or (scan.code is not None and scan.code.name_differs),
        Flag.LECTURER: ReviewReason.LECTURER_SCANNED in scan.reasons,
    }
    return tuple(flag for flag, applies in flagged.items() if applies)


def _unit_id(review: Review, learner: Learner) -> int | None:
    if review.scan.code is not None:
        return review.scan.code.unit_id
    return review.told_unit_id if review.told_name is not None else learner.unit_id


def settled_entry(review: Review, settlement: Settlement, *, officer: Officer, at: datetime) -> Entry:
    """The line of the audit that says how an officer settled a scan."""
    return Entry(
        at=at,
        actor=Actor.account(officer.account.public_id),
        verb=Verb.REVIEW_SETTLED,
        subject_kind="review",
        subject_id=review.public_id,
        organiser_id=officer.organiser.public_id,
        facts={"outcome": settlement},
    )
