"""A database of its own for a benchmark, on the server that DATABASE_URL names."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from ops.dev.postgres import SERVING_URL


def url_of(url: str, database: str) -> str:
    """The same server, another database."""
    told = urlsplit(url)
    return f"{told.scheme}://{told.netloc}/{database}?{told.query}"


@contextmanager
def own_database(name: str) -> Iterator[str]:
    """Make an empty database, point this process and what it serves at it, and drop it at the end."""
    outer = os.environ["DATABASE_URL"]
    told = {variable: os.environ[variable] for variable in ("DATABASE_URL", SERVING_URL) if variable in os.environ}
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with psycopg.connect(outer, autocommit=True) as server:
        server.execute(drop)
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name)))
    os.environ.update({variable: url_of(url, name) for variable, url in told.items()})
    try:
        yield os.environ["DATABASE_URL"]
    finally:
        os.environ.update(told)
        with psycopg.connect(outer, autocommit=True) as server:
            server.execute(drop)
