"""bench scan: the full stack at sixteen connections, beside pgbench running the very statements that it runs.

Each scan is of another learner and earns hours. The yardstick runs the captured statements in the same database with
the same durability, so the ratio says what is left of the database's speed after HTTP, JSON, cryptography and Django.
"""

import argparse
import http.client
import json
import os
import statistics
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.database import own_database
from bench.scan_request import Gate, envelope
from bench.server import served

CONNECTIONS = 16
ROUNDS = 3
"""The medians of so many rounds are told."""


@dataclass(frozen=True)
class Round:
    scans_per_s: float
    p50_ms: float
    p95_ms: float
    p99_ms: float


def main() -> None:
    options = argparse.ArgumentParser(prog="dev.py bench scan", description=__doc__)
    options.add_argument("--json", type=Path, help="write the figures to this file")
    options.add_argument("--scans", type=int, default=1600, help="scans in each round")
    asked = options.parse_args()
    with own_database("hefa_bench_scan") as url:
        figures = measure(url, scans=asked.scans)
    for name, value in figures.items():
        print(f"{name:>14}  {value}")
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=1) + "\n")


def measure(url: str, *, scans: int) -> dict[str, float]:
    import django  # noqa: PLC0415 - after DATABASE_URL points at the bench's own database

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from bench import scan_world  # noqa: PLC0415 - needs Django set up

    gate = scan_world.build(learners=scans * ROUNDS + CONNECTIONS * ROUNDS + 1)
    statements = scan_world.captured_statements(gate)
    print(f"{len(gate.codes)} learners, {scan_world.counted(statements)} statements a scan")
    rounds, yard = [], []
    with served() as port:
        codes = iter(gate.codes[1:])
        for _ in range(ROUNDS):
            _drive(port, gate, [next(codes) for _ in range(CONNECTIONS)])
            rounds.append(_drive(port, gate, [next(codes) for _ in range(scans)]))
            yard.append(scan_world.pgbench(url, statements, connections=CONNECTIONS, transactions=scans // CONNECTIONS))
            print(f"  {rounds[-1].scans_per_s:8.1f} scans/s   pgbench {yard[-1]:8.1f} tps")
    scan_world.check_every_scan_was_awarded(scans=1 + ROUNDS * (scans + CONNECTIONS))
    scan_world.check_pgbench_awarded()
    return {
        "scans_per_s": round(statistics.median(one.scans_per_s for one in rounds), 1),
        "pgbench_tps": round(statistics.median(yard), 1),
        "ratio": round(statistics.median(a.scans_per_s / b for a, b in zip(rounds, yard, strict=True)), 3),
        "statements": scan_world.counted(statements),
        "p50_ms": round(statistics.median(one.p50_ms for one in rounds), 2),
        "p95_ms": round(statistics.median(one.p95_ms for one in rounds), 2),
        "p99_ms": round(statistics.median(one.p99_ms for one in rounds), 2),
    }


def _drive(port: int, gate: Gate, codes: list[str]) -> Round:
    """Scan every code once over sixteen kept connections; anything but AWARDED ends the bench."""
    shares = [codes[n::CONNECTIONS] for n in range(CONNECTIONS)]
    start = threading.Barrier(CONNECTIONS + 1)
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        running = [pool.submit(_scan_all, port, gate, share, start) for share in shares]
        start.wait()
        began = time.perf_counter()
        times = sorted(ms for one in running for ms in one.result())
        seconds = time.perf_counter() - began
    points = statistics.quantiles(times, n=100) if len(times) > 1 else times * 99
    return Round(len(codes) / seconds, points[49], points[94], points[98])


def _scan_all(port: int, gate: Gate, codes: list[str], start: threading.Barrier) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.connect()
    boot, times = uuid4(), []
    bodies = [json.dumps(envelope(gate, code, boot=boot, seq=seq)) for seq, code in enumerate(codes)]
    headers = {"Authorization": gate.authorization, "Content-Type": "application/json"}
    start.wait()
    for body in bodies:
        began = time.perf_counter()
        connection.request("POST", "/api/scan/v1/scans", body, headers)
        answer = json.loads(connection.getresponse().read())
        times.append((time.perf_counter() - began) * 1000)
        if answer.get("results", [{}])[0].get("verdict") != "AWARDED":
            raise SystemExit(f"a scan was not awarded: {answer}")
    return times


if __name__ == "__main__":
    main()
