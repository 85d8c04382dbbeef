"""A crowd for tests of races: many deeds in the same moment, each over a connection of its own."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from django.db import connection

T = TypeVar("T")
PATIENCE_SECONDS = 60


def at_once(deeds: Sequence[Callable[[], T]]) -> list[T]:
    """Do all of this at once and return what each returned, in their order. An exception of one is raised."""
    start = threading.Barrier(len(deeds))

    def do(deed: Callable[[], T]) -> T:
        try:
            connection.ensure_connection()
            start.wait(timeout=PATIENCE_SECONDS)
            return deed()
        finally:
            connection.close()

    with _without_pool(), ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


@contextmanager
def _without_pool() -> Iterator[None]:
    """The site's pool lends sixteen connections; a crowd needs one each."""
    options = connection.settings_dict["OPTIONS"]
    lent = options.pop("pool")
    try:
        yield
    finally:
        options["pool"] = lent
