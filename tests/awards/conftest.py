"""A gate that is open now, and a code that was just made."""

import pytest

from hefa.codes.models import PersonalCode
from tests import cast


@pytest.fixture
def gate(world: cast.World) -> cast.Gate:
    """Opened by Alice."""
    return cast.a_gate(world.alice, world.offering)


@pytest.fixture
def code(world: cast.World) -> PersonalCode:
    """Of somebody without an account."""
    return cast.a_walk_in(unit=world.green_water).code
