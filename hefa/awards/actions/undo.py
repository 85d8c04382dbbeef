"""Take back an award at the door, within the rights of the station."""

from datetime import datetime

from django.db.models import F

from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.awards.models import Award, Scan
from hefa.awards.names import Refusal, RevokeKind, Verdict
from hefa.awards.rules.items import ScanItem
from hefa.stations.names import Right
from hefa.stations.queries import StationPass


def undo_award(*, station: StationPass, item: ScanItem, at: datetime, received_at: datetime) -> Award | Refusal:
    """Revoke the award that the scan `item.undoes` made, or say why not.

    Only an award that nobody has touched since: what an officer corrected is the officer's to take back.
    """
    if at >= station.ended_at:
        return Refusal.STATION_ENDED
    if not station.may(Right.UNDO):
        return Refusal.NO_RIGHT
    offering = station.offerings.get(item.offering)
    if offering is None:
        return Refusal.UNKNOWN_OFFERING
    if item.undoes is None:
        return Refusal.NOTHING_TO_UNDO
    scan = (
        Scan.objects.filter(scan_id=item.undoes, offering=offering, verdict=Verdict.AWARDED)
        .select_related("award")
        .first()
    )
    if scan is None or scan.award is None:
        return Refusal.NOTHING_TO_UNDO
    undone = Award.objects.filter(pk=scan.award.pk, version=1, revoked_at__isnull=True).update(
        revoked_at=received_at,
        revoked_by_id=station.account_id,
        revoke_kind=RevokeKind.UNDO,
        revoke_reason=item.reason,
        version=F("version") + 1,
    )
    if not undone:
        return Refusal.NOTHING_TO_UNDO
    record(
        at=received_at,
        actor=Actor.station(station.public_id),
        verb=Verb.UNDONE,
        subject_kind="award",
        subject_id=scan.award.public_id,
        organiser_id=station.organiser_id,
        facts={"scan": str(item.scan_id)},
    )
    return scan.award
