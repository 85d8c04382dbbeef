"""Who asks the scan API, and what is answered to whoever may not."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from hefa.activities.models import Offering
from hefa.base.clock import now
from hefa.stations.names import Right, StationProblem
from hefa.stations.queries import StationPass, station_pass
from hefa.stations.rules import Credential, read_authorization

STATUS = {StationProblem.UNKNOWN: 401, StationProblem.PIN_NEEDED: 423}
"""403 for every other problem."""


class StationRequest(HttpRequest):
    """A request of a station that may come in at this door."""

    auth: StationPass


class Turned(Exception):
    """The station is turned away, with an HTTP status, a reason and the sentence that belongs to it."""

    def __init__(self, status: int, reason: str, message: str) -> None:
        super().__init__(reason)
        self.status, self.reason, self.message = status, reason, message


@dataclass(frozen=True, slots=True)
class Stations:
    """The audience of a door of the scan API: stations by their secret, with `right` where one is named.

    `after_end`: also one that has ended, to deliver what it scanned before. `idle`: also one that must show its PIN.
    The door asks before it reads what was sent.
    """

    right: Right | None = None
    after_end: bool = False
    idle: bool = False

    def __call__(self, request: HttpRequest) -> StationPass:
        """Who asks: 401 for an unknown station, 403 once it has ended, 423 when it must show its PIN again."""
        credential, at = read_authorization(request.headers.get("Authorization", "")), now()
        if credential is None:
            raise turned(StationProblem.UNKNOWN)
        return station_asking(credential, self, at=at)


def station_asking(credential: Credential, asked: Stations, *, at: datetime) -> StationPass:
    """The station of this secret. Raises Turned when it may not come in."""
    station = station_pass(credential, at=at)
    if isinstance(station, StationProblem):
        raise turned(station)
    if at >= station.ended_at and not asked.after_end:
        raise turned(StationProblem.ENDED)
    if not (asked.idle or asked.after_end) and station.must_show_pin(after=longest_idle(), at=at):
        raise turned(StationProblem.PIN_NEEDED)
    if asked.right is not None and not station.may(asked.right):
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
