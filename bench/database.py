"""A database of its own for a benchmark, on the server that DATABASE_URL names."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from psycopg import sql


def url_of(url: str, database: str) -> str:
    """The same server, another database."""
    told = urlsplit(url)
    return f"{told.scheme}://{told.netloc}/{database}?{told.query}"


@contextmanager
def own_database(name: str) -> Iterator[str]:
    """Make an empty database, point DATABASE_URL at it for this process and its children, and drop it at the end."""
    outer = os.environ["DATABASE_URL"]
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with psycopg.connect(outer, autocommit=True) as server:
        server.execute(drop)
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name)))
    os.environ["DATABASE_URL"] = url_of(outer, name)
    try:
        yield os.environ["DATABASE_URL"]
    finally:
        os.environ["DATABASE_URL"] = outer
        with psycopg.connect(outer, autocommit=True) as server:
            server.execute(drop)
