"""Tests run as the serving role. What only the owner of the tables or the superuser may do is done in these blocks."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.utils import CursorWrapper


@contextmanager
def as_owner() -> Iterator[CursorWrapper]:
    """A cursor of whoever made the database of the tests."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role'), set_config('role', 'none', false)")
        role = cursor.fetchone()[0]
        yield cursor
        cursor.execute("SELECT set_config('role', %s, false)", [role])
