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
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.people import walk_ins
from bench.scan_request import Gate, envelope
from hefa.awards.models import Award, Scan
from hefa.awards.names import Verdict
from hefa.codes.queries import static_text
from tests import cast

FIRST_COPY = 1_000_000_000
COPIES = 100_000
UNCOUNTED = re.compile(r"^(BEGIN|COMMIT|SAVEPOINT|RELEASE)")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

COPY_LEARNERS = """
INSERT INTO learner (id, public_id, name, id_last4, unit_id, made_at)
SELECT %(first)s + n, gen_random_uuid(), name, id_last4, unit_id, made_at
FROM learner, generate_series(0, %(copies)s - 1) AS n WHERE id = %(learner)s
"""
COPY_CODES = """
INSERT INTO personal_code (id, public_id, code_id, kid, learner_id, unit_id, name, name_differs, account_id, holder_id,
                           made_at, expires_on, voided_at, void_reason)
SELECT %(first)s + n, gen_random_uuid(), decode(lpad((%(first)s + n)::text, 20, '0'), 'hex'), kid, %(first)s + n,
       unit_id, name, name_differs, account_id, holder_id, made_at, expires_on, voided_at, void_reason
FROM personal_code, generate_series(0, %(copies)s - 1) AS n WHERE learner_id = %(learner)s
"""


def build(*, learners: int) -> Gate:
    """An offering held now, a station, and a code for each of so many learners."""
    call_command("migrate", verbosity=0)
    at = datetime.now(UTC)
    world = cast.build_world(at)
    gate = cast.a_gate(world.alice, world.offering, at=at)
    codes = [static_text(one.code) for one in walk_ins(learners, unit=world.green_water, at=at)]
    return Gate(gate.authorization, world.offering.public_id, world.offering.hours_version, codes)


def captured_statements(gate: Gate) -> list[str]:
    """The statements of one awarded scan, BEGIN and COMMIT included, written for pgbench. Uses the first code."""
    body = envelope(gate, gate.codes[0], boot=uuid4(), seq=1)
    headers = {"authorization": gate.authorization}
    with CaptureQueriesContext(connection) as captured:
        answer = Client(SERVER_NAME="localhost").post(
            "/api/scan/v1/scans", json.dumps(body), "application/json", headers=headers
        )
    verdict = answer.json()["results"][0]["verdict"]
    if verdict != Verdict.AWARDED:
        raise SystemExit(f"the sample was not awarded: {answer.json()}")
    award = Award.objects.select_related("code", "station", "offering").get()
    copy_learners(award)
    return [_for_pgbench(query["sql"], award) for query in captured.captured_queries]


def counted(statements: Sequence[str]) -> int:
    """Statements of a request without BEGIN, COMMIT and SAVEPOINT."""
    return sum(not UNCOUNTED.match(statement) for statement in statements)


def pgbench(url: str, statements: Sequence[str], *, connections: int, transactions: int) -> float:
    """Transactions a second of the captured statements, each over another copied learner."""
    script = [
        f"\\set l random({FIRST_COPY}, {FIRST_COPY + COPIES - 1})",
        *(f"\\set u{n} random(100000000000, 999999999999)" for n in range(3)),
        *(f"{statement};" for statement in statements),
    ]
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write("\n".join(script) + "\n")
        file.flush()
        done = subprocess.run(
            [_program(), "--no-vacuum", "--client", str(connections), "--jobs", "2", "--protocol", "simple",
             "--transactions", str(transactions), "--file", file.name, url],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    told = re.search(r"^tps = ([0-9.]+)", done.stdout, re.MULTILINE)
    if done.returncode or told is None:
        raise SystemExit(f"pgbench failed: {done.stderr[-2000:]}")
    return float(told[1])


def copy_learners(award: Award) -> None:
    """Copies of the award's learner and code, for a yardstick that must not meet anybody whom the server met."""
    told = {"first": FIRST_COPY, "copies": COPIES, "learner": award.learner_id}
    with connection.cursor() as cursor:
        cursor.execute(COPY_LEARNERS, told)
        cursor.execute(COPY_CODES, told)
        cursor.execute("ANALYZE")


def check_every_scan_was_awarded(*, scans: int) -> None:
    """The figures count only if the ledger holds what the phones were told."""
    awards = Award.objects.filter(learner_id__lt=FIRST_COPY, revoked_at__isnull=True).count()
    stored = Scan.objects.filter(learner_id__lt=FIRST_COPY, verdict=Verdict.AWARDED).count()
    if not awards == stored == scans:
        raise SystemExit(f"{scans} scans were sent, {stored} are stored as awarded, {awards} awards stand")


def check_pgbench_awarded() -> None:
    """The yardstick counts only if its statements did the work: awards for copied learners."""
    if not Award.objects.filter(learner_id__gte=FIRST_COPY).exists():
        raise SystemExit("pgbench ran the statements, but no award came of them")


def _for_pgbench(sql: str, award: Award) -> str:
    """One line, the sample's values replaced by pgbench's variables."""
    code = award.code
    assert code is not None
    kept = {str(one) for one in _constant_ids(award)}
    fresh: dict[str, str] = {}

    def renamed(found: re.Match[str]) -> str:
        text = found[0]
        if text in kept:
            return text
        return fresh.setdefault(text, f"00000000-0000-4000-8000-:u{len(fresh)}")

    line = " ".join(sql.split()).replace(bytes(code.code_id).hex(), "0000000000:l")
    line = UUID.sub(renamed, line)
    line = re.sub(rf'"learner_id": ?{award.learner_id}\b', '"learner_id": :l', line)
    return re.sub(rf'"code_id": ?{code.pk}\b', '"code_id": :l', line)


def _constant_ids(award: Award) -> list[object]:
    assert award.station is not None
    boot = Scan.objects.get().boot
    organiser = award.offering.activity.organiser
    return [award.station.public_id, award.offering.public_id, organiser.public_id, boot]


def _program() -> str:
    """pgbench from PATH or beside Debian's server."""
    beside = sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"), reverse=True)
    found = shutil.which("pgbench") or (str(beside[0]) if beside else None)
    if found is None:
        raise SystemExit("pgbench was not found. On Debian: apt-get install postgresql-contrib")
    return found
