"""People with hours, earned through the scan API as phones earn them."""

from collections.abc import Callable, Iterator

import pytest
import time_machine

from hefa.awards.models import Award
from hefa.codes.queries import static_text
from hefa.units.models import Unit
from tests.cast import NOW, World, a_gate, a_walk_in
from tests.door import scan_over_http

Earn = Callable[..., Award]


@pytest.fixture
def hour() -> Iterator[time_machine.Traveller]:
    """The hour of the cast, standing still."""
    with time_machine.travel(NOW, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def earn(world: World, hour: time_machine.Traveller) -> Earn:
    """Make a code for invented person `number` and scan it at Alice's gate."""

    def scanned(number: int, name: str = "王小明", unit: Unit | None = None) -> Award:
        code = a_walk_in(number, name=name, unit=unit).code
        result = scan_over_http(a_gate(world.alice, world.offering), static_text(code))
        assert result["verdict"] == "AWARDED"
        return Award.objects.get(code=code)

    return scanned
