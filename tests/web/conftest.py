"""What the tests of the doors share: the hour of the cast, and officers logged in."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from hefa.organisers.models import Officer
from tests import cast
from tests.cast import NOW, World
from tests.web.headers import every_answer_looked_at


@pytest.fixture(autouse=True)
def strict_headers() -> Iterator[None]:
    """Whatever a test of the doors is answered carries what every answer must."""
    with every_answer_looked_at():
        yield


@pytest.fixture(autouse=True)
def hour() -> Iterator[time_machine.Traveller]:
    """The clock that the doors read, standing still at the hour of the cast."""
    with time_machine.travel(NOW, tick=False) as coordinates:
        yield coordinates


def logged_in(officer: Officer) -> Client:
    """A browser in which this officer is logged in."""
    browser = Client()
    browser.force_login(officer.account)
    return browser


@pytest.fixture
def alice(world: World) -> Client:
    return logged_in(world.alice)


@pytest.fixture
def bob(world: World) -> Client:
    return logged_in(world.bob)


@pytest.fixture
def charlie(world: World) -> Client:
    return logged_in(world.charlie)


@pytest.fixture
def dora(world: World) -> Client:
    return logged_in(world.dora)


@pytest.fixture
def olga(world: World) -> Client:
    """The operator's browser."""
    browser = Client()
    browser.force_login(cast.olga(at=world.at).account)
    return browser


@pytest.fixture
def audrey(world: World) -> Client:
    """The auditor's browser."""
    return logged_in(cast.audrey(world))
