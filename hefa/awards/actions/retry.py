"""重新判讀: decide a scan that was put aside again, once the defect that broke it is mended."""

import logging
from datetime import datetime

from django.db import transaction

from hefa.audit.actions import record_many
from hefa.awards.actions.cancel import OfferingCancelled
from hefa.awards.actions.correct import ReasonMissing
from hefa.awards.actions.drafts import Draft
from hefa.awards.actions.readings import read_item_at
from hefa.awards.actions.record_scans import OF_THE_REQUEST, decide_all, insert_drafts, lower_first_scans
from hefa.awards.actions.settle import pass_failed, settled_entry
from hefa.awards.actions.undo import undo_award
from hefa.awards.models import Award as AwardRow
from hefa.awards.models import QuarantinedScan, Review
from hefa.awards.names import ClockQuality, Refusal, ReviewReason, ScanKind, Settlement
from hefa.awards.rules import Decision, EffectiveTime, Noted, Refused, confirm
from hefa.awards.rules import Review as ToReview
from hefa.awards.rules.items import ScanItem
from hefa.awards.rules.payload import read_item
from hefa.base.failures import cause_of
from hefa.organisers.models import Officer
from hefa.stations.queries import StationPass, known_station

logger = logging.getLogger("hefa.awards")


class StillUnreadable(Exception):
    """The scan failed again: it stays where it is, and its person is entered from the sign-in sheet."""


class SettledBefore(Exception):
    """Another officer was first: nothing is changed."""


def retry_quarantined(
    *, review: Review, reason: str, confirmed: frozenset[ReviewReason], officer: Officer, at: datetime
) -> Decision | Noted | None:
    """Decide a quarantined scan by all the rules, as of when it was made, and settle it when hours follow.

    Award, or ALREADY_AWARDED: the review is settled with the award that stands. Another Refusal, or a Review whose
    reasons the officer has not `confirmed`: nothing is changed. None: an undo was carried out.
    Raises ReasonMissing, OfferingCancelled, SettledBefore, StillUnreadable.
    """
    if not reason.strip():
        raise ReasonMissing
    try:
        with transaction.atomic():
            decision = _decide_again(review, reason.strip(), confirmed, officer, at)
            if not Review.objects.filter(pk=review.pk, settled_at__isnull=False).exists():
                transaction.set_rollback(True)
            return decision
    except (*OF_THE_REQUEST, OfferingCancelled, SettledBefore):
        raise
    except Exception as error:  # whatever broke it the first time may do so again
        logger.error("a scan could not be worked again: %s", cause_of(error))
        raise StillUnreadable from error


def _decide_again(
    review: Review, reason: str, confirmed: frozenset[ReviewReason], officer: Officer, at: datetime
) -> Decision | Noted | None:
    waiting = Review.objects.select_for_update(of=("self",)).filter(pk=review.pk, settled_at__isnull=True)
    held = waiting.select_related("scan__station").first()
    if held is None:
        raise SettledBefore
    item = read_item(str(QuarantinedScan.objects.get(scan_id=held.scan.scan_id).payload))
    station = known_station(held.scan.station.public_id, at=at)
    if item.kind == ScanKind.UNDO:
        return _undo_again(held, station, item, reason, officer, at)
    draft = _draft(held, station, item, confirmed)
    if isinstance(draft.decision, ToReview):
        if ReviewReason.OFFERING_CANCELLED in draft.decision.reasons:
            raise OfferingCancelled
        return draft.decision
    insert_drafts([draft], station=station, received_at=at)
    if draft.award_id is not None and draft.standing is not None:
        record_many(lower_first_scans([draft], station, at))
        pass_failed(AwardRow.objects.filter(pk=draft.award_id), at=at)
        held.learner_id, held.award_id = draft.standing.learner_id, draft.award_id
        _settle(held, Settlement.AWARDED, reason, officer, at)
    return draft.decision


def _draft(held: Review, station: StationPass, item: ScanItem, confirmed: frozenset[ReviewReason]) -> Draft:
    """The scan read and decided as if it came now, by the time at which it was made and received."""
    scan = held.scan
    time = EffectiveTime(scan.effective_at, ClockQuality(scan.clock_quality))
    reading = read_item_at(station, item, time, received_at=scan.received_at)
    [draft] = decide_all(station, [reading], scan.received_at)
    if not isinstance(draft.decision, Noted):
        seen = confirmed - {ReviewReason.OFFERING_CANCELLED}
        draft.decision = confirm(draft.decision, draft.facts, confirmed=seen)
    return draft


def _undo_again(
    held: Review, station: StationPass, item: ScanItem, reason: str, officer: Officer, at: datetime
) -> Decision | Noted | None:
    """An undo that is carried out earns nothing, so its review is dismissed."""
    undone = undo_award(station=station, item=item, at=held.scan.effective_at, received_at=at)
    if isinstance(undone, Refusal):
        return Refused(undone)
    _settle(held, Settlement.DISMISSED, reason, officer, at)
    return None


def _settle(held: Review, settlement: Settlement, reason: str, officer: Officer, at: datetime) -> None:
    held.settled_at, held.settled_by = at, officer.account
    held.settlement, held.settlement_reason = settlement, reason
    held.save(update_fields=["learner", "award", "settled_at", "settled_by", "settlement", "settlement_reason"])
    record_many([settled_entry(held, settlement, officer=officer, at=at)])
