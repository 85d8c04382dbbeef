"""Fixtures that all tests share."""

import os
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from config.hashers import Argon2id
from tests import cast
from tests.migrated import migrated_database

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
"""Playwright's own loop runs in the thread of the tests; Django takes that for asynchronous code."""


@pytest.fixture(scope="session", autouse=True)
def light_passwords() -> Iterator[None]:
    """Passwords of the cast cost one light pass: hashing them as in production was most of what the tests did.

    `tests/config/test_wiring.py` holds the parameters of production.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Argon2id, "time_cost", 1)
        patch.setattr(Argon2id, "memory_cost", 64)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Each process of tests copies its database instead of migrating one of its own."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated_database(connection)


@pytest.fixture
def at() -> datetime:
    """The hour of every test."""
    return cast.NOW


@pytest.fixture
def world(db: None) -> cast.World:
    """Alice, Bob, Charlie, Dora, their organisers and activities."""
    return cast.build_world()
