"""A database with every migration applied, made once and copied for each process of tests.

Applying them takes longer than most of what is tested, and five processes did it in each run. A copy is a matter of
pages. Migrations that changed since make another one; those before are dropped. `python -m tests.migrated` makes it
ahead of the tests.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import django
import psycopg
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

ROOT = Path(__file__).parents[1]
PREFIX = "hefa_migrated_"
ONE_AT_A_TIME = 0x4EFA
"""The advisory lock of those who look for the database, and make it when there is none."""


def migrated_database(connection: BaseDatabaseWrapper) -> str:
    """The name of a database for `CREATE DATABASE … TEMPLATE`. Waits while another process is making it."""
    name = PREFIX + _fingerprint()
    with _maintenance(connection) as server:
        server.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        known = {row[0] for row in server.execute("SELECT datname FROM pg_database WHERE datname ~ %s", ["^" + PREFIX])}
        for outdated in known - {name}:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(outdated)))
        if name not in known:
            _make(server, name)
    return name


def _make(server: psycopg.Connection, name: str) -> None:
    """Under another name until it is whole: a process that is ended in between leaves nothing that others take."""
    begun = f"{name}_begun"
    server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(begun)))
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{begun}").geturl()
    migrate = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, env={**os.environ, "DATABASE_URL": url}, cwd=ROOT, check=True)
    server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(begun), sql.Identifier(name)))


def _maintenance(connection: BaseDatabaseWrapper) -> psycopg.Connection:
    given = connection.settings_dict
    return psycopg.connect(
        dbname="postgres",
        host=given["HOST"] or None,
        port=given["PORT"] or None,
        user=given["USER"] or None,
        password=given["PASSWORD"] or None,
        autocommit=True,
    )


def _fingerprint() -> str:
    """Of what the migrations are, wherever they lie."""
    seen = hashlib.sha256()
    for file in sorted((ROOT / "hefa").glob("**/migrations/*.py")):
        seen.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return seen.hexdigest()[:16]


if __name__ == "__main__":
    django.setup()
    migrated_database(connections["default"])
