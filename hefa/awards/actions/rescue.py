"""Bring in what a phone could not send itself: 上傳救援檔, and what a logout left encrypted on a phone."""

from datetime import datetime

from hefa.accounts.models import Account
from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.awards.actions.record_scans import record_scans
from hefa.awards.models import MOST_FAILURES
from hefa.awards.rules.answers import ScanAnswer
from hefa.awards.rules.rescue import Rescue
from hefa.stations.queries import StationPass


def deliver_rescue(*, station: StationPass, rescue: Rescue, carrier: Account, at: datetime) -> list[ScanAnswer]:
    """Work the scans of a file under the station that made them; the journal names who carried them.

    Each batch stands by itself: brought again, what is on record is answered from the record and the rest goes on.
    Nobody may bring a file twice, so a scan that fails is tried at once as often as a phone would send it again.
    Raises StationPaused (R15).
    """
    record(
        at=at,
        actor=Actor.account(carrier.public_id),
        verb=Verb.SCANS_CARRIED,
        subject_kind="station",
        subject_id=station.public_id,
        organiser_id=station.organiser_id,
        facts={"scans": len(rescue.items)},
    )
    answers: list[ScanAnswer] = []
    for batch in rescue.batches(received_at=at):
        told = record_scans(station=station, batch=batch, received_at=at)
        for _ in range(1, MOST_FAILURES):
            if all(answer.verdict for answer in told):
                break
            told = record_scans(station=station, batch=batch, received_at=at)
        answers += told
    return answers
