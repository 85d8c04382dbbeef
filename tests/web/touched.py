"""What a request changed in the database, from the transaction in which the test runs."""

from collections import Counter

from django.db import connection

WRITTEN = "n_tup_ins + n_tup_upd + n_tup_del"


def touched() -> Counter[str]:
    """Rows written since the transaction began, by table. What was rolled back is counted too."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT relname, {WRITTEN} FROM pg_stat_xact_user_tables WHERE {WRITTEN} > 0")
        return Counter(dict(cursor.fetchall()))
