"""The serving role: what the web and the worker may do in the database. The tables belong to somebody else."""

from django.db import connection, transaction
from psycopg import sql

from hefa.audit.models import APPEND_ONLY

ROLE = "hefa_app"
NEVER_CHANGED = (*(model._meta.db_table for model in APPEND_ONLY), "django_migrations")
GRANT = """
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role};
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};
REVOKE UPDATE, DELETE ON {never_changed} FROM {role};
"""


@transaction.atomic
def grant_serving(*, role: str = ROLE) -> None:
    """Give this role what it needs to serve and nothing else; said again after each migration, for the new tables.

    It adds to the audit and to its seals and never changes them, truncates nothing and owns nothing.
    """
    tables = sql.SQL(", ").join(map(sql.Identifier, NEVER_CHANGED))
    with connection.cursor() as cursor:
        statement = sql.SQL(GRANT).format(role=sql.Identifier(role), never_changed=tables)
        cursor.execute(statement.as_string(cursor.connection))
