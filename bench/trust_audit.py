"""How surely and how fast the audit is verified: sealed entries are tampered with as the superuser, one way at a time.

Each tampering is undone by its savepoint. Roots as they were before stand for those that are kept elsewhere.
"""

import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from hefa.audit.actions.seal import add_seal
from hefa.audit.models import AuditSeal
from hefa.audit.queries import Checked, ForeignRoot, last_seal, roots, verify
from hefa.audit.queries.lines import lines
from hefa.audit.queries.seals import as_sealed
from hefa.audit.rules import merkle_root, record_of, split_records
from hefa.keys.signing import public_keys

AT = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
FIRST = 100
"""The first transaction of ours. Making a cluster takes some 700: what others write in a new one comes after a few."""
FILL = f"""
INSERT INTO audit_entry (at, verb, actor_kind, actor_id, organiser_id, subject_kind, subject_id, facts, written_xid)
SELECT %s::timestamptz + n * interval '1 ms', 'awarded', 'station', gen_random_uuid(), gen_random_uuid(), 'award',
       gen_random_uuid(), jsonb_build_object('n', n, 'words', E'水\t"\\\\'), ({FIRST} + (n - 1) / %s)::text::xid8
FROM generate_series(1, %s) AS n
"""
UPDATE = "UPDATE audit_entry SET {change} WHERE id = (SELECT id FROM audit_entry ORDER BY id OFFSET %s LIMIT 1)"
CHANGES = {
    "at": "at = at + interval '1 microsecond'",
    "verb": "verb = 'logged_in'",
    "actor_kind": "actor_kind = 'account'",
    "actor_id": "actor_id = gen_random_uuid()",
    "actor_id emptied": "actor_id = NULL",
    "organiser_id": "organiser_id = gen_random_uuid()",
    "subject_kind": "subject_kind = 'review'",
    "subject_id": "subject_id = gen_random_uuid()",
    "facts": "facts = facts || '{\"n\": -1}'",
    "facts emptied": "facts = '{}'",
    "id": "id = id + 1000000000",
    "transaction, earlier": "written_xid = '3'",
    "transaction, a neighbour's": "written_xid = (written_xid::text::bigint + 7)::text::xid8",
    "transaction, not sealed yet": "written_xid = '4611686018427387904'",
    "era": "era = 2",
    "era, before the first": "era = 0",
}
REMOVE = "DELETE FROM audit_entry WHERE id = (SELECT id FROM audit_entry ORDER BY id OFFSET %s LIMIT 1)"
INSERT = """
INSERT INTO audit_entry (at, verb, actor_kind, subject_kind, facts, written_xid)
SELECT at, 'id_opened', 'account', 'learners', '{}', written_xid FROM audit_entry ORDER BY id OFFSET %s LIMIT 1
"""
SWAP = """
UPDATE audit_entry AS e SET at = other.at, subject_id = other.subject_id, facts = other.facts
FROM (SELECT * FROM audit_entry ORDER BY id OFFSET %s LIMIT 2) AS one,
     (SELECT * FROM audit_entry ORDER BY id OFFSET %s LIMIT 2) AS other
WHERE e.id = one.id AND one.id <> other.id
"""
Tampering = Callable[[random.Random, int], None]


