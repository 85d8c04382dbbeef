"""The shell's tests stand at the hour of the cast."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.cast import NOW


@pytest.fixture(autouse=True)
def hour() -> Iterator[time_machine.Traveller]:
    """The clock that the doors read, standing still."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller
