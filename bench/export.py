"""bench export: the ECPA file of 20,000 people, beside COPY of the columns that it is made of.

Each round runs in a fresh process, so that its peak memory is its own: what the process grew by while it made the file
(the file itself included) over what it held just before, libraries and connection loaded. The file is made by the very
action that the back office calls: numbers opened and on record, every row judged, the paper noted, all in one
transaction. COPY reads the same rows of the same tables, still sealed.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.database import own_database

ROUNDS = 5
"""The medians of so many rounds are told."""
COPY = """
COPY (
    SELECT n.number, n.public_id, v.name, o.starts_at, o.ends_at, l.name, v.field, v.county, o.number, a.digital_hours,
           a.in_person_hours, a.state, a.source, a.awarded_at, u.code, u.name
    FROM award a
    JOIN offering o ON o.id = a.offering_id
    JOIN activity v ON v.id = o.activity_id
    JOIN learner l ON l.id = a.learner_id
    JOIN national_id n ON n.learner_id = l.id AND n.replaced_at IS NULL
    LEFT JOIN unit u ON u.id = a.unit_id
    WHERE a.revoked_at IS NULL AND a.state <> 'failed'
    ORDER BY a.id
) TO STDOUT WITH (FORMAT csv)
"""


def main() -> None:
    options = argparse.ArgumentParser(prog="dev.py bench export", description=__doc__)
    options.add_argument("--json", type=Path, help="write the figures to this file")
    options.add_argument("--rows", type=int, default=20_000, help="people in the file")
    options.add_argument("--round", action="store_true", help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.round:
        print(json.dumps(one_round(rows=asked.rows)))
        return
    with own_database("hefa_bench_export"):
        build(rows=asked.rows)
        rounds = [_fresh_process(asked.rows) for _ in range(ROUNDS)]
    middle = {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}
    figures = {
        "rows": asked.rows,
        "seconds": round(middle["seconds"], 3),
        "copy_seconds": round(middle["copy_seconds"], 4),
        "ratio": round(statistics.median(one["seconds"] / one["copy_seconds"] for one in rounds), 2),
        "extra_mb": round(middle["extra_mb"], 1),
    }
    for name, value in figures.items():
        print(f"{name:>14}  {value}")
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=1) + "\n")


def build(*, rows: int) -> None:
    """An offering with so many people, each with sealed name and number of their own, and an award."""
    _django()
    from django.core.management import call_command  # noqa: PLC0415 - needs Django set up
    from django.db import connection  # noqa: PLC0415 - needs Django set up

    from bench import export_world  # noqa: PLC0415 - needs Django set up

    call_command("migrate", verbosity=0)
    export_world.build(rows=rows)
    connection.close()


def one_round(*, rows: int) -> dict[str, float]:
    """Make the file once in this process. Memory is in MB of 2**20 bytes."""
    _django()
    from django.db import connection  # noqa: PLC0415 - needs Django set up

    from hefa.activities.models import Offering  # noqa: PLC0415 - needs Django set up
    from hefa.organisers.models import Officer  # noqa: PLC0415 - needs Django set up
    from hefa.paperwork.actions import make_paper  # noqa: PLC0415 - needs Django set up
    from hefa.paperwork.names import Purpose  # noqa: PLC0415 - needs Django set up
    from hefa.paperwork.papers import PROFILES  # noqa: PLC0415 - needs Django set up

    offering = Offering.objects.select_related("activity__organiser__unit").get()
    officer = Officer.objects.select_related("account", "organiser").get()
    copy_seconds = min(_copy(connection) for _ in range(3))
    held = _reset_peak()
    began = time.perf_counter()
    made = make_paper(
        offering=offering,
        profile=PROFILES["ecpa-hours-25"],
        purpose=Purpose.ECPA,
        purpose_note="",
        left_out=frozenset(),
        officer=officer,
        at=datetime.now(UTC) + timedelta(seconds=1),
    )
    seconds = time.perf_counter() - began
    if made.paper.rows != rows:
        raise SystemExit(f"{rows} rows were asked for, {made.paper.rows} were written")
    return {"seconds": seconds, "copy_seconds": copy_seconds, "extra_mb": _memory_mb("VmHWM") - held}


def _copy(connection: object) -> float:
    """Seconds to receive the columns by COPY."""
    began = time.perf_counter()
    received = 0
    with connection.cursor() as cursor, cursor.copy(COPY) as stream:  # type: ignore[attr-defined]
        for piece in stream:
            received += len(piece)
    if not received:
        raise SystemExit("COPY brought nothing")
    return time.perf_counter() - began


def _fresh_process(rows: int) -> dict[str, float]:
    command = [sys.executable, __file__, "--round", "--rows", str(rows)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"a round failed: {done.stderr[-2000:]}")
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    print(f"  {figures['seconds']:6.2f} s   COPY {figures['copy_seconds']:6.3f} s   +{figures['extra_mb']:.1f} MB")
    return figures


def _reset_peak() -> float:
    """Begin a new peak, and tell what the process holds now. In MB."""
    Path("/proc/self/clear_refs").write_text("5")
    return _memory_mb("VmRSS")


def _memory_mb(field: str) -> float:
    """A line of the process's own status: VmRSS is what it holds, VmHWM the most since the last reset."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{field}:"))


def _django() -> None:
    import django  # noqa: PLC0415 - after DATABASE_URL points at the bench's own database

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()


if __name__ == "__main__":
    main()
