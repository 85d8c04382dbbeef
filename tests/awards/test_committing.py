"""A commit that nobody confirmed is no verdict, and a connection that is lost is another attempt."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection

from hefa.awards.models import Award, Scan
from hefa.awards.names import Verdict
from hefa.codes.queries import static_text
from tests import cast
from tests.awards.phone import scan
from tests.crowd import PATIENCE_SECONDS, at_once
from tests.owner import as_owner

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = """
SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'SyncRep'
"""


@contextmanager
def a_standby_that_is_not_there() -> Iterator[None]:
    """Commits wait for a standby until somebody gives up. Set for the whole cluster, so kept short."""
    with as_owner() as cursor:
        cursor.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
        cursor.execute("SELECT pg_reload_conf()")
    try:
        yield
    finally:
        with as_owner() as cursor:
            cursor.execute("ALTER SYSTEM RESET synchronous_standby_names")
            cursor.execute("SELECT pg_reload_conf()")


def give_up_waiting() -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    with as_owner() as cursor:
        while time.monotonic() < deadline:
            cursor.execute(WAITING)
            if cursor.fetchall():
                return
    raise TimeoutError("no commit waited for the standby")


@pytest.mark.control("附表十 系統備援 2")
def test_a_commit_that_the_standby_did_not_confirm_is_told_again(world: cast.World) -> None:
    gate = cast.a_gate(world.alice, world.offering)
    item = cast.told(gate, code=static_text(cast.a_walk_in().code))

    def tell() -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = on")
        try:
            return scan(gate, item)
        except OperationalError as error:
            return type(error).__name__

    with a_standby_that_is_not_there():
        first, _ = at_once([tell, give_up_waiting])
        replayed, _ = at_once([tell, give_up_waiting])
    assert (first, replayed) == ("NotAcknowledged", "NotAcknowledged"), "what is on record is not safe either"
    [[answer]] = at_once([tell])
    assert (answer.verdict, answer.replayed, Scan.objects.count()) == (Verdict.AWARDED, True, 1)


def test_a_connection_that_is_lost_in_the_middle_is_another_attempt(world: cast.World) -> None:
    gate = cast.a_gate(world.alice, world.offering)
    item = cast.told(gate, code=static_text(cast.a_walk_in().code))
    with as_owner() as cursor:
        cursor.execute(
            "CREATE SEQUENCE losses;"
            "CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN"
            " IF nextval('losses') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;"
            " RETURN NEW; END $$;"
            "CREATE TRIGGER lose BEFORE INSERT ON scan FOR EACH ROW EXECUTE FUNCTION lose();"
        )
    try:
        [answer] = scan(gate, item)
        assert (answer.verdict, Award.objects.count()) == (Verdict.AWARDED, 1)
        with as_owner() as cursor:
            cursor.execute("SELECT last_value FROM losses")
            assert cursor.fetchone() == (2,)
    finally:
        with as_owner() as cursor:
            cursor.execute("DROP TRIGGER lose ON scan; DROP FUNCTION lose(); DROP SEQUENCE losses;")
