"""Seal everything anew under the current key of ring `field`, in batches, while the site serves.

A row is found by the key id in its sealed value, so nothing has to be remembered: a run that was ended goes on where it
was. A row that somebody else holds is left for the next round; what was changed meanwhile is sealed anew already.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from psycopg import sql

from hefa.keys.fields import SealedBytesField, SealedField
from hefa.keys.ring import ring

ROWS = 500
FILES = 8
"""Rows of a batch whose columns hold whole files."""


@dataclass(frozen=True)
class SealedTable:
    """A table with its sealed columns."""

    model: type[models.Model]
    fields: tuple[SealedField[Any], ...]

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def batch_size(self) -> int:
        return FILES if any(isinstance(field, SealedBytesField) for field in self.fields) else ROWS

    def waiting(self) -> int:
        """Rows with a value under another key than the current one."""
        query = sql.SQL("SELECT count(*) FROM {table} WHERE {waits}").format(table=self._table, waits=self._waits)
        with connection.cursor() as cursor:
            cursor.execute(query, {"kid": ring("field").current_kid})
            (count,) = cursor.fetchone()
        return int(count)

    @transaction.atomic
    def reseal(self, *, after: Any) -> tuple[int, Any]:
        """Seal one batch beyond the key `after` anew; returns how many rows, and the last key, None at the end."""
        with connection.cursor() as cursor:
            cursor.execute(self._take, {"kid": ring("field").current_kid, "after": after, "rows": self.batch_size})
            rows = cursor.fetchall()
            if not rows:
                return 0, None
            keys = [row[0] for row in rows]
            columns = [[self._anew(field, row[1], row[2 + n]) for row in rows] for n, field in enumerate(self.fields)]
            cursor.execute(self._put, [keys, *columns])
        return len(rows), keys[-1]

    @staticmethod
    def _anew(field: SealedField[Any], public_id: Any, blob: bytes | None) -> bytes | None:
        return None if blob is None else field.seal(field.unseal(blob, public_id=public_id), public_id=public_id)

    @cached_property
    def _table(self) -> sql.Identifier:
        return sql.Identifier(self.name)

    @cached_property
    def _key(self) -> sql.Identifier:
        return sql.Identifier(self.model._meta.pk.column)

    @cached_property
    def _kind(self) -> sql.SQL:
        """PostgreSQL's type of the key."""
        return sql.SQL(str(self.model._meta.pk.db_type(connection)))

    @cached_property
    def _waits(self) -> sql.Composable:
        """NULL columns compare as NULL and do not wait."""
        each = (sql.SQL("get_byte({}, 1) <> %(kid)s").format(sql.Identifier(field.column)) for field in self.fields)
        return sql.SQL("({})").format(sql.SQL(" OR ").join(each))

    @cached_property
    def _take(self) -> sql.Composable:
        columns = sql.SQL(", ").join(sql.Identifier(field.column) for field in self.fields)
        kind = self._kind
        return sql.SQL(
            "SELECT {key}, public_id, {columns} FROM {table} WHERE {waits} "
            "AND (%(after)s::{kind} IS NULL OR {key} > %(after)s::{kind}) "
            "ORDER BY {key} LIMIT %(rows)s FOR UPDATE SKIP LOCKED"
        ).format(key=self._key, columns=columns, table=self._table, waits=self._waits, kind=kind)

    @cached_property
    def _put(self) -> sql.Composable:
        """The rows are locked since they were read: nobody has changed them."""
        names = [sql.Identifier(field.column) for field in self.fields]
        return sql.SQL(
            "UPDATE {table} AS t SET {sets} FROM unnest(%s::{kind}[], {arrays}) AS n(k, {names}) WHERE t.{key} = n.k"
        ).format(
            table=self._table,
            sets=sql.SQL(", ").join(sql.SQL("{0} = n.{0}").format(name) for name in names),
            kind=self._kind,
            arrays=sql.SQL(", ").join(sql.SQL("%s::bytea[]") for _ in names),
            names=sql.SQL(", ").join(names),
            key=self._key,
        )


def sealed_tables() -> Sequence[SealedTable]:
    """Every table with sealed columns, by name."""
    found = []
    for model in apps.get_models():
        fields = tuple(field for field in model._meta.local_fields if isinstance(field, SealedField))
        if fields:
            found.append(SealedTable(model, fields))
    return sorted(found, key=lambda table: table.name)
