"""Whoever guesses is slowed down: thirty bad codes or numbers a minute from one station, and it waits (R15)."""

from datetime import datetime, timedelta

from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.awards.models import Scan
from hefa.awards.names import Refusal
from hefa.stations.queries import StationPass

BAD_CODES = (Refusal.UNKNOWN_CODE, Refusal.WRONG_TYPED_CODE)
BAD_NUMBERS = (Verb.NUMBER_REFUSED, Verb.SPOT_CHECK_DIFFERED)
BAD_ONES_A_MINUTE = 30


class StationPaused(Exception):
    """Too many bad codes or numbers from one station: it waits `seconds` before it may tell more (R15)."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"station paused for {seconds} s")
        self.seconds = seconds


def pause_after_many_bad_ones(station: StationPass, *, at: datetime) -> None:
    """Raise StationPaused when this station told thirty bad codes and numbers within the last minute."""
    since = at - timedelta(minutes=1)
    codes = Scan.objects.filter(station_id=station.id, refusal__in=BAD_CODES, received_at__gt=since)
    numbers = AuditEntry.objects.filter(actor_id=station.public_id, verb__in=BAD_NUMBERS, at__gt=since)
    if codes.count() + numbers.count() >= BAD_ONES_A_MINUTE:
        raise StationPaused(seconds=60)
