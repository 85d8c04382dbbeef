"""Fixtures that all tests share."""

import os
from datetime import datetime

import pytest

from tests import cast

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
"""Playwright's own loop runs in the thread of the tests; Django takes that for asynchronous code."""


@pytest.fixture
def at() -> datetime:
    """The hour of every test."""
    return cast.NOW


@pytest.fixture
def world(db: None) -> cast.World:
    """Alice, Bob, Charlie, Dora, their organisers and activities."""
    return cast.build_world()
