"""The answers that were given before: a scan that is told again gets them again."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import connection

from hefa.awards.models import Review, Scan
from hefa.awards.names import Flag, Refusal, ReviewReason, Settlement, Verdict
from hefa.awards.queries.references import referred
from hefa.awards.rules.answers import ScanAnswer
from hefa.awards.rules.items import ScanItem


def stored_answers(station_id: int, items: Sequence[ScanItem]) -> Mapping[UUID, ScanAnswer]:
    """Answers for those of `items` whose scan_id is on record, by scan_id.

    Almost always none is: one light statement says so, and only otherwise are two more asked. The same scan_id from
    another station or with another content is SCAN_ID_REUSED, without details (R1).
    """
    told = {item.scan_id: item for item in items}
    if not _is_any_stored(list(told)):
        return {}
    scans = Scan.objects.filter(scan_id__in=told).select_related("code__unit", "learner", "award__station", "station")
    settled = {
        review.scan_id: Settlement(review.settlement)
        for review in Review.objects.filter(scan__scan_id__in=told, settled_at__isnull=False)
    }
    return {
        scan.scan_id: _answer(scan, told[scan.scan_id], settled.get(scan.pk))
        if scan.station_id == station_id and bytes(scan.payload_digest) == told[scan.scan_id].digest()
        else ScanAnswer(scan.scan_id, Verdict.REFUSED, Refusal.SCAN_ID_REUSED)
        for scan in scans
    }


def _is_any_stored(scan_ids: list[UUID]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM scan WHERE scan_id = ANY(%s))", [scan_ids])
        return bool(cursor.fetchone()[0])


def _answer(scan: Scan, item: ScanItem, settlement: Settlement | None) -> ScanAnswer:
    refusal = Refusal(scan.refusal) if scan.refusal else None
    stood_before = scan.award if refusal == Refusal.ALREADY_AWARDED else None
    return ScanAnswer(
        scan_id=scan.scan_id,
        verdict=Verdict(scan.verdict),
        refusal=refusal,
        reasons=tuple(ReviewReason(reason) for reason in scan.reasons),
        flags=tuple(Flag(flag) for flag in scan.flags),
        name=_name(scan, item),
        unit=scan.code.unit.name if scan.code and scan.code.unit else "",
        hours=scan.award.hours if scan.award else None,
        first_at=stood_before.first_scanned_at if stood_before else None,
        first_station=stood_before.station.name if stood_before and stood_before.station else "",
        award=scan.award.public_id if scan.award else None,
        replayed=True,
        settlement=settlement,
        spot_check=scan.spot_check,
    )


def _name(scan: Scan, item: ScanItem) -> str:
    """The name that was shown the first time: of a walk-in what the helper typed, never the stored one."""
    if scan.code is not None:
        return scan.code.name
    if item.learner_ref is not None:
        ref = referred(item.learner_ref, station_id=scan.station.public_id, at=scan.effective_at)
        if ref is None or ref.told is not None:
            return ref.told.name if ref and ref.told else ""
    return scan.learner.name if scan.learner is not None else ""
