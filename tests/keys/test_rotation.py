"""Keys turned over while the site goes on: nothing lost, nobody twice, and no start without a key that is needed."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django.fixtures import Settings

from config.checks import keys_are_those_of_the_database
from hefa.accounts.actions import ask_reset
from hefa.audit.models import AuditEntry
from hefa.cli.rotation import rotate
from hefa.keys.making import new_key_file, with_current_key, with_new_key, without_key
from hefa.keys.resealing import sealed_tables
from hefa.keys.use import KeysDoNotFit, begin
from hefa.learners.models import Learner, NationalIdDigest
from tests.cast import NOW, World, a_walk_in, an_account, build_world

pytestmark = pytest.mark.django_db
FIRST = new_key_file()
Keys = Mapping[str, Any]
Put = Callable[[Keys], None]


@pytest.fixture
def put(settings: Settings, tmp_path: Path) -> Put:
    """Start anew with these keys: a process reads its file once, so each is a file of its own."""
    files = iter(range(100))

    def start(keys: Keys) -> None:
        file = tmp_path / f"keys-{next(files)}.json"
        file.write_text(json.dumps(keys))
        file.chmod(0o600)
        settings.HEFA_KEYS_FILE = file

    start(FIRST)
    return start


@pytest.fixture
def sealed_world(put: Put) -> World:
    """The cast, sealed with the first keys."""
    return build_world()


@pytest.fixture
def start_anew(put: Put, settings: Settings) -> Callable[[], None]:
    """Start anew with the file as a command has left it."""
    return lambda: put(json.loads(Path(settings.HEFA_KEYS_FILE).read_text()))


def turned(ring: str) -> Keys:
    """With a second key that is the current one."""
    more, kid = with_new_key(FIRST, ring)
    return with_current_key(more, ring, kid)


def key_ids(table: str, column: str) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT get_byte({column}, 1) FROM {table} WHERE {column} IS NOT NULL")
        return {kid for (kid,) in cursor}


@pytest.mark.control("T25", "附表十 傳輸之機密性與完整性 4")
def test_everything_sealed_goes_to_the_new_key_and_opens_without_the_old_one(put: Put, sealed_world: World) -> None:
    for number in range(60, 66):
        a_walk_in(number, name=f"王{number}")
    both = turned("field")
    put(both)
    waiting = {table.name: table.waiting() for table in sealed_tables() if table.waiting()}
    assert {"account", "learner", "national_id", "personal_code"} <= set(waiting)

    steps = rotate(clock=lambda: NOW)
    first = next(steps)
    steps.close()  # ended in the middle: what is done stays done
    assert 0 < first.done <= first.of
    assert {step.what for step in rotate(clock=lambda: NOW)} >= set(waiting) - {first.what}

    assert [table.name for table in sealed_tables() if table.waiting()] == []
    assert key_ids("learner", "name") == key_ids("national_id", "number") == {2}
    put(without_key(both, "field", 1))
    assert sorted(one.name for one in Learner.objects.all())[-6:] == [f"王{number}" for number in range(60, 66)]


def test_every_sealed_table_can_be_taken_and_put(put: Put, sealed_world: World) -> None:
    """Columns, keys and types of each: rows or none."""
    put(turned("field"))
    for table in sealed_tables():
        count, last = table.reseal(after=None)
        assert (count == 0) == (last is None), table.name
    assert len(sealed_tables()) > 10


@pytest.mark.control("T25")
def test_a_number_is_one_learner_before_during_and_after_a_rotation(put: Put) -> None:
    both = turned("index")
    a_walk_in(1)
    put(both)  # a new process
    a_walk_in(1), a_walk_in(2)
    put(FIRST)  # a process that has not started anew yet
    a_walk_in(1), a_walk_in(2), a_walk_in(3)
    put(both)
    a_walk_in(3)
    assert Learner.objects.count() == 3
    assert NationalIdDigest.objects.filter(kid=2).count() == 1  # of the number entered by the new process

    list(rotate(clock=lambda: NOW))
    assert NationalIdDigest.objects.filter(kid=2).count() == NationalIdDigest.objects.filter(kid=1).count() == 3
    opened = AuditEntry.objects.filter(verb="id_opened", facts__purpose="key_rotation")
    assert [len(entry.facts["learners"]) for entry in opened] == [2]

    put(without_key(both, "index", 1))
    for number in (1, 2, 3, 4):
        a_walk_in(number)
    assert Learner.objects.count() == 4


def test_an_address_is_found_during_and_after_a_rotation(put: Put) -> None:
    an_account("ming")
    both = turned("index")
    put(both)
    assert len(ask_reset(username_or_email="ming@example.org", at=NOW)) == 1
    list(rotate(clock=lambda: NOW))
    put(without_key(both, "index", 1))
    assert len(ask_reset(username_or_email="ming@example.org", at=NOW)) == 1


@pytest.mark.control("T25")
def test_nothing_starts_without_a_key_that_the_database_needs(put: Put, at: datetime) -> None:
    both = turned("field")
    begin(at=at)
    put(both)
    begin(at=at)
    assert keys_are_those_of_the_database(None, databases=["default"]) == []
    put(FIRST)
    with pytest.raises(KeysDoNotFit, match="ring field: the database needs key 2"):
        begin(at=at)
    (found,) = keys_are_those_of_the_database(None, databases=["default"])
    assert found.id == "hefa.E004"


def test_another_sites_keys_are_told_from_our_own(put: Put, at: datetime) -> None:
    begin(at=at)
    put(new_key_file())
    with pytest.raises(KeysDoNotFit, match="another than the database knows"):
        begin(at=at)


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


@pytest.mark.control("附表十 傳輸之機密性與完整性 4")
def test_a_key_is_turned_over_step_by_step_and_never_too_early(
    start_anew: Callable[[], None], sealed_world: World
) -> None:
    begin(at=NOW)
    assert "keys use field 2" in run("keys", "add", "field")
    start_anew()
    with pytest.raises(CommandError, match="目前使用中"):
        run("keys", "retire", "field", "1")
    with pytest.raises(CommandError, match="未變更"):
        run("keys", "use", "field", "9")
    run("keys", "use", "field", "2")
    start_anew()
    with pytest.raises(CommandError, match="尚有資料未換金鑰"):
        run("keys", "retire", "field", "1")
    assert "完成" in run("rotate_keys")
    run("keys", "retire", "field", "1")
    start_anew()
    begin(at=NOW)
    assert sealed_world.alice.account.name
    shown = run("keys", "show")
    assert "field      2  目前" in shown and "field      1" not in shown
    verbs = list(AuditEntry.objects.filter(subject_kind="key").order_by("id").values_list("verb", flat=True))
    assert verbs == ["key_added", "key_used", "key_retired"]


@pytest.mark.parametrize("ring", ["mark", "rescue", "code"])
def test_a_key_stays_while_something_that_it_made_may_come_back(put: Put, sealed_world: World, ring: str) -> None:
    if ring == "code":
        a_walk_in(1)
    begin(at=NOW - timedelta(days=1))
    put(turned(ring))
    begin(at=NOW)
    with pytest.raises(CommandError, match="天才能停用"):
        run("keys", "retire", ring, "1")
