"""The benches tell figures of work that was done: what they notice when it was not, and what they count."""

import socket
import threading

from bench.hall import plans_of
from bench.hall_world import check
from bench.sync import Counted
from hefa.codes.queries import static_text
from tests import cast
from tests.awards.phone import scan_code

HELLO = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Told: yes\r\n\r\nhello"


def test_hall_finds_a_ledger_exact_only_when_it_is(world: cast.World) -> None:
    first, second = (cast.a_gate(officer, world.offering) for officer in (world.alice, world.bob))
    codes = [static_text(cast.a_walk_in(number).code) for number in (1, 2)]
    answers = [scan_code(first, codes[0]), scan_code(second, codes[0]), scan_code(first, codes[1], seq=2)]
    told = {str(answer.scan_id): str(answer.verdict) for answer in answers}
    assert sorted(told.values()) == ["AWARDED", "AWARDED", "REFUSED"]
    assert check(told, shown=2) == []
    assert len(check(told, shown=3)) == 1
    other = next(scan_id for scan_id, verdict in told.items() if verdict == "REFUSED")
    assert len(check({**told, other: "AWARDED"}, shown=2)) == 2
    assert len(check({**told, "lost": "REFUSED"}, shown=2)) == 2
    del told[other]
    assert check(told, shown=2) == ["1 scans are stored of which no phone was told"]


def test_hall_shows_each_code_once_and_those_of_the_first_door_twice() -> None:
    plans = plans_of(["a", "b", "c", "d", "e", "f"], doors=3, every=3.0)
    assert plans == [[(0, "a"), (3, "d")], [(0, "a"), (1, "b"), (3, "d"), (4, "e")], [(2, "c"), (5, "f")]]


def test_sync_counts_the_bytes_on_the_wire() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    received = []

    def answer() -> None:
        peer, _ = listener.accept()
        with peer:
            received.append(peer.recv(65536))
            peer.sendall(HELLO)

    server = threading.Thread(target=answer)
    server.start()
    connection = Counted("127.0.0.1", listener.getsockname()[1], timeout=10)
    connection.request("GET", "/", headers={"Authorization": "Station"})
    assert connection.answer() == b"hello"
    connection.close()
    server.join()
    listener.close()
    assert connection.wire_bytes == len(received[0]) + len(HELLO)
