"""Learners earn hours through the scan API as phones do."""

from collections.abc import Callable

import pytest

from hefa.codes.models import PersonalCode
from hefa.codes.queries import static_text
from tests.cast import World, a_gate
from tests.door import scan_over_http

Award = Callable[[PersonalCode], None]


@pytest.fixture
def award(world: World) -> Award:
    """Scan a code at Alice's gate."""

    def scan(code: PersonalCode) -> None:
        result = scan_over_http(a_gate(world.alice, world.offering), static_text(code))
        assert result["verdict"] == "AWARDED"

    return scan
