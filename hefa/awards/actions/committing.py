"""A commit that is believed only when it is acknowledged (security.md, rules for the ledger)."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, OperationalError, connection, transaction
from psycopg.errors import Diagnostic

RETRIED = ("40001", "40P01")
"""Serialisation failure and deadlock."""
WAITING_GIVEN_UP = ("01000", "SyncRepWaitForLSN")
"""How PostgreSQL warns, in whatever language, that it has stopped waiting for a standby ("canceling wait for
synchronous replication"): the commit stands here, and would be gone after a failover."""
WAIT_FOR_THE_RECORD = """
SELECT CASE WHEN current_setting('synchronous_standby_names') <> ''
       THEN pg_logical_emit_message(true, 'hefa', 'replay') END
"""
"""What was committed before this is at the standby when this is; without a standby it writes nothing."""


class NotAcknowledged(OperationalError):
    """The commit may be lost yet: whoever told the scans is to tell them again."""


class ConnectionLost(OperationalError):
    """The connection went in the middle (08xxx, a restart): what was committed and what was not is not known here."""


@contextmanager
def acknowledged() -> Iterator[None]:
    """One transaction. Raises NotAcknowledged when its commit was not waited for to the end, and ConnectionLost."""
    connection.ensure_connection()
    given_up: list[Diagnostic] = []

    def hear(told: Diagnostic) -> None:
        if (told.sqlstate, told.source_function) == WAITING_GIVEN_UP:
            given_up.append(told)

    lent = connection.connection
    lent.add_notice_handler(hear)
    try:
        with transaction.atomic():
            yield
    except DatabaseError as error:
        if lent.closed:
            raise ConnectionLost("the connection was lost") from error
        raise
    finally:
        lent.remove_notice_handler(hear)
    if given_up:
        raise NotAcknowledged("the standby has not confirmed the commit")


def wait_for_the_record() -> None:
    """Before what is on record is told again: let the commit of this transaction wait for that record's as well."""
    with connection.cursor() as cursor:
        cursor.execute(WAIT_FOR_THE_RECORD)


def may_succeed_again(error: OperationalError) -> bool:
    """Whether the transaction is worth another attempt at once, with the same scan ids."""
    sqlstate: str = getattr(error.__cause__, "sqlstate", None) or ""
    return isinstance(error, ConnectionLost) or sqlstate in RETRIED
