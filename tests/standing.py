"""The cast, made once and found by test after test.

Making it takes a hundred statements. It stands in a transaction of its own, within which each test that asks for it has
its savepoint. Any other test of the database finds empty tables: before it the cast has left.
"""

import time
from contextlib import ExitStack
from copy import deepcopy

import pytest
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.cast import World, build_world

OPEN_TO_ALL = ("transactional_db", "live_server")
"""Fixtures of tests that write for good: others must see their cast, so it is made for each."""
SECONDS = 1
"""So long one cast stands: an open transaction holds back the seals of the whole cluster, which others may test."""


class Standing:
    """A transaction with the cast in it, open or not."""

    def __init__(self, blocker: DjangoDbBlocker) -> None:
        self._blocker = blocker
        self._open = ExitStack()
        self._world: World | None = None
        self._until = 0.0

    @property
    def world(self) -> World | None:
        """The cast as it was made, whatever tests before did to theirs; None while it is not there."""
        return deepcopy(self._world)

    def come(self) -> None:
        """Make the cast unless it stands."""
        if self._world is not None:
            return
        with self._blocker.unblock():
            self._open.enter_context(transaction.atomic())
            self._world = build_world()
        self._until = time.monotonic() + SECONDS

    def rest(self) -> None:
        """After a test: leave when it is time to, or when the test closed the connection and took the cast along."""
        if time.monotonic() > self._until or connection.closed_in_transaction:
            self.leave()

    def leave(self) -> None:
        """Nothing was written."""
        if self._world is None:
            return
        self._world = None
        with self._blocker.unblock():
            transaction.set_rollback(True)
            self._open.close()


def uses_database(request: pytest.FixtureRequest) -> bool:
    return request.node.get_closest_marker("django_db") is not None or "_django_db_helper" in request.fixturenames


def wants_it_standing(request: pytest.FixtureRequest) -> bool:
    """Whether this test asks for the cast, and nobody but its own connection has to see it."""
    marker = request.node.get_closest_marker("django_db")
    for_good = marker is not None and marker.kwargs.get("transaction", False)
    return "world" in request.fixturenames and not for_good and not {*OPEN_TO_ALL} & {*request.fixturenames}
