"""A scan that fails where nothing should: the others get their verdicts, and the fifth time an officer gets it."""

import hashlib
from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.awards.models import Award, QuarantinedScan, Review, Scan
from hefa.awards.names import Refusal, ReviewReason, Verdict
from hefa.awards.rules.payload import read_item, without_foreign_text, write_item
from hefa.codes.models import PersonalCode
from hefa.codes.queries import static_text
from hefa.web.scanner.schemas import ScansIn
from tests import cast
from tests.awards.phone import scan
from tests.awards.poison import no_undo, poisoned
from tests.owner import as_owner

QUARANTINED = (Verdict.REVIEW, (ReviewReason.QUARANTINED,))


@pytest.fixture
def gate(world: cast.World) -> cast.Gate:
    return cast.a_gate(world.alice, world.offering)


@pytest.fixture
def poison(world: cast.World) -> PersonalCode:
    return cast.a_walk_in(99, name="林一").code


def good_ones(gate: cast.Gate, many: int) -> list[dict[str, object]]:
    numbers = range(1, many + 1)
    return [cast.told(gate, code=static_text(cast.a_walk_in(n).code), seq=100 + n) for n in numbers]


@pytest.mark.parametrize("table", ["award", "scan"])
def test_one_poisoned_scan_holds_up_none_of_the_others(gate: cast.Gate, poison: PersonalCode, table: str) -> None:
    bad = cast.told(gate, code=static_text(poison), seq=1)
    with poisoned(poison, table):
        first, *others = scan(gate, bad, *good_ones(gate, 19))
        assert (first.verdict, first.message) == (None, "已暫存，稍後自動重送")
        assert {answer.verdict for answer in others} == {Verdict.AWARDED}
        assert Award.objects.count() == 19 and not Scan.objects.filter(scan_id=str(bad["scan_id"])).exists()
        answers = [scan(gate, bad)[0] for _ in range(4)]
    assert [(answer.verdict, answer.reasons) for answer in answers] == [(None, ())] * 3 + [QUARANTINED]
    assert Award.objects.count() == 19


def test_the_fifth_answer_is_final_whether_the_defect_is_mended_or_not(gate: cast.Gate, poison: PersonalCode) -> None:
    bad = cast.told(gate, code=static_text(poison))
    with poisoned(poison):
        for _ in range(5):
            scan(gate, bad)
        again = scan(gate, bad)[0]
    mended, _ = scan(gate, bad, *good_ones(gate, 1))
    assert [(one.verdict, one.reasons, one.replayed) for one in (again, mended)] == [(*QUARANTINED, True)] * 2
    assert QuarantinedScan.objects.get().failures == 5 and Review.objects.count() == 1
    assert AuditEntry.objects.filter(verb=Verb.REVIEW_OPENED, subject_id=str(bad["scan_id"])).count() == 1


def test_a_scan_that_works_before_the_fifth_time_is_an_ordinary_one(gate: cast.Gate, poison: PersonalCode) -> None:
    bad = cast.told(gate, code=static_text(poison))
    with poisoned(poison):
        for _ in range(4):
            assert scan(gate, bad)[0].verdict is None
    assert scan(gate, bad)[0].verdict == Verdict.AWARDED
    held = QuarantinedScan.objects.get()
    assert held.failures == 4 and held.payload is None and not Review.objects.exists()


def test_what_is_put_aside_is_sealed_and_all_that_was_told(gate: cast.Gate, poison: PersonalCode) -> None:
    text = static_text(poison)
    bad = cast.told(gate, code=text, mark="a mark", mark_mono=1.5)
    with poisoned(poison):
        for _ in range(5):
            scan(gate, bad)
    with connection.cursor() as cursor:
        cursor.execute("SELECT payload, cause FROM scan_quarantine")
        sealed, cause = cursor.fetchone()
    assert text.encode() not in bytes(sealed) and b"scan_id" not in bytes(sealed)
    assert cause.startswith("ProgrammingError P0001 awards/actions/ledger.py:") and "nobody foresaw" not in cause
    [item] = ScansIn.model_validate(cast.batch(gate, bad)).batch().items
    assert read_item(QuarantinedScan.objects.get().payload or "") == item


def test_another_content_or_station_is_told_nothing_of_a_failing_scan(
    world: cast.World, gate: cast.Gate, poison: PersonalCode
) -> None:
    bad = cast.told(gate, code=static_text(poison))
    other = cast.a_gate(world.bob, world.offering)
    with poisoned(poison):
        for failures in range(1, 6):
            scan(gate, bad)
            for answer in (*scan(gate, bad | {"seq": 7}), *scan(other, bad)):
                assert (answer.refusal, answer.reasons) == (Refusal.SCAN_ID_REUSED, ())
            assert QuarantinedScan.objects.get().failures == failures


def test_a_broken_name_is_a_poison_too(gate: cast.Gate, poison: PersonalCode) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE personal_code SET name = '\\x00' WHERE id = %s", [poison.pk])
    answers = scan(gate, cast.told(gate, code=static_text(poison)), *good_ones(gate, 1))
    assert [answer.verdict for answer in answers] == [None, Verdict.AWARDED]
    assert QuarantinedScan.objects.get().cause.startswith("SealBroken keys/")


def test_trouble_of_the_database_is_nobodys_fault(gate: cast.Gate, poison: PersonalCode) -> None:
    """Disk full, too many connections, shutting down: the phone sends again, and nothing is counted."""
    with as_owner() as cursor:
        cursor.execute(
            "CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION SQLSTATE '53100'; END $$;"
            "CREATE TRIGGER disk_full BEFORE INSERT ON scan FOR EACH ROW EXECUTE FUNCTION disk_full();"
        )
    with pytest.raises(OperationalError):
        scan(gate, cast.told(gate, code=static_text(poison)), *good_ones(gate, 1))
    assert not QuarantinedScan.objects.exists() and not Scan.objects.exists()


def test_an_undo_that_fails_is_put_aside_as_well(world: cast.World, gate: cast.Gate, poison: PersonalCode) -> None:
    item = cast.told(gate, code=static_text(poison))
    scan(gate, item)
    undo = cast.told(gate, kind="undo", undoes=item["scan_id"], reason="掃錯人", seq=2)
    later = cast.NOW + timedelta(minutes=1)
    with no_undo():
        answers = [scan(gate, undo, at=later)[0] for _ in range(5)]
    assert [answer.verdict for answer in answers] == [None] * 4 + [Verdict.REVIEW]
    assert Award.objects.get().revoked_at is None


def test_of_a_foreign_code_the_hash_alone_is_kept(gate: cast.Gate) -> None:
    foreign = "https://example.org/someone/private"
    [item] = ScansIn.model_validate(cast.batch(gate, cast.told(gate, code=foreign))).batch().items
    kept = read_item(write_item(without_foreign_text(item)))
    assert (kept.code, kept.foreign_digest) == (None, hashlib.sha256(foreign.encode()).digest())
