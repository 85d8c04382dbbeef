"""The database as the migrations left it, put back after each test that wrote for good.

Django truncates every table, and for tests that ask for it makes the rows of the migrations anew from a text: together
more than a second. Here those rows are copied once, beside the tables; to put them back is to delete and to insert.
"""

from typing import Any

import psycopg
from django.db import connection
from psycopg import sql

COPIES = "pristine"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations'"


class Pristine:
    """What the migrations wrote, from when this is made."""

    def __init__(self) -> None:
        with superuser() as server:
            server.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(COPIES)))
            tables = [name for (name,) in server.execute(TABLES).fetchall()]
            statements = [sql.SQL("DELETE FROM {}").format(sql.Identifier(name)) for name in tables]
            for table, copy in ((sql.Identifier(name), sql.Identifier(COPIES, name)) for name in tables):
                if server.execute(sql.SQL("SELECT FROM {} LIMIT 1").format(table)).rowcount:
                    server.execute(sql.SQL("CREATE TABLE {} AS TABLE {}").format(copy, table))
                    statements.append(sql.SQL("INSERT INTO {} TABLE {}").format(table, copy))
        self._statements = sql.SQL(";").join(statements)

    def put_back(self) -> None:
        """Every table holds what the migrations wrote, and nothing else."""
        with superuser() as server:
            server.execute(self._statements)


def superuser() -> psycopg.Connection[Any]:
    """Whoever may do everything to the database of the tests, with the triggers off; what it does stands at the end.

    No role of ours may empty every table: the superuser of the cluster does, on a connection of its own.
    """
    parameters = connection.get_connection_params()
    told = {name: parameters[name] for name in ("dbname", "user", "password", "host", "port") if name in parameters}
    server = psycopg.connect(**told)
    server.execute("SET session_replication_role = replica; SET synchronous_commit = off")
    return server
