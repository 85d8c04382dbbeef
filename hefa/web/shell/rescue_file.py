"""Open a rescue file, whoever carries it (its format: hefa/keys/rescue.py)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field, ValidationError

from hefa.awards.names import RescueProblem
from hefa.awards.rules.items import ScanItem
from hefa.awards.rules.rescue import Rescue
from hefa.keys.rescue import RescueBroken, open_rescue
from hefa.keys.ring import UnknownKey
from hefa.stations.names import StationProblem
from hefa.stations.queries import StationPass, station_pass
from hefa.stations.rules import read_authorization
from hefa.web.shell.told_scans import ItemIn

MOST_MB = 10
MOST_SCANS = 20_000


class RescueIn(BaseModel):
    """The text of a file. Its scans are read one by one, so that a broken one holds up no other."""

    station: UUID
    secret: str
    offset_ms: Annotated[float, Field(ge=-1e12, le=1e12, allow_inf_nan=False)] | None
    items: Annotated[list[Any], Field(min_length=1, max_length=MOST_SCANS)]


@dataclass(frozen=True, slots=True)
class Opened:
    """The scans of a file with the station that made them, its secret checked."""

    station: StationPass
    rescue: Rescue


def open_file(content: bytes, *, at: datetime) -> Opened | RescueProblem:
    """Decrypt and read a file; its station may have ended long ago."""
    try:
        told = RescueIn.model_validate_json(open_rescue(content))
    except UnknownKey:
        return RescueProblem.UNKNOWN_KEY
    except (RescueBroken, ValidationError):
        return RescueProblem.BROKEN
    credential = read_authorization(f"Station {told.station}.{told.secret}")
    station = station_pass(credential, at=at, grace=None) if credential else StationProblem.UNKNOWN
    if credential is None or isinstance(station, StationProblem):
        return RescueProblem.UNKNOWN_STATION
    read = [item for item in map(_item, told.items) if item is not None]
    offset = timedelta(milliseconds=told.offset_ms or 0)
    return Opened(station, Rescue(credential, offset, tuple(read), unreadable=len(told.items) - len(read)))


def _item(told: object) -> ScanItem | None:
    try:
        return ItemIn.model_validate(told).item()
    except ValidationError:
        return None