def build(*, entries: int, per_transaction: int = 5, per_seal: int = 40) -> None:
    """So many entries by as many transactions as it takes, sealed; in the transaction of the caller."""
    last = FIRST + (entries - 1) // per_transaction
    with as_superuser():
        _run(FILL, AT, per_transaction, entries)
        step = max(1, per_seal // per_transaction)
        for until in [*range(FIRST + step, last + 1, step), last + 1]:
            head = last_seal()
            add_seal(head, era=1, from_xid=head.until_xid if head else 0, until_xid=until, at=AT)


def verified(*, kept: tuple[ForeignRoot, ...] = ()) -> Checked:
    """The whole chain, against roots that were kept elsewhere."""
    return verify(at=AT, public_keys=public_keys(), kept=kept)


def rows_per_second() -> float:
    """What one verification of everything does."""
    began = time.perf_counter()
    checked = verified()
    if checked.broken is not None:
        raise SystemExit(f"the untouched journal does not verify: {checked.broken}")
    return checked.entries / (time.perf_counter() - began)


def tamperings_found(*, count: int, entries: int, seed: int = 1) -> Mapping[str, tuple[int, int]]:
    """Tamper so many times, each kind in turn, at random places. Returns made and found by kind."""
    dice, kinds = random.Random(seed), list(TAMPERINGS)
    kept = tuple(ForeignRoot(seal.height, bytes(seal.digest)) for seal in roots())
    told = {kind: (0, 0) for kind in kinds}
    for n in range(count):
        kind = kinds[n % len(kinds)]
        with undone():
            TAMPERINGS[kind](dice, entries)
            made, found = told[kind]
            told[kind] = (made + 1, found + (verified(kept=kept).broken is not None))
    return told


def figures(*, entries: int, tamperings: int) -> Mapping[str, float]:
    """`audit_rows_per_s` over so many entries, and `tamperings_found_percent` over a small journal beside it."""
    with undone(superuser=False):
        build(entries=entries, per_seal=2000)
        speed = rows_per_second()
    with undone(superuser=False):
        build(entries=1000)
        found = tamperings_found(count=tamperings, entries=1000)
    percent = 100 * sum(one for _, one in found.values()) / sum(made for made, _ in found.values())
    return {"audit_rows_per_s": round(speed), "tamperings_found_percent": percent}


@contextmanager
def undone(*, superuser: bool = True) -> Iterator[None]:
    """Whatever is done inside never was."""
    with transaction.atomic():
        mark = transaction.savepoint()
        try:
            if superuser:
                with as_superuser():
                    yield
            else:
                yield
        finally:
            transaction.savepoint_rollback(mark)


@contextmanager
def as_superuser() -> Iterator[None]:
    """The superuser with every trigger off, in this transaction, for as long as the block lasts."""
    role = _one("SELECT current_setting('role')")
    _run("SELECT set_config('role', 'none', true), set_config('session_replication_role', 'replica', true)")
    yield
    _run("SELECT set_config('session_replication_role', 'origin', true), set_config('role', %s, true)", role)


def _of_an_entry(statement: str) -> Tampering:
    def tamper(dice: random.Random, entries: int) -> None:
        _run(statement, dice.randrange(entries))

    return tamper


def _swap(dice: random.Random, entries: int) -> None:
    one = dice.randrange(entries - 1)
    _run(SWAP, one, one)


def _of_a_seal(statement: str, *, first: int = 1) -> Tampering:
    def tamper(dice: random.Random, entries: int) -> None:
        _run(statement, dice.randrange(first, AuditSeal.objects.count()))

    return tamper


def _consistently(*, seal_too: bool) -> Tampering:
    """An entry and its witness, and with `seal_too` the root and digest as well: all but the signature."""

    def tamper(dice: random.Random, entries: int) -> None:
        seal = AuditSeal.objects.order_by("height")[dice.randrange(AuditSeal.objects.count())]
        where = "era = %s AND written_xid >= %s::text::xid8"
        _run(f"UPDATE audit_entry SET facts = '{{}}' WHERE {where}", seal.era, seal.until_xid - 1)
        stream = lines(era=seal.era, from_xid=seal.from_xid, until_xid=seal.until_xid)
        records = b"".join(map(record_of, stream))
        _run("UPDATE audit_witness SET records = %s WHERE height = %s", records, seal.height)
        if seal_too:
            seal.root = merkle_root(split_records(records))
            values = (seal.root, as_sealed(seal).digest, seal.height)
            _run("UPDATE audit_seal SET root = %s, digest = %s WHERE height = %s", *values)

    return tamper


def _end_cut_off(dice: random.Random, entries: int) -> None:
    """The last seals go with all their entries; only a root that was kept elsewhere tells."""
    head = AuditSeal.objects.count()
    first = AuditSeal.objects.get(height=dice.randrange(max(1, head - 3), head + 1))
    _run("DELETE FROM audit_entry WHERE written_xid >= %s::text::xid8", first.from_xid)
    _run("DELETE FROM audit_witness WHERE height >= %s", first.height)
    _run("DELETE FROM audit_seal WHERE height >= %s", first.height)


def _made_up_retention(dice: random.Random, entries: int) -> None:
    """Entries are removed, and a line says that their years were over."""
    head = AuditSeal.objects.count()
    _run("DELETE FROM audit_entry")
    _run("DELETE FROM audit_witness")
    told = (AT, dice.randrange(1, head + 1))
    _run(
        "INSERT INTO audit_entry (at, verb, actor_kind, subject_kind, facts)"
        " VALUES (%s, 'audit_forgotten', 'system', 'audit', jsonb_build_object('until_height', %s))",
        *told,
    )


TAMPERINGS: Mapping[str, Tampering] = {
    **{kind: _of_an_entry(UPDATE.format(change=change)) for kind, change in CHANGES.items()},
    "removed": _of_an_entry(REMOVE),
    "inserted": _of_an_entry(INSERT),
    "contents of two entries swapped": _swap,
    "witness altered": _of_a_seal(
        "UPDATE audit_witness SET records = set_byte(records, 20, get_byte(records, 20) # 1) WHERE height = %s"
    ),
    "witness removed": _of_a_seal("DELETE FROM audit_witness WHERE height = %s"),
    "entry and witness altered": _consistently(seal_too=False),
    "entry, witness and seal altered": _consistently(seal_too=True),
    "seal removed": _of_a_seal("DELETE FROM audit_seal WHERE height = %s"),
    "seal: time": _of_a_seal("UPDATE audit_seal SET sealed_at = sealed_at - interval '1 day' WHERE height = %s"),
    "seal: range": _of_a_seal("UPDATE audit_seal SET until_xid = until_xid + 1 WHERE height = %s"),
    "seal: count": _of_a_seal("UPDATE audit_seal SET count = count + 1 WHERE height = %s"),
    "seal: key": _of_a_seal("UPDATE audit_seal SET kid = kid + 1 WHERE height = %s"),
    "seal: signature": _of_a_seal(
        "UPDATE audit_seal SET signature = set_byte(signature, 9, get_byte(signature, 9) # 1) WHERE height = %s"
    ),
    "seal: another's place": _of_a_seal("UPDATE audit_seal SET height = height + 1000 WHERE height = %s", first=2),
    "end cut off": _end_cut_off,
    "retention made up": _made_up_retention,
}
"""Ways to tamper with what is sealed, by name."""


def _run(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))


def _one(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return str(cursor.fetchone()[0])
