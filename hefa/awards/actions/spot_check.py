"""抽查末四碼: a helper tells what stands on the card. One answer a scan, so that nothing can be found out by asking."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.awards.actions.pausing import pause_after_many_bad_ones
from hefa.awards.models import Scan, SpotCheck
from hefa.awards.names import SpotCheckProblem
from hefa.awards.rules.spot_check import is_over
from hefa.learners.actions import number_ends_in
from hefa.stations.queries import StationPass


def answer_spot_check(*, station: StationPass, scan_id: UUID, last4: str, at: datetime) -> bool | SpotCheckProblem:
    """Compare the last four of the card with those of whoever was scanned, and keep whether they matched.

    NOT_ASKED of a scan that is another station's or was not drawn, OVER after ten minutes, ANSWERED of a second answer
    whatever it says. The award stands either way; the officer is shown what did not match. Raises StationPaused: a
    wrong answer counts as a bad number does (R15).
    """
    asked = Scan.objects.filter(scan_id=scan_id, station_id=station.id, spot_check=True)
    scan = asked.select_related("award__learner").first()
    if scan is None or scan.award is None:
        return SpotCheckProblem.NOT_ASKED
    if is_over(received_at=scan.received_at, at=at):
        return SpotCheckProblem.OVER
    try:
        with transaction.atomic():
            pause_after_many_bad_ones(station, at=at)
            matched = number_ends_in(scan.award.learner, last4)
            SpotCheck.objects.create(scan=scan, matched=matched, answered_at=at)
            record(
                at=at,
                actor=Actor.station(station.public_id),
                verb=Verb.SPOT_CHECK_MATCHED if matched else Verb.SPOT_CHECK_DIFFERED,
                subject_kind="award",
                subject_id=scan.award.public_id,
                organiser_id=station.organiser_id,
                facts={"scan": str(scan_id)},
            )
    except IntegrityError:
        return SpotCheckProblem.ANSWERED
    return matched
