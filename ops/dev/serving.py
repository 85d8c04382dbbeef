"""The running site: migrate, seed, gunicorn and the worker, until Ctrl-C."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from ops.dev import environment, postgres, scanner, secrets
from ops.dev.place import PYTHON, ROOT, Trouble, say, step

HOST = "127.0.0.1"
START_SECONDS = 40
STOP_SECONDS = 20


@contextlib.contextmanager
def prepared(*, tests: bool = False) -> Iterator[None]:
    """Environment, secrets, scanner and database, ready for any command of ours."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    os.environ["PYTHONPATH"] = str(ROOT)
    environment.ensure(tests=tests)
    secrets.ensure()
    scanner.build()
    with postgres.running():
        yield


def manage(*arguments: str, quiet: bool = False) -> int:
    """Run a management command; returns its exit code."""
    output = subprocess.DEVNULL if quiet else None
    return subprocess.run([PYTHON, "-m", "django", *arguments], cwd=ROOT, stdout=output, check=False).returncode


def migrate_and_seed() -> None:
    """Bring the database up to date and put the demonstration into it."""
    with step("database"):
        if manage("migrate", "--verbosity", "0") or manage("seed_demo", "--verbosity", "0"):
            raise Trouble("The database could not be prepared; the reason stands above.")


def check_port(port: int) -> None:
    """Raise Trouble when somebody else serves there: before the long steps, not after them."""
    if _is_taken(port):
        raise Trouble(f"Port {port} is in use. Choose another: --port {port + 1}")


@contextlib.contextmanager
def serving(port: int) -> Iterator[str]:
    """gunicorn and the worker; yields the site's address. Both are ended afterwards, whatever happens."""
    children = [_start(_gunicorn(port)), _start([str(PYTHON), "-m", "django", "worker"])]
    try:
        _wait_until_it_answers(port, children[0])
        yield f"http://{HOST}:{port}/"
    finally:
        _end(children)


def stay(address: str) -> None:
    """Keep serving until Ctrl-C or SIGTERM."""
    say(f"\nServing {address}  (Ctrl-C ends it)")
    with contextlib.suppress(KeyboardInterrupt):
        signal.sigwait({signal.SIGINT, signal.SIGTERM})


def _gunicorn(port: int) -> list[str]:
    shared_memory = ["--worker-tmp-dir", "/dev/shm"] if Path("/dev/shm").is_dir() else []
    return [
        str(PYTHON), "-m", "gunicorn", "config.wsgi", "--bind", f"{HOST}:{port}", "--worker-class", "gthread",
        "--workers", "2", "--threads", "8", "--keep-alive", "60", "--no-control-socket", "--log-level", "warning",
        *shared_memory,
    ]  # fmt: skip


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, cwd=ROOT, start_new_session=True)


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


def _wait_until_it_answers(port: int, server: subprocess.Popen[bytes]) -> None:
    patience = time.monotonic() + START_SECONDS
    while time.monotonic() < patience:
        if server.poll() is not None:
            raise Trouble("The server ended at once; the reason stands above.")
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection(HOST, port, timeout=5)
            connection.request("GET", "/health/")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.1)
    raise Trouble(f"The server did not answer within {START_SECONDS} seconds.")


def _end(children: Sequence[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
