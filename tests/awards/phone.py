"""A phone for tests: it tells scans to the action as the API would, at the hour of the tests."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from hefa.awards.actions import record_scans
from hefa.awards.rules.answers import ScanAnswer
from hefa.awards.rules.spot_check import is_drawn
from hefa.keys.digests import keyed_digest
from hefa.stations.names import StationProblem
from hefa.stations.queries import StationPass, station_pass
from hefa.stations.rules import Credential
from hefa.web.scanner.schemas import ScansIn
from tests import cast


def pass_of(gate: cast.Gate, *, at: datetime = cast.NOW) -> StationPass:
    found = station_pass(Credential(gate.station.public_id, gate.secret), at=at)
    assert not isinstance(found, StationProblem)
    return found


def scan(gate: cast.Gate, *items: dict[str, Any], at: datetime = cast.NOW) -> list[ScanAnswer]:
    """Tell these scans in one request that arrives at `at`."""
    return tell(gate, cast.batch(gate, *items, at=at), at=at)


def tell(gate: cast.Gate, body: dict[str, Any], *, at: datetime) -> list[ScanAnswer]:
    """Tell a whole request that arrives at `at`."""
    batch = ScansIn.model_validate(body).batch()
    return record_scans(station=pass_of(gate, at=at), batch=batch, received_at=at)


def scan_code(gate: cast.Gate, text: str, *, at: datetime = cast.NOW, **changes: Any) -> ScanAnswer:
    """Scan one code."""
    return scan(gate, cast.told(gate, code=text, at=at, **changes), at=at)[0]


def an_asked_id(*, asked: bool = True) -> UUID:
    """The id of a scan that is drawn for 抽查末四碼, or of one that is not, as the server's key has it."""
    while True:
        scan_id = uuid4()
        if is_drawn(keyed_digest("mark", "spot-check", str(scan_id))) == asked:
            return scan_id
