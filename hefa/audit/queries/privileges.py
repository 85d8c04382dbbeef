"""What the database would let us do to the audit."""

from django.db import connection

from hefa.audit.models import APPEND_ONLY

HELD = """
SELECT told.name, privilege
FROM unnest(%s::text[]) AS told(name), unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS privilege
WHERE has_table_privilege(to_regclass(told.name), privilege)
ORDER BY told.name, privilege
"""


def privileges_too_many() -> list[str]:
    """What the connected role may do to tables that are only ever added to; empty for the serving role."""
    with connection.cursor() as cursor:
        cursor.execute(HELD, [[model._meta.db_table for model in APPEND_ONLY]])
        return [f"{privilege} {table}" for table, privilege in cursor.fetchall()]
