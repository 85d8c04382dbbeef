"""Requests to the scan API, drawn from its own OpenAPI schema with numbers in them, by stations and by others."""

from collections.abc import Callable, Mapping
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.core.result import Ok

from hefa.stations.actions import revoke_station
from hefa.web.scanner.api import api
from tests.cast import World, a_gate
from tests.web.browser import Browser
from tests.web.fuzz.nasty import Sent, ids
from tests.web.fuzz.probe import Probe
from tests.web.fuzz.tally import Tally, listened_to

UNKNOWN = "Station 6b1f7e0c-0000-4000-8000-000000000000." + "A" * 43
SITE = "http://testserver"


def operations() -> dict[str, Any]:
    """Every door of the API, by method and path."""
    told = api.get_openapi_schema(path_prefix="/api/scan/v1/")
    schema = schemathesis.openapi.from_dict(dict(told))
    found: list[Any] = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    return {one.label: one for one in found}


def _known(world: World) -> str:
    return a_gate(world.alice, world.offering).authorization


def _foreign(world: World) -> str:
    return a_gate(world.charlie, world.other_offering).authorization


def _ended(world: World) -> str:
    gate = a_gate(world.alice, world.offering)
    revoke_station(station=gate.station, officer=world.alice, at=world.at)
    return gate.authorization


CALLERS: Mapping[str, Callable[[World], str]] = {
    "known": _known,
    "foreign": _foreign,
    "ended": _ended,
    "unknown": lambda world: UNKNOWN,
    "none": lambda world: "",
}
"""Who asks, each with what it shows; all of them ask for the offering of the known station."""


def fuzz_api(*, world: World, caller: str, requests_wanted: int, start: int) -> Tally:
    """At least so many requests by this caller, spread over all doors. Runs in a transaction of the caller's."""
    tally = Tally()
    doors = operations()
    browser = Browser(headers={"Authorization": CALLERS[caller](world)})
    with listened_to(tally):
        for number, (label, operation) in enumerate(doors.items()):
            probe = Probe(f"{label} ({caller})", browser, tally)
            while probe.requests * len(doors) < requests_wanted:
                most = -(-requests_wanted // len(doors)) - probe.requests
                _ask(probe, operation, str(world.offering.public_id), most=most, start=start + number + probe.requests)
    return tally


def _ask(probe: Probe, operation: Any, place: str, *, most: int, start: int) -> None:
    @seed(start)
    @settings(
        max_examples=most,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(), st.booleans(), st.integers(0, 7), ids)
    def ask(case: Any, there: bool, where: int, number: str) -> None:
        if there and "offering_id" in case.path_parameters:
            case.path_parameters["offering_id"] = place
        case.body = _with_number(case.body, number, [where])
        probe.ask(_sent(case))

    ask()


def _with_number(told: Any, number: str, left: list[int]) -> Any:
    """What is told with a national ID in the place of one of its texts, the `left`-th, if there are as many."""
    if isinstance(told, dict):
        return {name: _with_number(value, number, left) for name, value in told.items()}
    if isinstance(told, list):
        return [_with_number(value, number, left) for value in told]
    if isinstance(told, str):
        left[0] -= 1
        return number if left[0] == -1 else told
    return told


def _sent(case: Any) -> Sent:
    """The request as the HTTP library would send it."""
    sent = case.as_transport_kwargs(base_url=SITE)
    told = requests.Request(sent["method"], sent["url"], **{
        part: sent.get(part) for part in ("json", "data", "files", "params")
    }).prepare()  # fmt: skip
    body = told.body or b""
    assert isinstance(body, bytes | str), "drawn from a schema, nothing is streamed"
    path, _, query = told.path_url.partition("?")
    return Sent(
        sent["method"],
        path,
        query,
        body.encode() if isinstance(body, str) else body,
        str(told.headers.get("Content-Type", "")),
    )
