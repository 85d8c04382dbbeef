"""Count who comes to a door of the open site, in the database: every worker counts together, and a crowd exactly."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from hefa.accounts.rules import DOOR_SPAN
from hefa.keys.digests import keyed_digest

COUNT = """
INSERT INTO door_count AS d (key_digest, came, since)
SELECT key, 1, %(at)s FROM unnest(%(keys)s::bytea[]) AS key ORDER BY key
ON CONFLICT (key_digest) DO UPDATE SET
    came = CASE WHEN d.since <= %(over)s THEN 1 ELSE d.came + 1 END,
    since = CASE WHEN d.since <= %(over)s THEN %(at)s ELSE d.since END
RETURNING key_digest, came, since
"""
"""In the order of the keys: two requests never wait for each other in a circle."""


def count_at_door(*, door: str, comers: Mapping[str, int], at: datetime) -> datetime | None:
    """Count one more of each comer; the time from which the door is open again when one came too often, else None.

    `comers` says how often each may come in ten minutes; 0 asks nothing of it. What is stored names nobody.
    """
    most = {keyed_digest("index", f"door|{door}", comer): times for comer, times in comers.items() if times}
    if not most:
        return None
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"keys": list(most), "at": at, "over": at - DOOR_SPAN})
        counted = cursor.fetchall()
    return max((since + DOOR_SPAN for key, came, since in counted if came > most[bytes(key)]), default=None)
