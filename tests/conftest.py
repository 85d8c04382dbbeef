"""Fixtures that all tests share."""

import gc
import os
from collections.abc import Generator, Iterator
from datetime import datetime
from typing import Any

import hypothesis
import pytest
from django.db import connection, connections
from django.test import TransactionTestCase, client
from pytest_django.plugin import DjangoDbBlocker
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile

from config.hashers import Argon2id
from hefa.audit.actions import grant_serving
from hefa.audit.actions.serving import ROLE
from tests import cast
from tests.migrated import migrated_database
from tests.pristine import Pristine
from tests.proven import just_proven
from tests.standing import Standing, uses_database, wants_it_standing
from tests.written import people_in

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
"""Playwright's own loop runs in the thread of the tests; Django takes that for asynchronous code."""

hypothesis.settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("unhurried")
"""How long an example takes is the machine's business; by default hypothesis fails one of more than 200 ms."""

MAKE_ROLE = f"""
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{ROLE}') THEN CREATE ROLE {ROLE} LOGIN; END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
"""
"""Roles are the cluster's: another process of the same run may be making it."""
UNHURRIED = "-c synchronous_commit=off"
"""A commit of a test waits for no disk: 0.2 ms instead of 2. What a crash of the server leaves, no test asks."""


def pytest_collection_finish() -> None:
    """What was imported stays: to look through it for garbage, over and over, was a sixth of the time of the tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests first: the processes that share the tests then end together, and none waits for the last. Late ones at
    the end: each of the three waited 13 s for the transaction of a long one beside it."""
    items.sort(key=lambda item: (item.get_closest_marker("late") is not None, item.get_closest_marker("long") is None))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test whose output or log, its processes' too, tells a valid number, a password or an address of anybody.

    pytest shows that of failed tests alone: this is the grep over all output of the whole run (security.md, T23). What
    pytest itself captures of records is no output: nobody's formatter has seen it.
    """
    report = yield
    written = [text for name, text in report.sections if not name.startswith("Captured log")]
    told = people_in("\n".join(written)) if report.passed and report.when == "teardown" else []
    if told:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} wrote what tells of people: {told}"
    return report


@pytest.fixture(scope="session", autouse=True)
def light_passwords() -> Iterator[None]:
    """Passwords of the cast cost one light pass: hashing them as in production was most of what the tests did.

    `tests/config/test_wiring.py` holds the parameters of production.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Argon2id, "time_cost", 1)
        patch.setattr(Argon2id, "memory_cost", 64)
        yield


@pytest.fixture(scope="session", autouse=True)
def static_files_looked_for_once() -> Iterator[None]:
    """Each browser of a test loads the middleware, which looked at every static file again: 10 ms a browser."""
    look, found = WhiteNoiseMiddleware.add_files_from_finders, dict[str, StaticFile]()

    def look_once(served: WhiteNoiseMiddleware) -> None:
        if not found:
            look(served)
            found.update(served.files)
        served.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", look_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_record_of_templates() -> Iterator[None]:
    """Django's browser copies the whole context of each template and widget that draws a page; no test reads them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(client, "store_rendered_templates", lambda *_, **__: None)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Each process of tests copies its database instead of migrating one of its own."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated_database(connection)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database as it serves: tables belong to whoever migrated, tests run as the role that adds to the audit alone.

    After a test that wrote for good they hold again what the migrations wrote (`tests/pristine.py`).
    """
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        with connection.cursor() as cursor:
            cursor.execute(MAKE_ROLE)
        grant_serving()
        pristine = Pristine()
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: pristine.put_back())
        patch.setitem(connection.settings_dict["OPTIONS"], "options", f"-c role={ROLE} {UNHURRIED}")
        _connect_anew()
        yield
        patch.undo()
        _connect_anew()


def _connect_anew() -> None:
    connections.close_all()
    connection.close_pool()  # type: ignore[attr-defined]  # of PostgreSQL's connections alone


@pytest.fixture(scope="session", autouse=True)
def forced_logins_are_proven() -> Iterator[None]:
    """Whoever a test logs in by force has just proven who sits there."""
    with just_proven():
        yield


@pytest.fixture
def at() -> datetime:
    """The hour of every test."""
    return cast.NOW


@pytest.fixture(scope="session")
def standing(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Standing]:
    """The cast of all tests that look at it alone."""
    cast_standing = Standing(django_db_blocker)
    yield cast_standing
    cast_standing.leave()


@pytest.fixture(autouse=True)
def cast_in_or_out(request: pytest.FixtureRequest) -> Iterator[None]:
    """Before anything else of a test, which may change how a cast would be made."""
    if not uses_database(request):
        yield
        return
    standing: Standing = request.getfixturevalue("standing")
    (standing.come if wants_it_standing(request) else standing.leave)()
    yield
    standing.rest()


@pytest.fixture
def _django_db_helper(cast_in_or_out: None, _django_db_helper: None) -> None:
    """pytest-django's transaction for the test: inside that of the cast, as a savepoint."""


@pytest.fixture
def world(db: None, standing: Standing) -> cast.World:
    """Alice, Bob, Charlie, Dora, their organisers and activities."""
    return standing.world or cast.build_world()
