"""What stands in the database, to be compared before and after."""

from django.db import connection

from ops import reference

NOT_COMPARED = {"audit_entry", "account_session"}


def stored() -> dict[str, str]:
    """What stands in the database, table by table, as a hash."""
    tables = sorted({model._meta.db_table for model in reference.models()} - NOT_COMPARED)
    each = (
        f"SELECT '{name}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {name} t"
        for name in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(each))
        return dict(cursor.fetchall())
