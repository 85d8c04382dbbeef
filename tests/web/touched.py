"""What a request changed in the database, from the transaction in which the test runs."""

from collections import Counter

from django.db import connection

WRITTEN = " + ".join(f"pg_stat_get_xact_tuples_{how}(oid)" for how in ("inserted", "updated", "deleted"))
TABLES = f"""
SELECT relname, {WRITTEN} FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND {WRITTEN} > 0
"""
"""What the view `pg_stat_xact_user_tables` tells, in a quarter of its time: it is asked after each request of walks."""


def touched() -> Counter[str]:
    """Rows written since the transaction began, by table. What was rolled back is counted too."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        return Counter(dict(cursor.fetchall()))
