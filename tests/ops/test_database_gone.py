"""A site whose database is gone, in the middle of a scan and before: what it answers, what its log tells, its return.

gunicorn as it serves, and a line to PostgreSQL that the test cuts and mends.
"""

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from hefa.audit.actions.serving import ROLE
from hefa.awards.models import Award, Scan
from hefa.base.clock import now
from hefa.codes.queries import static_text
from tests.cast import Gate, a_gate, a_walk_in, batch, build_world, told
from tests.config.numbers import Numbers
from tests.journeys.line import Line
from tests.pristine import superuser
from tests.written import people_in

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
PATIENCE_SECONDS = 60
REFERENCE = re.compile(r"代號 <code>([0-9A-F]{8})</code>")
NAME = "何冠廷"
OFFICE = "/backoffice/offerings/"
SCANS = "/api/scan/v1/scans"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: str


@dataclass(frozen=True)
class Site:
    """gunicorn behind its port, with its database behind a line; `log` is what it writes."""

    port: int
    line: Line
    log: Path
    process: subprocess.Popen[bytes]

    def ask(self, path: str, *, body: object = None, **headers: str) -> Answer:
        sent = {"Content-Type": "application/json", **headers} if body is not None else headers
        with closing(http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE_SECONDS)) as asked:
            asked.request("GET" if body is None else "POST", path, json.dumps(body) if body else None, sent)
            answer = asked.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read().decode())

    def shout(self, line: str) -> None:
        """Send a line that begins no request, or an odd one, and wait for its end."""
        with socket.create_connection((HOST, self.port), PATIENCE_SECONDS) as asked:
            asked.sendall(f"{line}\r\n\r\n".encode())
            while asked.recv(65536):
                pass

    def is_well(self) -> bool:
        try:
            return self.ask("/health/").status == 200
        except OSError:
            return False

    def workers(self) -> list[str]:
        """Who serves: the numbers of gunicorn's processes."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [str(self.process.pid), *children.read_text().split()]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    line = _line_to_the_database()
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "config.wsgi",
        "-c",
        "python:config.server",
        "--bind",
        f"{HOST}:{port}",
    ]
    serving = [*command, "--worker-class", "gthread", "--workers", "1", "--threads", "8", "--no-control-socket"]
    log = tmp_path / "log"
    with log.open("wb") as written:
        process = subprocess.Popen(
            [*serving, "--access-logfile", "-"],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": _url(line.port)},
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    started = Site(port, line, log, process)
    try:
        until(started.is_well)
        yield started
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)
        line.cut()


def _line_to_the_database() -> Line:
    given = connection.get_connection_params()
    host, port = str(given.get("host", "")), int(given.get("port") or 5432)
    return Line(f"{host}/.s.PGSQL.{port}") if host.startswith("/") else Line(host or "localhost", port)


def _url(port: int) -> str:
    """The database of the tests at the end of the line, as the role that serves."""
    given = connection.get_connection_params()
    password = f":{quote(str(given['password']))}" if "password" in given else ""
    whom = f"{quote(str(given.get('user', '')))}{password}"
    query = urlencode({"options": f"-c role={ROLE}"}, quote_via=quote)
    return f"postgresql://{whom}@{HOST}:{port}/{given['dbname']}?{query}"


def until(holds: object) -> None:
    """Wait for what is to become true."""
    assert callable(holds)
    patience = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < patience, holds
        time.sleep(0.05)


def a_scan(number: int, gate: Gate, name: str = NAME) -> dict[str, object]:
    code = a_walk_in(number, name=name, at=now()).code
    return batch(gate, told(gate, code=static_text(code), at=now()), at=now())


def is_waiting() -> bool:
    """A scan has come to the table that the test holds."""
    with superuser() as server:
        sought = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        return server.execute(sought).fetchone() is not None


@pytest.mark.control("T23")
def test_what_the_server_itself_refuses_is_told_without_what_was_sent(site: Site) -> None:
    """Lines that are no requests, and paths that its own log would tell where somebody switches that on."""
    numbers, in_paths = Numbers(27), Numbers(28, passports=False)
    odd = ("{0} /{0} {0}", "GET /{0} HTTP/{0}", "GET / HTTP/1.1\r\n{0}", "GET / HTTP/1.1\r\n{0}: \0", "{0}")
    for _ in range(5):
        for line in odd:
            site.shout(line.format(numbers.next()))
        site.ask(f"/{quote(in_paths.next())}/?{quote(numbers.next())}", Referer=quote(numbers.next()))
    log = site.log.read_text(encoding="utf-8")
    assert "a suspicious request" in log and "GET /" in log
    assert numbers.told_by(log) == in_paths.told_by(log) == []


@pytest.mark.long
@pytest.mark.control("附表十 系統備援 2", "附表十 系統發展生命週期開發階段 3")
def test_a_database_that_goes_and_comes_back(site: Site) -> None:
    world = build_world(now())
    gate = a_gate(world.alice, world.offering, at=now())
    browser = Client()
    browser.force_login(world.alice.account)
    alice = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"}
    station = {"Authorization": gate.authorization}
    sent = a_scan(7, gate)
    served_by = site.workers()
    assert "測試活動001" in site.ask(OFFICE, **alice).body

    with ThreadPoolExecutor(4) as crowd:
        holding: psycopg.Connection[object] = superuser()
        with holding:
            holding.execute("LOCK TABLE scan IN ACCESS EXCLUSIVE MODE")
            cut_off = crowd.submit(site.ask, SCANS, body=sent, **station)
            until(is_waiting)
            site.line.cut()
            asked = [crowd.submit(site.ask, path, **alice) for path in ("/", OFFICE, "/health/")]
            phone, home, office, health = (answer.result() for answer in (cut_off, *asked))

    assert (phone.status, phone.headers["Retry-After"]) == (503, "5")
    problem = json.loads(phone.body)
    assert (problem["reason"], problem["message"][:8]) == ("RETRY_LATER", "系統暫時無法使用")
    references = [problem["reference"]]
    for page in (home, office, health):
        assert (page.status, page.headers["Retry-After"], page.headers["Cache-Control"]) == (503, "15", "no-store")
        assert "系統暫時無法服務" in page.body and len(page.body) < 2000
        references += REFERENCE.findall(page.body)
    assert len(set(references)) == 4
    log = site.log.read_text(encoding="utf-8")
    assert [one for one in references if f"error page 503 reference {one}" not in log] == []
    assert "OperationalError" in log and people_in(log) == [] and NAME not in log and "測試活動001" not in log
    for answer in (phone, home, office, health):
        assert not re.search(r"Traceback|psycopg|django|\.py|OperationalError|127\.0\.0\.1", answer.body)
    assert site.ask("/static/hefa/site.css").status == 200

    site.line.mend()
    until(site.is_well)
    assert "測試活動001" in site.ask(OFFICE, **alice).body
    verdicts = [json.loads(site.ask(SCANS, body=sent, **station).body)["results"][0] for _ in range(2)]
    assert [(one["verdict"], one["replayed"]) for one in verdicts] == [("AWARDED", False), ("AWARDED", True)]
    assert (Scan.objects.count(), Award.objects.count()) == (1, 1)
    assert site.workers() == served_by
