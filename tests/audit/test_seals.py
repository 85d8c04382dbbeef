"""The seals: entries in the order of their transactions, a signed chain, a verification that names what was done."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from bench import trust_audit
from bench.trust_audit import AT, FIRST, TAMPERINGS, as_superuser, build, tamperings_found, undone, verified
from hefa.audit.actions import begin_era, forget_sealed, forgettable, record, seal_due
from hefa.audit.actions.seal import MOST_ENTRIES, TransactionsWentBack, add_seal
from hefa.audit.models import AuditEntry, AuditSeal, AuditWitness
from hefa.audit.names import SYSTEM, Flaw, Verb
from hefa.audit.queries import Broken, ForeignRoot, last_seal, roots, standing, verify
from hefa.audit.queries.forgotten import KEPT_FOR
from hefa.audit.rules import END_OF_ERA, merkle_root, told_by
from hefa.keys.signing import public_keys
from tests.cast import NOW

PATIENCE = 60


def write(n: int = 1) -> None:
    record(at=NOW, actor=SYSTEM, verb=Verb.LOGGED_IN, subject_kind="account", subject_id=None, facts={"n": n})


def run(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))


def sealed(entries: int) -> None:
    """Seal until nothing is left: transactions of other tests on the same cluster hold the seals back meanwhile."""
    until = time.monotonic() + PATIENCE
    while sum(AuditSeal.objects.values_list("count", flat=True)) < entries and time.monotonic() < until:
        seal_due(at=NOW)


def test_the_tree_is_that_of_rfc_6962() -> None:
    """Roots of the well-known inputs of the Certificate Transparency reference tests."""
    leaves = [bytes.fromhex(told) for told in ("", "00", "10", "2021", "3031", "40414243")]
    assert merkle_root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert merkle_root(leaves[:1]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert merkle_root(leaves[:2]).hex() == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    assert merkle_root(leaves[:3]).hex() == "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"
    assert merkle_root(leaves).hex() == "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"


@pytest.mark.late
@pytest.mark.django_db(transaction=True)
def test_entries_are_sealed_when_their_transactions_are_over_and_the_chain_verifies() -> None:
    for n in range(3):
        write(n)
    sealed(3)
    write(3)
    sealed(4)

    heights = AuditSeal.objects.order_by("height")
    assert [seal.height for seal in heights] == list(range(1, len(heights) + 1))
    assert [bytes(seal.previous or b"") for seal in heights[1:]] == [bytes(seal.digest) for seal in heights][:-1]
    checked = verify(at=NOW, public_keys=public_keys())
    assert (checked.broken, checked.entries, checked.unsealed) == (None, 4, 0)
    assert standing().unsealed_since is None


@pytest.mark.late
@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_stays_open_is_never_passed_over() -> None:
    """Its entries come after those of later transactions that ended sooner: a seal by row number would miss them."""
    wrote, may_end = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            write(1)
            wrote.set()
            may_end.wait(PATIENCE)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert wrote.wait(PATIENCE)
    write(2)
    assert seal_due(at=NOW) == 0 and standing().unsealed_since == NOW
    may_end.set()
    thread.join()
    sealed(2)

    checked = verify(at=NOW, public_keys=public_keys())
    assert (checked.broken, checked.entries) == (None, 2)


@pytest.mark.late
@pytest.mark.django_db(transaction=True)
def test_two_sealers_make_one_chain() -> None:
    for n in range(20):
        write(n)
    barrier = threading.Barrier(4)

    def one() -> None:
        barrier.wait(PATIENCE)
        for _ in range(10):
            write()
            seal_due(at=NOW)
        connection.close()

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sealed(60)

    checked = verify(at=NOW, public_keys=public_keys())
    assert (checked.broken, checked.entries, checked.unsealed) == (None, 60, 0)


@pytest.mark.control("T27", "附表十 日誌資訊之保護 2", "附表十 軟體及資訊完整性 1")
@pytest.mark.django_db
def test_every_way_to_tamper_with_what_is_sealed_is_found() -> None:
    """Each kind twice; `dev.py bench trust` does it a thousand times."""
    build(entries=200)
    assert verified().broken is None and verified().entries == 200
    told = tamperings_found(count=2 * len(TAMPERINGS), entries=200)
    assert told == dict.fromkeys(TAMPERINGS, (2, 2))
    assert verified().broken is None


def entry(place: int) -> AuditEntry:
    return AuditEntry.objects.order_by("id")[place]


NAMED: dict[str, tuple[str, Callable[[], Broken]]] = {
    "altered": (
        "UPDATE audit_entry SET facts = '{}' WHERE id = (SELECT id FROM audit_entry ORDER BY id OFFSET 57 LIMIT 1)",
        lambda: Broken(Flaw.ALTERED, 2, entry(57).pk, entry(57).at),
    ),
    "the first of several": (
        "UPDATE audit_entry SET verb = 'awarded2' WHERE mod(id, 10) = 3",
        lambda: Broken(
            Flaw.ALTERED, 1, *AuditEntry.objects.filter(verb="awarded2").values_list("id", "at").earliest("id")
        ),
    ),
    "reordered": (
        f"UPDATE audit_entry SET written_xid = '{FIRST + 9}'"
        " WHERE id = (SELECT id FROM audit_entry ORDER BY id OFFSET 57 LIMIT 1)",
        lambda: Broken(Flaw.REORDERED, 2, entry(57).pk, entry(57).at),
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", NAMED)
def test_the_first_broken_entry_is_named(kind: str) -> None:
    build(entries=120)
    statement, expected = NAMED[kind]
    with undone():
        run(statement)
        assert verified().broken == expected()


@pytest.mark.django_db
def test_a_removed_and_an_inserted_entry_are_named() -> None:
    build(entries=120)
    gone = entry(41)
    with undone():
        run("DELETE FROM audit_entry WHERE id = %s", gone.pk)
        assert verified().broken == Broken(Flaw.REMOVED, 2, gone.pk, gone.at)
    with undone():
        run(trust_audit.INSERT, 119)
        new = AuditEntry.objects.latest("id")
        assert verified().broken == Broken(Flaw.INSERTED, 3, new.pk, new.at)


@pytest.mark.django_db
def test_a_forged_seal_and_a_missing_one_are_named() -> None:
    build(entries=120)
    with undone():
        run("UPDATE audit_seal SET sealed_at = sealed_at - interval '1 s' WHERE height = 2")
        assert verified().broken == Broken(Flaw.FORGED, 2)
    with undone():
        run("DELETE FROM audit_seal WHERE height = 2")
        assert verified().broken == Broken(Flaw.MISSING, 2)


@pytest.mark.control("附表十 日誌資訊之保護 3")
@pytest.mark.django_db
def test_roots_kept_elsewhere_tell_of_an_end_cut_off_and_of_a_chain_made_anew() -> None:
    build(entries=120)
    kept = tuple(ForeignRoot(seal.height, bytes(seal.digest)) for seal in roots())
    with undone():
        run(f"DELETE FROM audit_entry WHERE written_xid >= '{FIRST + 16}'")
        run("DELETE FROM audit_witness WHERE height = 3")
        run("DELETE FROM audit_seal WHERE height = 3")
        assert verified().broken is None
        assert verified(kept=kept).broken == Broken(Flaw.MISSING, 3)
    with undone():  # by somebody who has the key as well
        run("DELETE FROM audit_witness")
        run("DELETE FROM audit_seal")
        run("UPDATE audit_entry SET facts = '{}'")
        add_seal(None, era=1, from_xid=0, until_xid=END_OF_ERA, at=AT)
        assert verified().broken is None
        assert verified(kept=kept).broken == Broken(Flaw.FORGED, 1)


@pytest.mark.django_db
def test_verification_can_begin_at_a_seal() -> None:
    build(entries=120)
    with undone():
        run("UPDATE audit_entry SET facts = '{}' WHERE id = %s", entry(3).pk)
        later = verify(at=AT, public_keys=public_keys(), since_height=2)
        assert (later.broken, later.first_height, later.last_height, later.entries) == (None, 2, 3, 80)


@pytest.mark.django_db
def test_a_seal_ends_with_a_transaction_after_so_many_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_ENTRIES == 20_000
    monkeypatch.setattr("hefa.audit.actions.seal.MOST_ENTRIES", 12)
    with as_superuser():
        run(trust_audit.FILL, AT, 5, 23)
    assert seal_due(at=AT) == 2
    counts = list(AuditSeal.objects.order_by("height").values_list("count", "until_xid"))
    assert counts[0] == (15, FIRST + 3) and counts[1][0] == 8
    assert [told_by(bytes(one.records)[:48])[0] for one in AuditWitness.objects.order_by("seal")] == [
        entry(0).pk,
        entry(15).pk,
    ]


@pytest.mark.control("附表十 記錄事件 1", "附表十 日誌儲存容量 1")
@pytest.mark.django_db
def test_retention_removes_whole_seals_by_right_and_verification_begins_after_them() -> None:
    build(entries=120)
    write()
    then = AT + KEPT_FOR
    assert timedelta(days=184) <= KEPT_FOR, "the law: six months at least"
    assert forgettable(at=then - timedelta(days=1)) is None
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        forget_sealed(at=then)
    with undone(superuser=False):
        run("SET LOCAL ROLE NONE")
        due = forget_sealed(at=then)
        assert due is not None and (due.height, due.entries) == (3, 120)
        assert forget_sealed(at=then) is None
        assert not AuditEntry.objects.filter(at__lt=NOW, verb=Verb.AWARDED).exists()
        checked = verify(at=then, public_keys=public_keys())
        assert (checked.broken, checked.entries_since, checked.last_height) == (None, 4, 3)
        assert verify(at=AT, public_keys=public_keys()).broken is not None
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            AuditEntry.objects.all().delete()


@pytest.mark.django_db
def test_where_a_dump_is_restored_a_new_era_begins() -> None:
    build(entries=120)
    head = last_seal()
    assert head is not None
    with as_superuser():
        add_seal(head, era=1, from_xid=head.until_xid, until_xid=2**61, at=AT)
        run(
            "INSERT INTO audit_entry (at, verb, actor_kind, subject_kind, facts, written_xid)"
            " VALUES (%s, 'logged_in', 'system', 'account', '{}', %s::text::xid8)",
            AT,
            2**61 + 5,
        )
    with pytest.raises(TransactionsWentBack):
        seal_due(at=AT)
    with undone(superuser=False):
        run("SET LOCAL ROLE NONE")
        assert begin_era(at=AT) == 2
        write()
        assert list(AuditEntry.objects.order_by("-id").values_list("era", flat=True)[:3]) == [2, 2, 1]
        seal_due(at=AT)
        checked = verified()
        assert (checked.broken, checked.entries, checked.unsealed) == (None, 121, 2)
