"""Entries as the lines that are sealed, streamed in the order of their transactions."""

from collections.abc import Generator

from django.db import connection

COLUMNS = """
    id, (extract(epoch FROM at) * 1000000)::bigint, era, written_xid, verb, actor_kind, actor_id, organiser_id,
    subject_kind, subject_id, facts
"""
LINES = f"""
COPY (
    SELECT {COLUMNS} FROM audit_entry
    WHERE era = %s AND written_xid >= %s::text::xid8 AND written_xid < %s::text::xid8
    ORDER BY era, written_xid, id
) TO STDOUT
"""  # noqa: S608 - names of columns alone


def lines(*, era: int, from_xid: int, until_xid: int) -> Generator[bytes, None, None]:
    """The lines of a range. They are read as they come: whoever stops early closes the generator."""
    rest = b""
    with connection.cursor() as cursor, cursor.copy(LINES, [era, from_xid, until_xid]) as stream:
        for piece in stream:
            whole, end, rest = (rest + bytes(piece)).rpartition(b"\n")
            if end:
                yield from whole.split(b"\n")


def xid_of(line: bytes) -> int:
    """The transaction that wrote the entry of this line."""
    return int(line.split(b"\t", 4)[3])
