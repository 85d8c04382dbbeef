"""What stands in the database, to be compared before and after."""

from django.db import connection

from ops import reference

NOT_COMPARED = {"audit_entry", "account_session"}


def stored() -> dict[str, str]:
    """What stands in the database, table by table, as a hash."""
    told = {}
    with connection.cursor() as cursor:
        for table in sorted({model._meta.db_table for model in reference.models()} - NOT_COMPARED):
            cursor.execute(f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {table} t")
            told[table] = cursor.fetchone()[0]
    return told
