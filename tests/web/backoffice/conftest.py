"""People who earned hours through the scan API."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from hefa.awards.models import Award, Review
from hefa.codes.queries import static_text
from hefa.units.models import Unit
from tests.cast import World, a_gate, a_walk_in
from tests.door import scan_over_http

Earn = Callable[..., Award]


def scan(world: World, number: int, name: str, unit: Unit | None, **changes: Any) -> str:
    """The verdict of a scan of invented person `number` at Alice's gate."""
    code = a_walk_in(number, name=name, unit=unit).code
    return str(scan_over_http(a_gate(world.alice, world.offering), static_text(code), **changes)["verdict"])


@pytest.fixture
def earn(world: World) -> Earn:
    """Make a code for invented person `number` and scan it."""

    def scanned(number: int, name: str = "王小明", unit: Unit | None = None) -> Award:
        assert scan(world, number, name, unit) == "AWARDED"
        return Award.objects.filter(offering=world.offering).latest("pk")

    return scanned


@pytest.fixture
def waiting(world: World) -> Callable[..., Review]:
    """A scan that the gate itself refused, where the server would award: it waits for an officer."""

    def scanned(number: int = 1, name: str = "王小明") -> Review:
        assert scan(world, number, name, None, local="refused:VOIDED_CODE") == "REVIEW"
        return Review.objects.latest("pk")

    return scanned


def address(world: World, page: str = "awards/", offering: Any = None) -> str:
    return f"/backoffice/offerings/{(offering or world.offering).public_id}/{page}"


def row_of(award: Award, **changes: str) -> dict[str, str]:
    """The fields of one row as the page draws them, with what the officer typed instead."""
    fields = {"digital": "0", "in_person": "2", "state": "reviewed", "version": str(award.version), **changes}
    return {"row": str(award.public_id), **{f"{name}-{award.public_id}": value for name, value in fields.items()}}


AN_HOUR = timedelta(hours=1)
