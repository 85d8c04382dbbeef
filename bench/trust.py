"""bench trust: what the controls hold back, counted and timed on a database of its own.

Each figure comes from a module of its own beside this one; a figure that misses what is asked ends the bench with 1.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.database import own_database

LEAST = {
    "audit_rows_per_s": 20_000.0,
    "tamperings_found_percent": 100.0,
    "rotated_rows_per_s": 2000.0,
    "doors_walked": 250.0,
    "requests_fuzzed": 3_000.0,
}
MOST = {
    "ids_in_dump": 0.0,
    "outgoing_requests": 0.0,
    "timing_gap_ms": 2.0,
    "incident_pack_s": 30.0,
    "incident_pack_mb": 64.0,
    "who_saw_s": 3.0,
    "doors_astray": 0.0,
    "answers_5xx": 0.0,
    "ids_in_output": 0.0,
    "changed_by_refused": 0.0,
}
PEOPLE = 20_000
ENTRIES = 100_000
TAMPERINGS = 1000
REQUESTS = 3_000


def main() -> None:
    options = argparse.ArgumentParser(prog="dev.py bench trust", description=__doc__)
    options.add_argument("--json", type=Path, help="write the figures to this file")
    options.add_argument("--requests", type=int, default=REQUESTS, help="odd requests to the doors: 50000 takes long")
    asked = options.parse_args()
    with own_database("hefa_bench_trust"):
        figures = measure(requests=asked.requests)
    for name, value in figures.items():
        print(f"{name:>26}  {value}{'' if _holds(name, value) else '   (falls short)'}")
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=1) + "\n")
    sys.exit(0 if all(_holds(name, value) for name, value in figures.items()) else 1)


def measure(*, requests: int = REQUESTS) -> dict[str, float]:
    """Every figure, in the order in which one does not disturb the next: the keys last, for they change."""
    import django  # noqa: PLC0415 - after DATABASE_URL points at the bench's own database

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - needs Django set up

    from bench import (  # noqa: PLC0415 - as above
        trust_audit,
        trust_doors,
        trust_dump,
        trust_incident,
        trust_keys,
        trust_outgoing,
        trust_timing,
    )

    call_command("migrate", verbosity=0)
    figures = {**trust_doors.figures(requests=requests)}
    figures |= {**trust_dump.figures(), **trust_outgoing.figures(), **trust_incident.figures()}
    figures |= {**trust_audit.figures(entries=ENTRIES, tamperings=TAMPERINGS), **trust_timing.timing_gap_ms()}
    with tempfile.TemporaryDirectory() as folder:
        figures["rotated_rows_per_s"] = trust_keys.rotated_rows_per_s(Path(folder), people=PEOPLE)
    return figures


def _holds(name: str, value: float) -> bool:
    return LEAST.get(name, value) <= value <= MOST.get(name, value)


if __name__ == "__main__":
    main()
