"""The running site: migrate, seed, gunicorn and the worker, until Ctrl-C."""

import contextlib
import errno
import http.client
import os
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ops.dev import environment, postgres, scanner, secrets
from ops.dev.place import PYTHON, ROOT, Trouble, say, step

HOST = "127.0.0.1"
LAST_PORT = 65_535
HEALTH = "/health/"
START_SECONDS = 40
STOP_SECONDS = 20


@dataclass(frozen=True)
class Trust:
    """The files of HTTPS: the site's certificate with its key, and the authority that vouches for it."""

    certificate: Path
    key: Path
    authority: Path


@dataclass(frozen=True)
class Front:
    """Where the site listens, and by what names it answers there."""

    hosts: tuple[str, ...]
    port: int
    names: tuple[str, ...] = (HOST, "localhost")
    trust: Trust | None = None

    @property
    def address(self) -> str:
        return f"{'https' if self.trust else 'http'}://{self.hosts[0]}:{self.port}/"

    @property
    def environment(self) -> dict[str, str]:
        """What the site must know of it."""
        known = {} if self.hosts == (HOST,) else {"HEFA_ALLOWED_HOSTS": ",".join(self.names)}
        return known | ({"HEFA_HTTPS": "true"} if self.trust else {})


def plain(host: str | None, port: int) -> Front:
    """For this machine, or for whoever reaches `host`."""
    return Front((host,), port, (host, HOST, "localhost")) if host else Front((HOST,), port)


@contextlib.contextmanager
def prepared(*, tests: bool = False) -> Iterator[None]:
    """Environment, secrets, scanner and database, ready for any command of ours."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    os.environ["PYTHONPATH"] = str(ROOT)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
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
        prepared = not manage("migrate", "--verbosity", "0")
        if prepared and postgres.SERVING_URL in os.environ:
            prepared = not manage("grant_serving", postgres.SERVING_ROLE, quiet=True)
        if not prepared or manage("seed_demo", "--verbosity", "0"):
            raise Trouble("The database could not be prepared; the reason stands above.")


def check_front(front: Front) -> None:
    """Raise Trouble when nobody can listen there: before the long steps, not after them."""
    if not 0 < front.port <= LAST_PORT:
        raise Trouble(f"{front.port} is no port. Choose one between 1024 and {LAST_PORT - 1}: --port 8000")
    for host in front.hosts:
        if not host.strip("0.:"):
            raise Trouble(f"{host} is no address that anybody could open: --host takes one of this machine's.")
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, front.port))
            except OSError as error:
                raise Trouble(_why_not(host, front.port, error)) from None


def _why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use. Choose another: --port {port + 1}"
    if error.errno == errno.EACCES:
        return f"Port {port} is for the system alone. Choose one above 1023: --port 8000"
    return f"{host} is no address of this machine: {error.strerror}. Leave out --host, or name one that is."


@contextlib.contextmanager
def serving(front: Front) -> Iterator[str]:
    """gunicorn and the worker; yields the site's address. Both are ended afterwards, whatever happens."""
    children = [_start(_gunicorn(front), front), _start([str(PYTHON), "-m", "django", "worker"], front)]
    try:
        _wait_until_it_answers(front, children[0])
        yield front.address
    finally:
        _end(children)


def stay(address: str) -> None:
    """Keep serving until Ctrl-C or SIGTERM."""
    say(f"\nServing {address}  (Ctrl-C ends it)")
    with contextlib.suppress(KeyboardInterrupt):
        signal.sigwait({signal.SIGINT, signal.SIGTERM})


def _gunicorn(front: Front) -> list[str]:
    places = [word for host in front.hosts for word in ("--bind", f"{host}:{front.port}")]
    if front.trust:
        places += ["--certfile", str(front.trust.certificate), "--keyfile", str(front.trust.key)]
    shared_memory = ["--worker-tmp-dir", "/dev/shm"] if Path("/dev/shm").is_dir() else []
    return [
        str(PYTHON), "-m", "gunicorn", "config.wsgi", "-c", "python:config.server",
        *places, "--worker-class", "gthread",
        "--workers", "2", "--threads", "8", "--keep-alive", "60", "--no-control-socket", "--log-level", "warning",
        *shared_memory,
    ]  # fmt: skip


def _start(command: Sequence[str], front: Front) -> subprocess.Popen[bytes]:
    """Start what serves, as the role that serves."""
    url = os.environ.get(postgres.SERVING_URL, os.environ["DATABASE_URL"])
    environment = {**os.environ, "DATABASE_URL": url, **front.environment}
    return subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)


def _wait_until_it_answers(front: Front, server: subprocess.Popen[bytes]) -> None:
    patience = time.monotonic() + START_SECONDS
    while time.monotonic() < patience:
        if server.poll() is not None:
            raise Trouble("The server ended at once; the reason stands above.")
        trying = contextlib.suppress(OSError, http.client.HTTPException)
        with trying, contextlib.closing(_connection(front)) as connection:
            connection.request("GET", HEALTH)
            if connection.getresponse().status == 200:
                return
        time.sleep(0.1)
    raise Trouble(f"The server did not answer within {START_SECONDS} seconds.")


def _connection(front: Front) -> http.client.HTTPConnection:
    if front.trust is None:
        return http.client.HTTPConnection(front.hosts[0], front.port, timeout=5)
    trusting = ssl.create_default_context(cafile=str(front.trust.authority))
    return http.client.HTTPSConnection(front.hosts[0], front.port, timeout=5, context=trusting)


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
