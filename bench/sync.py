"""bench sync: two thousand scans that waited in a phone, sent in batches of 200, beside the bare INSERTs of their rows.

One phone sends its batches one after the other over a kept connection, as its outbox does; every scan is of another
learner and earns hours. ratio is what is left of the database's own speed. bytes_per_scan is what goes over the wire in
both directions, heads included; nothing is compressed. pack_bytes is the pack of an offering of 200 in a site with
100,000 voided codes as it is sent (its hashes do not shrink), lookup_ms the time of one look-up in the scanner's page.
"""

import argparse
import http.client
import json
import os
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import lookup
from bench.database import own_database
from bench.scan_request import Gate, queued, sign_of_life
from bench.server import served

BATCH = 200
ROUNDS = 3
"""The medians of so many rounds are told."""


def main() -> None:
    options = argparse.ArgumentParser(prog="dev.py bench sync", description=__doc__)
    options.add_argument("--json", type=Path, help="write the figures to this file")
    options.add_argument("--scans", type=int, default=2000, help="scans in each round")
    asked = options.parse_args()
    with own_database("hefa_bench_sync") as url:
        figures = measure(url, batches=max(1, asked.scans // BATCH))
    for name, value in figures.items():
        print(f"{name:>18}  {value}")
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=1) + "\n")


def measure(url: str, *, batches: int) -> dict[str, float]:
    import django  # noqa: PLC0415 - after DATABASE_URL points at the bench's own database

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from bench import scan_world, sync_world  # noqa: PLC0415 - needs Django set up

    gate = scan_world.build(learners=BATCH * (batches * ROUNDS + 1))
    codes = iter([gate.codes[n : n + BATCH] for n in range(0, len(gate.codes), BATCH)])
    rounds, yard = [], []
    with served() as port:
        phone = Phone(port, gate)
        phone.send(next(codes))
        bare = sync_world.Bare(url)
        bare.scans_per_s(batches=1, size=BATCH)
        for _ in range(ROUNDS):
            rounds.append(phone.scans_per_s([next(codes) for _ in range(batches)]))
            yard.append(bare.scans_per_s(batches=batches, size=BATCH))
            print(f"  {rounds[-1]:8.1f} scans/s   bare {yard[-1]:8.1f} scans/s")
        scan_world.check_every_scan_was_awarded(scans=len(gate.codes))
        bare.check()
        looked_up = lookup.measure(f"http://127.0.0.1:{port}", sync_world.a_long_pack())
    return {
        "scans_per_s": round(statistics.median(rounds), 1),
        "bare_scans_per_s": round(statistics.median(yard), 1),
        "ratio": round(statistics.median(a / b for a, b in zip(rounds, yard, strict=True)), 3),
        "bytes_per_scan": round(phone.connection.wire_bytes / phone.scans, 1),
        **looked_up,
    }


class Phone:
    """A phone with a full outbox; it counts the bytes on the wire, heads included."""

    def __init__(self, port: int, gate: Gate) -> None:
        self.gate, self.boot = gate, uuid4()
        self.scans = 0
        self.connection = Counted("127.0.0.1", port, timeout=60)
        self.mark = self._ask("/api/scan/v1/heartbeat", sign_of_life(self.boot))["mark"]
        self.connection.wire_bytes = 0

    def scans_per_s(self, batches: Sequence[Sequence[str]]) -> float:
        """Send these batches; anything but AWARDED ends the bench."""
        began = time.perf_counter()
        for codes in batches:
            self.send(codes)
        return sum(map(len, batches)) / (time.perf_counter() - began)

    def send(self, codes: Sequence[str]) -> None:
        """One batch, as the outbox sends it."""
        body = queued(self.gate, codes, boot=self.boot, first_seq=self.scans, mark=self.mark)
        answer = self._ask("/api/scan/v1/scans", body)
        self.scans += len(codes)
        verdicts = [result["verdict"] for result in answer.get("results", [])]
        if verdicts != ["AWARDED"] * len(codes):
            raise SystemExit(f"not every scan was awarded: {answer}")

    def _ask(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        headers = {
            "Authorization": self.gate.authorization,
            "Accept-Encoding": "gzip, deflate, br",
            "Content-Type": "application/json",
        }
        self.connection.request("POST", path, json.dumps(body, separators=(",", ":")), headers)
        answer: dict[str, Any] = json.loads(self.connection.answer())
        return answer


class Counted(http.client.HTTPConnection):
    """Counts the bytes that go over the wire in both directions, heads included."""

    wire_bytes = 0

    def send(self, data: Any) -> None:
        """As the library calls it, with bytes."""
        self.wire_bytes += len(data)
        super().send(data)

    def answer(self) -> bytes:
        """The body of the answer."""
        response = self.getresponse()
        body = response.read()
        head = f"HTTP/1.1 {response.status} {response.reason}\r\n{response.headers.as_string()}"
        self.wire_bytes += len(head) + head.count("\n") - head.count("\r\n") + len(body)
        return body


if __name__ == "__main__":
    main()
