"""Two thousand scans of four phones over a network that fails: nothing is lost and nothing is doubled."""

import http.client
import json
import random
import threading
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from pytest_django.live_server_helper import LiveServer

from hefa.awards.models import Award, Scan
from hefa.awards.names import Refusal, Verdict
from hefa.base.clock import now
from hefa.codes.queries import static_text
from tests import cast
from tests.awards.faulty_line import FAULTS, PATIENCE_SECONDS, FaultyLine

pytestmark = pytest.mark.django_db(transaction=True)
PHONES = 4
MOST_TRIES = 2000


@dataclass
class Phone:
    """The outbox of one gate: a scan leaves it on its verdict alone. `forgetful` gives it a new id at each attempt."""

    gate: cast.Gate
    codes: Sequence[str]
    forgetful: bool = False
    verdicts: dict[str, str] = field(default_factory=dict)

    def send_all(self, port: int) -> None:
        at = now()
        outbox = {
            str(item["scan_id"]): item
            for item in (cast.told(self.gate, code=text, at=at, seq=n) for n, text in enumerate(self.codes, start=1))
        }
        chance = random.Random(self.codes[0])
        for _ in range(MOST_TRIES):
            if not outbox:
                return
            sent = list(outbox.values())[: chance.randrange(20, 60)]
            for result in self._send(port, sent):
                self.verdicts[result["scan_id"]] = result["verdict"]
                outbox.pop(result["scan_id"], None)
            if self.forgetful:
                anew = [item | {"scan_id": str(uuid4())} for item in outbox.values()]
                outbox = {str(item["scan_id"]): item for item in anew}
        raise AssertionError("the outbox never became empty")

    def _send(self, port: int, items: Sequence[dict[str, object]]) -> list[dict[str, Any]]:
        """The verdicts, or none when the network failed in whatever way."""
        body = json.dumps(cast.batch(self.gate, *items, at=now()))
        headers = {"Authorization": self.gate.authorization, "Content-Type": "application/json", "Connection": "close"}
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        try:
            line.request("POST", "/api/scan/v1/scans", body, headers)
            answer = line.getresponse()
            told = answer.read()
            return list(json.loads(told)["results"]) if answer.status == 200 else []
        except (OSError, http.client.HTTPException, ValueError):
            return []
        finally:
            line.close()


def play(server: LiveServer, *, learners: int, times: int, forgetful: bool = False) -> tuple[list[Phone], FaultyLine]:
    """Each phone scans every learner so many times, in an order of its own, and sends until nothing waits."""
    at = now()
    world = cast.build_world(at)
    codes = [static_text(cast.a_walk_in(n, at=at).code) for n in range(1, learners + 1)]
    seed = random.randrange(2**32)
    phones = []
    for n in range(PHONES):
        gate = cast.a_gate((world.alice, world.bob)[n % 2], world.offering, at=at)
        phones.append(Phone(gate, random.Random(seed + n).sample(codes * times, learners * times), forgetful))
    with FaultyLine("127.0.0.1", urlsplit(server.url).port or 0, seed=seed).open() as line:
        threads = [threading.Thread(target=phone.send_all, args=(line.port,)) for phone in phones]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    print(f"seed {seed}: {len(line.answers)} answers of the server, {dict(line.faults)}")  # noqa: T201 - faults did happen
    return phones, line


def check_exact(phones: Sequence[Phone], line: FaultyLine, *, learners: int, scans: int) -> None:
    """Every scan has one verdict, told alike each time; every learner has the hours once."""
    assert Counter(Scan.objects.values_list("verdict", "refusal")) == {
        (Verdict.AWARDED, ""): learners,
        (Verdict.REFUSED, Refusal.ALREADY_AWARDED): scans - learners,
    }
    assert Award.objects.filter(revoked_at__isnull=True).count() == learners
    assert Award.objects.values("learner").distinct().count() == learners == Award.objects.count()
    told: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for answer in line.answers:
        for result in json.loads(answer).get("results", []):
            told[result["scan_id"]].add((result["verdict"], result["reason"]))
    assert {len(verdicts) for verdicts in told.values()} == {1}, "a scan was told two verdicts"
    heard = {scan_id: verdict for phone in phones for scan_id, verdict in phone.verdicts.items()}
    assert heard == {str(scan_id): verdict for scan_id, verdict in Scan.objects.values_list("scan_id", "verdict")}


def test_two_thousand_scans_over_a_network_that_fails_are_settled_exactly(live_server: LiveServer) -> None:
    phones, line = play(live_server, learners=100, times=5)
    check_exact(phones, line, learners=100, scans=2000)
    assert line.faults.keys() == FAULTS.keys() and min(line.faults.values()) > 0


def test_a_phone_that_forgets_the_ids_of_its_scans_is_found_out(live_server: LiveServer) -> None:
    phones, line = play(live_server, learners=10, times=20, forgetful=True)
    with pytest.raises(AssertionError):
        check_exact(phones, line, learners=10, scans=800)
