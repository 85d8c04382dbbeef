"""What a person did and the sheet must know: copies of the keys put away, a backup restored and opened."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from hefa.audit.actions import record
from hefa.audit.names import SYSTEM, Verb
from hefa.awards.models import Award
from hefa.keys.ring import UnknownKey
from hefa.keys.sealing import SealBroken
from hefa.learners.models import Learner

LEAST_COPIES = 2
OPENED = 1000
"""So many names of a restored database are opened: one would not tell that an earlier key is lost."""


class DrillFailed(Exception):
    """The drill did not show what it must; the message says why, in words for whoever ran it."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restored database holds: its newest entry of the audit, its awards, and how many names were opened."""

    newest: datetime
    awards: int
    opened: int


def fingerprint(keys_file: Path) -> str:
    """Sixteen hexadecimal digits that tell one key file from another and nothing about a key (256 random bits)."""
    return hashlib.sha256(b"HEFA-KEYS" + keys_file.read_bytes()).hexdigest()[:16]


def record_escrow(*, copies: int, at: datetime) -> str:
    """Record that copies of the very key file in use lie in so many places; returns its fingerprint.

    Raises DrillFailed for fewer than two places: lost keys cannot be replaced.
    """
    if copies < LEAST_COPIES:
        raise DrillFailed(f"金鑰至少要備份在 {LEAST_COPIES} 處。")
    print_of_file = fingerprint(Path(settings.HEFA_KEYS_FILE))
    facts = {"fingerprint": print_of_file, "copies": copies}
    record(at=at, actor=SYSTEM, verb=Verb.KEYS_ESCROWED, subject_kind="key_file", subject_id=None, facts=facts)
    return print_of_file


def examine_restored(url: str, *, at: datetime) -> Restored:
    """Look into a database restored from a backup, open names in it with the keys in use, and record what it held.

    Raises DrillFailed when it cannot be reached, is the serving database itself, stands at other migrations, is empty,
    or holds a name that these keys do not open.
    """
    try:
        with psycopg.connect(url) as copy:
            found = _look_into(copy)
    except psycopg.Error as error:
        raise DrillFailed(f"還原的資料庫無法讀取：{type(error).__name__}") from None
    facts = {"newest": f"{found.newest:%Y-%m-%d %H:%M}", "awards": found.awards, "opened": found.opened}
    record(at=at, actor=SYSTEM, verb=Verb.RESTORE_TESTED, subject_kind="backup", subject_id=None, facts=facts)
    return found


def _look_into(copy: psycopg.Connection) -> Restored:
    if _identity(copy) == _own_identity():
        raise DrillFailed("這就是服務中的資料庫，請指定由備份還原的另一個資料庫。")
    if _migrations(copy) != _own_migrations():
        raise DrillFailed("還原的資料庫與目前版本的資料表不同，請以相同版本還原。")
    newest = copy.execute("SELECT max(at) FROM audit_entry").fetchone()
    awards = copy.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(Award._meta.db_table))).fetchone()
    if newest is None or awards is None or newest[0] is None:
        raise DrillFailed("還原的資料庫沒有稽核紀錄。")
    return Restored(newest[0], awards[0], _opened(copy))


def _opened(copy: psycopg.Connection) -> int:
    field = Learner._meta.get_field("name")
    rows = copy.execute(
        sql.SQL("SELECT public_id, name FROM {} ORDER BY public_id LIMIT %s").format(
            sql.Identifier(Learner._meta.db_table)
        ),
        [OPENED],
    ).fetchall()
    try:
        for public_id, blob in rows:
            field.unseal(blob, public_id=public_id)
    except (SealBroken, UnknownKey):
        raise DrillFailed("還原的資料無法以目前的金鑰開啟，請確認金鑰備份。") from None
    return len(rows)


IDENTITY = "SELECT oid, pg_postmaster_start_time() FROM pg_database WHERE datname = current_database()"
MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY app, name"


def _identity(copy: psycopg.Connection) -> object:
    """Which database of which running server."""
    return copy.execute(IDENTITY).fetchone()


def _own_identity() -> object:
    with connection.cursor() as cursor:
        cursor.execute(IDENTITY)
        return cursor.fetchone()


def _migrations(copy: psycopg.Connection) -> object:
    return copy.execute(MIGRATIONS).fetchall()


def _own_migrations() -> object:
    with connection.cursor() as cursor:
        cursor.execute(MIGRATIONS)
        return cursor.fetchall()
