"""The learner's tests stand at the hour of the cast, and earn hours through the scan API as phones do."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client

from hefa.codes.models import PersonalCode
from hefa.codes.queries import static_text
from tests.cast import NOW, World, a_gate, batch, told

Award = Callable[[PersonalCode], None]


@pytest.fixture(autouse=True)
def hour() -> Iterator[time_machine.Traveller]:
    """The clock that the doors read: the hour of the cast, and standing still."""
    with time_machine.travel(NOW, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def award(world: World) -> Award:
    """Scan a code at Alice's gate."""

    def scan(code: PersonalCode) -> None:
        gate = a_gate(world.alice, world.offering)
        answer = Client().post(
            "/api/scan/v1/scans",
            batch(gate, told(gate, code=static_text(code))),
            content_type="application/json",
            headers={"Authorization": gate.authorization},
        )
        assert [result["verdict"] for result in answer.json()["results"]] == ["AWARDED"]

    return scan
