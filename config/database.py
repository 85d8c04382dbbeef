"""Django's DATABASES entry from a PostgreSQL URL."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

PATIENCE = 5
"""Seconds that a request waits for a connection, and that the pool tries for one before it begins anew: tries come
less and less often, so after ten minutes without a database a pool that went on would serve only minutes later."""


def database_of(url: str) -> dict[str, Any]:
    """Read `postgresql://user:password@host:port/name?host=/socket/folder`. Raises ValueError for another scheme."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ValueError("DATABASE_URL must begin with postgresql://")
    query = dict(parse_qsl(parts.query))
    host = query.pop("host", None) or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "hefa",
        "USER": query.pop("user", None) or unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": query.pop("port", None) or (str(parts.port) if parts.port else ""),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **query,
            "application_name": "hefa",
            "pool": {"min_size": 1, "max_size": 16, "timeout": PATIENCE, "reconnect_timeout": PATIENCE},
        },
        "TEST": {"TEMPLATE": "template0"},
    }
