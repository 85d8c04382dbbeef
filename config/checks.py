"""Numbered checks: what must hold before Hefa answers anybody."""

import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags
from django.core.checks import Warning as Doubt
from django.core.checks import register as register_check
from django.db import connection

from hefa.keys.models import KeyUse
from hefa.keys.ring import BrokenKeyFile, read_rings
from hefa.keys.use import misfits

UP_TO_ERRORS = ("debug5", "debug4", "debug3", "debug2", "debug1", "info", "notice", "warning", "error")
TALKATIVE = {
    "log_statement": ("ddl", "mod", "all"),
    "log_min_messages": UP_TO_ERRORS,
    "log_min_error_statement": UP_TO_ERRORS,
    "log_error_verbosity": ("default", "verbose"),
}
"""What makes PostgreSQL write statements, rows and values into its own log, which nothing of ours masks."""
SILENT = {
    "log_parameter_max_length_on_error": "0",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
}
"""What must have this value: slow statements, too, are written with the values in them."""
UNSAFE = {"fsync": ("off",), "full_page_writes": ("off",), "synchronous_commit": ("off", "local")}


def register() -> None:
    register_check(keys_are_whole, Tags.security)
    register_check(officers_show_a_second_factor, Tags.security)
    register_check(database_keeps_what_it_commits, Tags.database)
    register_check(keys_are_those_of_the_database, Tags.database)
    register_check(database_logs_nobody, Tags.database)


def keys_are_whole(app_configs: object, **kwargs: Any) -> Sequence[CheckMessage]:
    """hefa.E001 the key file cannot be used; hefa.E002 others than its owner may read it."""
    path = Path(settings.HEFA_KEYS_FILE)
    try:
        read_rings(path.read_text(encoding="ascii"))
    except (OSError, BrokenKeyFile) as error:
        return [Error(f"The key file cannot be used: {error}", id="hefa.E001")]
    if settings.HEFA_IS_PRODUCTION and stat.S_IMODE(path.stat().st_mode) & 0o077:
        return [Error("Others than its owner may read the key file.", hint="chmod 0400", id="hefa.E002")]
    return []


def keys_are_those_of_the_database(
    app_configs: object, databases: object = None, **kwargs: Any
) -> Sequence[CheckMessage]:
    """hefa.E004 the database needs a key that the key file lacks, or knows another by that id."""
    if not databases or KeyUse._meta.db_table not in connection.introspection.table_names():
        return []
    return [Error(sentence, id="hefa.E004") for sentence in misfits()]


def officers_show_a_second_factor(app_configs: object, **kwargs: Any) -> Sequence[CheckMessage]:
    """hefa.W004 a stolen password is enough to see all that an officer sees."""
    if not settings.HEFA_IS_PRODUCTION or settings.HEFA_SECOND_FACTOR_DEMANDED:
        return []
    hint = "Take HEFA_SECOND_FACTOR=offered out of the environment."
    return [Doubt("Officers and operators log in without a second factor.", hint=hint, id="hefa.W004")]


def database_keeps_what_it_commits(
    app_configs: object, databases: object = None, **kwargs: Any
) -> Sequence[CheckMessage]:
    """hefa.E003 PostgreSQL may lose what it has confirmed: an award would be gone that a phone was told of."""
    if not databases:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(UNSAFE)])
        unsafe = [f"{name}={value}" for name, value in cursor.fetchall() if value in UNSAFE[name]]
    if not unsafe:
        return []
    return [Error(f"PostgreSQL may lose confirmed awards: {', '.join(unsafe)}", id="hefa.E003")]


def database_logs_nobody(app_configs: object, databases: object = None, **kwargs: Any) -> Sequence[CheckMessage]:
    """hefa.W006 PostgreSQL's own log may quote names and numbers."""
    if not databases:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(TALKATIVE)])
        told = [f"{name}={value}" for name, value in cursor.fetchall() if value in TALKATIVE[name]]
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(SILENT)])
        told += [f"{name}={value}" for name, value in cursor.fetchall() if value != SILENT[name]]
    if not told:
        return []
    sentence = f"PostgreSQL's log may quote people's data: {', '.join(told)}"
    return [Doubt(sentence, hint="docs/runbook.md, Install", id="hefa.W006")]
