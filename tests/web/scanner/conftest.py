"""Officers with their phones, at the hour of the cast."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from hefa.organisers.models import Officer
from tests.cast import NOW, World


@pytest.fixture(autouse=True)
def hour() -> Iterator[time_machine.Traveller]:
    """The clock that the doors read."""
    with time_machine.travel(NOW, tick=False) as coordinates:
        yield coordinates


def phone_of(officer: Officer) -> Client:
    browser = Client()
    browser.force_login(officer.account)
    return browser


@pytest.fixture
def alice(world: World) -> Client:
    return phone_of(world.alice)


@pytest.fixture
def charlie(world: World) -> Client:
    return phone_of(world.charlie)


@pytest.fixture
def dora(world: World) -> Client:
    return phone_of(world.dora)
