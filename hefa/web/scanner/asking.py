"""Who asks the scan API, and what is answered to whoever may not."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from hefa.activities.models import Offering
from hefa.stations.names import Right, StationProblem
from hefa.stations.queries import StationPass, station_pass
from hefa.stations.rules import Credential, read_authorization

STATUS = {StationProblem.UNKNOWN: 401, StationProblem.PIN_NEEDED: 423}
"""403 for every other problem."""


class StationRequest(HttpRequest):
    """A request whose Authorization header had the shape of a station's."""

    auth: Credential


class Turned(Exception):
    """The station is turned away, with an HTTP status, a reason and the sentence that belongs to it."""

    def __init__(self, status: int, reason: str, message: str) -> None:
        super().__init__(reason)
        self.status, self.reason, self.message = status, reason, message


def station_credential(request: HttpRequest) -> Credential | None:
    """The audience of every door here: a station, by its header. Whether the secret is right is looked up with it."""
    return read_authorization(request.headers.get("Authorization", ""))


def station_asking(
    request: StationRequest, *, at: datetime, right: Right | None = None, after_end: bool = False, idle: bool = False
) -> StationPass:
    """Who asks. 401 for an unknown station; 403 once it has ended, except to deliver what it scanned before; 423 when
    it must show its PIN again, except at doors that also answer an `idle` phone."""
    station = station_pass(request.auth, at=at)
    if isinstance(station, StationProblem):
        raise turned(station)
    if at >= station.ended_at and not after_end:
        raise turned(StationProblem.ENDED)
    if not (idle or after_end) and station.must_show_pin(after=longest_idle(), at=at):
        raise turned(StationProblem.PIN_NEEDED)
    if right is not None and not station.may(right):
        raise turned(StationProblem.NO_RIGHT)
    return station


def turned(problem: StationProblem) -> Turned:
    """The answer to a station with this problem."""
    return Turned(STATUS.get(problem, 403), problem.value, str(problem.label))


def longest_idle() -> timedelta:
    """How long a helper's phone may lie idle before its PIN is asked for again; for ever when the setting is 0."""
    minutes = settings.HEFA_PIN_AFTER_IDLE_MINUTES
    return timedelta(minutes=minutes) if minutes else timedelta.max


def offering_asked(station: StationPass, offering_id: UUID) -> Offering:
    """The offering, fetched through the station that asks."""
    offering = station.offerings.get(offering_id)
    if offering is None:
        raise Turned(404, "UNKNOWN_OFFERING", "這個掃描點不能掃描此活動")
    return offering
