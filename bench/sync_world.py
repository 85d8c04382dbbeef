"""The world of bench sync: the rows that the server wrote, written again by bare INSERTs for other people.

The bare statements are multi-row INSERTs of literals, made before the clock starts: the award, the scan with its
verdict and the audit entry of each scan, 200 scans in a transaction, over one connection. Constraints, indexes, foreign
keys and durability are the tables' own.
"""

import secrets
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import psycopg
from django.db import connection
from psycopg import sql
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from bench.lookup import PackWorld
from bench.scan_request import Gate
from bench.scan_world import FIRST_COPY, copy_learners
from hefa.activities.models import Activity
from hefa.awards.models import Award, Scan
from hefa.awards.names import Verdict
from hefa.base.code_token import CODE_ID_BYTES
from hefa.codes.models import PersonalCode
from hefa.codes.names import VoidReason
from hefa.organisers.models import Officer
from tests import cast

Row = dict[str, Any]
ENROLLED, VOIDED, LOOKED_UP = 200, 100_000, 200
VOID_CODES = """
INSERT INTO personal_code (public_id, code_id, kid, learner_id, unit_id, name, name_differs, account_id, holder_id,
                           made_at, expires_on, voided_at, void_reason)
SELECT gen_random_uuid(), decode(substr(encode(sha256(n::text::bytea), 'hex'), 1, 20), 'hex'), kid, learner_id, unit_id,
       name, name_differs, account_id, holder_id, made_at, expires_on, %(at)s, %(reason)s
FROM personal_code, generate_series(1, %(voided)s) AS n WHERE personal_code.id = %(code)s
RETURNING encode(code_id, 'hex')
"""


class Bare:
    """Bare INSERTs of what the server last wrote, each batch for copied learners who had nothing before."""

    def __init__(self, url: str) -> None:
        copy_learners(Award.objects.select_related("code", "station").earliest("pk"))
        self.connection = psycopg.connect(url, autocommit=True)
        self.used = 0

    def scans_per_s(self, *, batches: int, size: int) -> float:
        """Write so many batches, each in a transaction of its own."""
        sent = [self._batch(size) for _ in range(batches)]
        began = time.perf_counter()
        for statements in sent:
            with self.connection.transaction():
                for statement in statements:
                    self.connection.execute(statement)
        return batches * size / (time.perf_counter() - began)

    def _batch(self, size: int) -> list[bytes]:
        """The last rows of the server, as if they were of the next copied learners."""
        first, self.used = FIRST_COPY + self.used, self.used + size
        awards, scans, entries = (self._last(table, size) for table in ("award", "scan", "audit_entry"))
        for n, (award, scan, entry) in enumerate(zip(awards, scans, entries, strict=True)):
            person = {"learner_id": first + n, "code_id": first + n}
            award |= person | {"id": first + n, "public_id": uuid4()}
            scan |= person | {"scan_id": uuid4(), "award_id": first + n}
            entry |= {"subject_id": award["public_id"], "facts": Jsonb(entry["facts"] | {"scan": str(scan["scan_id"])})}
            del scan["id"], entry["id"], entry["written_xid"]
        return [self._insert(*told) for told in (("award", awards), ("scan", scans), ("audit_entry", entries))]

    def _last(self, table: str, size: int) -> list[Row]:
        query = sql.SQL("SELECT * FROM {} WHERE id < %s ORDER BY id DESC LIMIT %s").format(sql.Identifier(table))
        with self.connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(query, [FIRST_COPY, size]).fetchall()

    def _insert(self, table: str, rows: Sequence[Mapping[str, Any]]) -> bytes:
        line = sql.SQL("({})").format(sql.SQL(", ").join([sql.Placeholder()] * len(rows[0])))
        query = sql.SQL("INSERT INTO {} ({}) VALUES {}").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, rows[0])),
            sql.SQL(", ").join([line] * len(rows)),
        )
        values = [value for row in rows for value in row.values()]
        return psycopg.ClientCursor(self.connection).mogrify(query, values).encode()

    def check(self) -> None:
        """The yardstick counts only if its rows are there."""
        awards = Award.objects.filter(learner_id__gte=FIRST_COPY).count()
        scans = Scan.objects.filter(learner_id__gte=FIRST_COPY, verdict=Verdict.AWARDED, award__isnull=False).count()
        if not awards == scans == self.used:
            raise SystemExit(f"{self.used} bare scans were written: {scans} are there, with {awards} awards")


def a_long_pack() -> PackWorld:
    """An offering of two hundred, in a site where a hundred thousand codes have been voided."""
    at = datetime.now(UTC)
    alice = Officer.objects.select_related("account", "organiser").get(account__username="alice")
    offering = cast.an_offering(Activity.objects.get(organiser=alice.organiser), at=at, number=2)
    gate = cast.a_gate(alice, offering, at=at)
    people = list(PersonalCode.objects.filter(pk__lt=FIRST_COPY, voided_at__isnull=True).order_by("pk")[:ENROLLED])
    for code in people:
        cast.enrolled(offering, code, at=at)
    told: dict[str, Any] = {"voided": VOIDED, "code": people[0].pk, "at": at, "reason": VoidReason.OWNER}
    with connection.cursor() as cursor:
        cursor.execute(VOID_CODES, told)
        voided = [code_id for (code_id,) in cursor.fetchall()]
    return PackWorld(
        gate=Gate(gate.authorization, offering.public_id, offering.hours_version, []),
        enrolled=[bytes(code.code_id).hex() for code in people],
        voided=voided[:LOOKED_UP],
        strangers=[secrets.token_hex(CODE_ID_BYTES) for _ in range(LOOKED_UP)],
    )
