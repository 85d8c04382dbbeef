# ruff: noqa: N999 - started as a file, by the name that people type
"""bench import: a file of 100,000 rows from its bytes to its awards, beside COPY of the same rows into staging.

The file is env-batch-18 in Big5, every row another person whom nobody knows yet, 500 to an offering: the slowest case.
`seconds` is everything that Hefa does with it: read, judge, match, seal and stage; then enter learners and awards with
their audit entries, a thousand rows a transaction, by the very actions that the back office and the job call.
`peak_mb` is the most that the one process which does all of it ever held, Python and Django included (MB of 2**20
bytes). `copy_seconds` is COPY of the same sealed rows into the same table, with its constraints.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.database import own_database


def main() -> None:
    options = argparse.ArgumentParser(prog="dev.py bench import", description=__doc__)
    options.add_argument("--json", type=Path, help="write the figures to this file")
    options.add_argument("--rows", type=int, default=100_000, help="rows in the file")
    options.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.work:
        print(json.dumps(work(asked.work, rows=asked.rows)))
        return
    with own_database("hefa_bench_import"):
        file = Path(os.environ.get("TMPDIR", "/tmp")) / f"hefa-bench-import-{os.getpid()}.csv"
        try:
            file.write_bytes(build(rows=asked.rows))
            figures = _fresh_process(file, asked.rows)
        finally:
            file.unlink(missing_ok=True)
    for name, value in figures.items():
        print(f"{name:>14}  {value}")
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=1) + "\n")


def build(*, rows: int) -> bytes:
    """The world, and the file."""
    _django()
    from django.core.management import call_command  # noqa: PLC0415 - needs Django set up
    from django.db import connection  # noqa: PLC0415 - needs Django set up

    from bench import import_world  # noqa: PLC0415 - needs Django set up

    call_command("migrate", verbosity=0)
    content = import_world.build(rows=rows)
    connection.close()
    return content


def work(file: Path, *, rows: int) -> dict[str, float]:
    """Stage the file, confirm it, enter it to the last row."""
    _django()
    from hefa.organisers.models import Officer  # noqa: PLC0415 - needs Django set up
    from hefa.paperwork.actions import confirm_upload, enter_next_chunk, stage_upload  # noqa: PLC0415
    from hefa.paperwork.names import UploadKind, UploadPurpose, UploadState  # noqa: PLC0415

    alice, bob = Officer.objects.select_related("account", "organiser").order_by("pk")
    began = time.perf_counter()
    upload = stage_upload(
        kind=UploadKind.ENV_BATCH,
        offering=None,
        file_name=file.name,
        content=file.read_bytes(),
        officer=alice,
        at=_now(),
    )
    staged = time.perf_counter() - began
    copy_seconds = min(_copy_again(upload.pk) for _ in range(3))
    began = time.perf_counter()
    confirm_upload(upload=upload, purpose=UploadPurpose.OTHER_SYSTEM, purpose_note="", alone=20, officer=bob, at=_now())
    while enter_next_chunk(at=_now()):
        pass
    seconds = staged + time.perf_counter() - began
    upload.refresh_from_db()
    if upload.state != UploadState.FINISHED or upload.entered != rows:
        raise SystemExit(f"{rows} rows were asked for, {upload.entered} were entered: {upload.state}")
    return {
        "rows": rows,
        "seconds": round(seconds, 2),
        "staged_seconds": round(staged, 2),
        "copy_seconds": round(copy_seconds, 3),
        "ratio": round(seconds / copy_seconds, 2),
        "peak_mb": round(_peak_mb(), 1),
    }


def _copy_again(upload_id: int) -> float:
    """Seconds that COPY needs for these rows into this table; everything is as before afterwards."""
    from django.db import connection, transaction  # noqa: PLC0415 - needs Django set up

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE kept ON COMMIT DROP AS SELECT * FROM staged_row WHERE upload_id = %s", [upload_id]
        )
        cursor.execute("DELETE FROM staged_row WHERE upload_id = %s", [upload_id])
        spool = Path(os.environ.get("TMPDIR", "/tmp")) / f"hefa-bench-copy-{os.getpid()}"
        try:
            with spool.open("wb") as kept, cursor.copy("COPY kept TO STDOUT") as out:
                for piece in out:
                    kept.write(piece)
            began = time.perf_counter()
            with spool.open("rb") as kept, cursor.copy("COPY staged_row FROM STDIN") as into:
                while piece := kept.read(256 * 1024):
                    into.write(piece)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            seconds = time.perf_counter() - began
        finally:
            spool.unlink(missing_ok=True)
        transaction.set_rollback(True)
    return seconds


def _fresh_process(file: Path, rows: int) -> dict[str, Any]:
    command = [sys.executable, __file__, "--work", str(file), "--rows", str(rows)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"the import failed: {done.stderr[-2000:]}")
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _peak_mb() -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:"))


def _now() -> datetime:
    return datetime.now(UTC)


def _django() -> None:
    import django  # noqa: PLC0415 - after DATABASE_URL points at the bench's own database

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()


if __name__ == "__main__":
    main()
