"""A dump of the demonstration, as it is after use, holds nothing that anybody gave it (security.md, T22)."""

import hashlib

import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from bench.trust_dump import Held, cells, dumped, leaks
from bench.trust_dump_world import used_demonstration
from hefa.activities.models import Activity
from hefa.base.clock import now
from hefa.keys.models import KeyUse


def stolen() -> str:
    """A dump of the database of the tests."""
    parameters = connection.get_connection_params()
    return dumped(
        make_conninfo(**{name: parameters[name] for name in ("dbname", "user", "host") if name in parameters})
    )


@pytest.mark.control("T22")
@pytest.mark.django_db(transaction=True)
def test_a_dump_holds_nothing_of_anybody_and_no_hash_to_guess_by() -> None:
    held = used_demonstration(at=now())
    dump = stolen()
    assert len(list(cells(dump))) > 5000 and KeyUse._meta.db_table in dump
    assert {one.kind for one in held} >= {"a number", "a last four", "a name", "a PIN", "a seed", "a token"}
    assert leaks(dump, held) == []

    somebody = next(one.value for one in held if one.kind == "a number").decode()
    Activity.objects.filter(code="River01").update(
        contact=f"請洽 {somebody}",
        place=f"末四碼 {somebody[-4:]}",
        summary=hashlib.sha256(somebody.encode()).hexdigest(),
    )
    assert leaks(stolen(), held) == [
        "public.activity.contact: a number",
        "public.activity.place: a last four",
        "public.activity.summary: a hash of a number",
    ]


@pytest.mark.control("T22")
@pytest.mark.parametrize(
    "cell",
    [
        pytest.param("A290000013", id="as it is"),
        pytest.param("\\\\x" + b"\x01A290000013\x02".hex(), id="among bytes"),
        pytest.param(b"A290000013".hex(), id="in hexadecimal"),
        pytest.param("QTI5MDAwMDAxMw==", id="in base64"),
        pytest.param(hashlib.md5(b"nid|A290000013").hexdigest(), id="hashed behind a word"),  # noqa: S324 - what is looked for
        pytest.param("\\\\x" + hashlib.sha1(b"A290000013").hexdigest()[:32], id="the beginning of a hash"),  # noqa: S324 - as above
    ],
)
def test_a_number_is_seen_however_it_is_written(cell: str) -> None:
    dump = f"COPY public.t (id, x) FROM stdin;\n1\t{cell}\n\\.\n"
    (leak,) = leaks(dump, [Held("a number", b"A290000013", guessable=True)])
    assert leak.startswith("public.t.x: ")
    assert leaks(dump, [Held("a number", b"A290000022", guessable=True)]) == []
