"""The real server, started for a benchmark on a free port of the loopback."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
START_SECONDS = 30


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def served(*, workers: int = 2, threads: int = 8) -> Iterator[int]:
    """gunicorn as `dev.py serve` runs it; yields its port and ends it afterwards."""
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", "config.wsgi", "-c", "python:config.server",
        "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread",
        "--workers", str(workers), "--threads", str(threads), "--log-level", "warning", "--keep-alive", "60",
        *(["--worker-tmp-dir", "/dev/shm"] if Path("/dev/shm").is_dir() else []),
    ]  # fmt: skip
    server = subprocess.Popen(command, cwd=ROOT)
    try:
        _wait_until_it_answers(server, port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_until_it_answers(server: subprocess.Popen[bytes], port: int) -> None:
    patience = time.monotonic() + START_SECONDS
    while time.monotonic() < patience:
        if server.poll() is not None:
            raise SystemExit(f"the server ended at once with exit code {server.returncode}")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/health/")
            if connection.getresponse().status < 500:
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"the server did not answer within {START_SECONDS} s")
