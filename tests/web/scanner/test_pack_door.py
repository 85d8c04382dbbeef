"""The offline pack over HTTP, and the page's own files for opening without a network."""

import json
import struct

import pytest
from django.test import Client

from hefa.codes.queries import static_text
from tests.cast import Gate, World, a_gate, a_walk_in
from tests.door import scan_over_http

pytestmark = pytest.mark.django_db


def ask(gate: Gate, cursor: str = "", **headers: str) -> object:
    where = f"/api/scan/v1/offerings/{gate.offering.public_id}/pack?cursor={cursor}"
    return Client().get(where, headers={"Authorization": gate.authorization, **headers})


def head_of(answer: object) -> dict[str, object]:
    content = answer.content  # type: ignore[attr-defined]
    (length,) = struct.unpack(">I", content[:4])
    return dict(json.loads(content[4 : 4 + length]))


def test_the_pack_is_whole_at_first_then_a_delta_then_nothing_new(world: World) -> None:
    gate = a_gate(world.alice, world.offering)
    first = ask(gate)
    head = head_of(first)
    assert head["full"] and head["settings"]["hours"] == {"digital": "0", "in_person": "2"}  # type: ignore[index]
    scan_over_http(gate, static_text(a_walk_in(1).code))
    delta = ask(gate, str(head["cursor"]))
    assert not head_of(delta)["full"]
    same = ask(gate, str(head["cursor"]), **{"If-None-Match": delta["ETag"]})  # type: ignore[index]
    assert same.status_code == 304  # type: ignore[attr-defined]


def test_a_pack_is_for_stations_of_this_offering(world: World) -> None:
    gate = a_gate(world.alice, world.offering)
    other = a_gate(world.charlie, world.other_offering)
    where = f"/api/scan/v1/offerings/{gate.offering.public_id}/pack"
    assert Client().get(where).status_code == 401
    assert Client().get(where, headers={"Authorization": other.authorization}).status_code == 404


@pytest.mark.parametrize("cursor", ["x", "1.1.a", "9999999999999999.1.a", "%00", "1" * 500])
def test_a_broken_cursor_gets_the_whole_pack(world: World, cursor: str) -> None:
    answer = ask(a_gate(world.alice, world.offering), cursor)
    assert answer.status_code == 200  # type: ignore[attr-defined]


def test_the_scanner_page_alone_says_that_it_may_be_kept(alice: Client, world: World) -> None:
    assert alice.get(f"/scanner/{world.offering.public_id}/")["X-Hefa-Shell"] == "scanner"
    for path in ("/scanner/", "/login/", "/backoffice/"):
        assert "X-Hefa-Shell" not in alice.get(path)


def test_the_service_worker_lies_where_it_may_look_after_the_scanner() -> None:
    answer = Client().get("/scanner/sw.js")
    assert answer.status_code == 200 and answer["Content-Type"] == "text/javascript"
