"""Faults that are real: the database ends the connection in the middle of a request, or at its commit.

Triggers of the tests' database do it, as often as a history asked for.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.owner import as_owner

MIDDLE, COMMIT = "middle", "commit"
TRIGGERS = """
CREATE SEQUENCE history_crashes;
CREATE TABLE history_crash AS SELECT ''::text AS moment, 0 AS times;
CREATE FUNCTION history_crash() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF (SELECT moment = TG_ARGV[0] AND nextval('history_crashes') <= times FROM history_crash) THEN
        PERFORM pg_terminate_backend(pg_backend_pid());
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER history_crash_middle AFTER INSERT ON scan
    FOR EACH STATEMENT EXECUTE FUNCTION history_crash('middle');
CREATE CONSTRAINT TRIGGER history_crash_commit AFTER INSERT ON scan DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION history_crash('commit');
"""
NO_TRIGGERS = """
DROP TRIGGER history_crash_middle ON scan;
DROP TRIGGER history_crash_commit ON scan;
DROP FUNCTION history_crash();
DROP TABLE history_crash;
DROP SEQUENCE history_crashes;
"""
ARM = "UPDATE history_crash SET moment = %s, times = %s; SELECT setval('history_crashes', 1, false)"


@contextmanager
def crashes_possible() -> Iterator[None]:
    """Inside, `crashing` does what it says."""
    with as_owner() as cursor:
        cursor.execute(TRIGGERS)
    yield
    with as_owner() as cursor:
        cursor.execute(NO_TRIGGERS)


@contextmanager
def crashing(moment: str, *, times: int) -> Iterator[None]:
    """So many times a connection is ended when it stores a scan: MIDDLE, before the rest; COMMIT, at its very end."""
    _arm(moment, times)
    yield
    _arm("", 0)


def _arm(moment: str, times: int) -> None:
    with as_owner() as cursor:
        cursor.execute(ARM, [moment, times])


def crashed() -> bool:
    """Whether a connection was ended since `crashing` began."""
    with as_owner() as cursor:
        cursor.execute("SELECT is_called FROM history_crashes")
        return bool(cursor.fetchone()[0])
