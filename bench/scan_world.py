"""The world of bench scan, the statements that one scan runs, and pgbench running those statements.

pgbench gets the text of each statement as the server sent it, with the sample's learner, code and ids replaced by
variables, over learners that are copies of the sample: other rows of the same tables, the same plans, the same commits.
"""

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.scan import Gate, envelope
from hefa.awards.models import Award, Scan

FIRST_COPY = 100_000_000
COPIES = 60_000
UNCOUNTED = re.compile(r"^(BEGIN|COMMIT|SAVEPOINT|RELEASE)")
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


def captured_statements(gate: Gate) -> list[str]:
    """The statements of one awarded scan, BEGIN and COMMIT included, written for pgbench. Uses the first code."""
    body = envelope(gate, gate.codes[0], boot=_uuid(), seq=1)
    with CaptureQueriesContext(connection) as captured:
        answer = Client().post(
            "/api/scan/v1/scans", json.dumps(body), "application/json", headers={"authorization": gate.authorization}
        )
    verdict = answer.json()["results"][0]["verdict"]
    if verdict != "AWARDED":
        raise SystemExit(f"the sample was not awarded: {answer.json()}")
    award = Award.objects.select_related("code").order_by("-pk")[0]
    _copy_learners(award)
    return [_for_pgbench(query["sql"], award) for query in captured.captured_queries]


def counted(statements: Sequence[str]) -> int:
    """Statements of a request without BEGIN, COMMIT and SAVEPOINT."""
    return sum(not UNCOUNTED.match(statement) for statement in statements)


def pgbench(url: str, statements: Sequence[str], *, connections: int, transactions: int) -> float:
    """Transactions per second of the captured statements, each over another copied learner."""
    script = [
        f"\\set l random({FIRST_COPY}, {FIRST_COPY + COPIES - 1})",
        *(f"\\set u{n} random(100000000000, 999999999999)" for n in range(4)),
        *(f"{statement};" for statement in statements),
    ]
    program = shutil.which("pgbench") or _beside_postgres()
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write("\n".join(script) + "\n")
        file.flush()
        done = subprocess.run(
            [program, "--no-vacuum", "--client", str(connections), "--jobs", "2", "--protocol", "simple",
             "--transactions", str(transactions), "--file", file.name, url],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    told = re.search(r"^tps = ([0-9.]+)", done.stdout, re.MULTILINE)
    if done.returncode or told is None:
        raise SystemExit(f"pgbench failed: {done.stderr[-2000:]}")
    return float(told[1])


def check_every_scan_was_awarded(gate: Gate, *, scans: int) -> None:
    """The figures count only if the ledger holds what the phones were told."""
    awards = Award.objects.filter(learner_id__lt=FIRST_COPY, revoked_at__isnull=True).count()
    stored = Scan.objects.filter(learner_id__lt=FIRST_COPY, verdict="AWARDED").count()
    if not awards == stored == scans:
        raise SystemExit(f"{scans} scans were sent, {stored} are stored as awarded, {awards} awards stand")
