"""The world of bench sync: the rows that the server wrote, written again by bare INSERTs for other people.

The bare statements are multi-row INSERTs of literals, made before the clock starts: the award, the scan with its
verdict and the audit entry of each scan, 200 scans in a transaction, over one connection. Constraints, indexes, foreign
keys and durability are the tables' own.
"""

import time
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from bench.scan_world import FIRST_COPY, copy_learners
from hefa.awards.models import Award, Scan
from hefa.awards.names import Verdict

Row = dict[str, Any]


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
