"""A scan that fails where nothing should: counted, and after five times put aside, so that no phone waits for it."""

import logging
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection

from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.awards.actions.committing import acknowledged
from hefa.awards.actions.ledger import NewScan, insert_scans
from hefa.awards.models import MOST_FAILURES, QuarantinedScan, Review
from hefa.awards.names import Refusal, ReviewReason, Verdict
from hefa.awards.queries.stored import stored_answers
from hefa.awards.rules import EffectiveTime
from hefa.awards.rules.answers import ScanAnswer
from hefa.awards.rules.items import ScanItem
from hefa.awards.rules.payload import without_foreign_text, write_item
from hefa.base.failures import cause_of
from hefa.stations.queries import StationPass

logger = logging.getLogger("hefa.awards")
COUNT = """
INSERT INTO scan_quarantine AS q (public_id, scan_id, station_id, payload_digest, failures, cause, failed_at)
VALUES (%(public_id)s, %(scan_id)s, %(station)s, %(digest)s, 1, %(cause)s, %(at)s)
ON CONFLICT (scan_id) DO UPDATE SET failures = q.failures + 1, cause = excluded.cause, failed_at = excluded.failed_at
WHERE q.station_id = excluded.station_id AND q.payload_digest = excluded.payload_digest AND q.failures < %(most)s - 1
RETURNING q.id
"""


def note_failure(
    *, station: StationPass, item: ScanItem, time: EffectiveTime, received_at: datetime, error: Exception
) -> ScanAnswer:
    """Count that working this scan failed: RETRY_LATER, and the fifth time REVIEW, which is final.

    The count has a transaction of its own, for the one that failed is gone. Should the quarantine itself fail, nothing
    is lost either: the phone keeps the scan.
    """
    cause = cause_of(error)
    logger.error("a scan could not be worked: %s", cause)
    try:
        with acknowledged():
            return _counted(station, item, time, received_at, cause)
    except Exception as another:  # whatever it is, the other scans go on
        logger.error("a scan could not be put aside: %s", cause_of(another))
        return ScanAnswer(item.scan_id, None)


def _counted(
    station: StationPass, item: ScanItem, time: EffectiveTime, received_at: datetime, cause: str
) -> ScanAnswer:
    told: dict[str, UUID | int | bytes | str | datetime] = {
        "public_id": uuid4(),
        "scan_id": item.scan_id,
        "station": station.id,
        "digest": item.digest(),
        "cause": cause,
        "at": received_at,
        "most": MOST_FAILURES,
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNT, told)
        if cursor.fetchone():
            return ScanAnswer(item.scan_id, None)
    held = QuarantinedScan.objects.select_for_update(of=("self",)).get(scan_id=item.scan_id)
    if held.failures == MOST_FAILURES:
        return stored_answers(station.id, [item])[item.scan_id]
    if held.station_id != station.id or bytes(held.payload_digest) != item.digest():
        return ScanAnswer(item.scan_id, Verdict.REFUSED, Refusal.SCAN_ID_REUSED)
    _put_aside(held, station, item, time, received_at, cause)
    return ScanAnswer(item.scan_id, Verdict.REVIEW, reasons=(ReviewReason.QUARANTINED,))


def _put_aside(
    held: QuarantinedScan,
    station: StationPass,
    item: ScanItem,
    time: EffectiveTime,
    received_at: datetime,
    cause: str,
) -> None:
    """Store the scan with the verdict REVIEW and nothing that had to be looked up; all that was told of it, sealed.

    A scan for an offering that is none of the station's waits at the first of those that are.
    """
    offering = station.offerings.get(item.offering)
    scan = NewScan(
        item=item,
        station_id=station.id,
        offering_id=offering.pk if offering else None,
        code_id=None,
        learner_id=None,
        slot=None,
        effective_at=time.at,
        quality=time.quality,
        received_at=received_at,
        verdict=Verdict.REVIEW,
        refusal=None,
        reasons=(ReviewReason.QUARANTINED,),
        flags=(),
        award_id=None,
    )
    stored = insert_scans([scan])
    waits_at = offering or next(iter(station.offerings.values()))
    Review.objects.create(scan_id=stored[item.scan_id], offering=waits_at, opened_at=received_at)
    held.failures, held.cause, held.failed_at = MOST_FAILURES, cause, received_at
    held.payload = write_item(without_foreign_text(item))
    held.save(update_fields=["failures", "cause", "failed_at", "payload"])
    record(
        at=received_at,
        actor=Actor.station(station.public_id),
        verb=Verb.REVIEW_OPENED,
        subject_kind="scan",
        subject_id=item.scan_id,
        organiser_id=station.organiser_id,
        facts={"scan": str(item.scan_id), "refusal": None, "reasons": [ReviewReason.QUARANTINED]},
    )
