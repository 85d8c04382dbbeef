"""Say in words what is missing on this machine, and the line that mends it."""

import os
import shutil
import stat
import subprocess

from ops.dev import debian, environment, secrets
from ops.dev.place import PYTHON, ROOT, VENV, Trouble, say

VARIABLES = """
from pydantic import ValidationError
from config.env import Env
try:
    Env()
except ValidationError as wrong:
    for one in wrong.errors():
        name = "".join(f"HEFA_{part}: ".upper() for part in one["loc"])
        print("\\n".join("· " + name + told for told in one["msg"].removeprefix("Value error, ").split("; ")))
    raise SystemExit(1)
"""
"""Names each variable of the service that is missing or wrong; without them nothing else can be looked at."""


def report() -> int:
    """Print one line a thing; returns 1 when something that `demo` needs is missing."""
    lines = [_environment(), _node(), *_secrets(), *_debian()]
    for good, sentence in lines:
        say(f"{'ok ' if good else '!! '} {sentence}")
    return 0 if all(good for good, _ in lines) else 1


def production(host: str | None) -> int:
    """The acceptance sheet, with the variables of the service as they stand: nothing is made, started or filled in."""
    if not PYTHON.exists():
        raise Trouble("The environment .venv is not made yet; the runbook's step 4 makes it.")
    command = [str(PYTHON), "-m", "django", "acceptance_sheet", "--commit", _version()]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": str(ROOT)}
    told = subprocess.run([str(PYTHON), "-c", VARIABLES], cwd=ROOT, env=environment, capture_output=True, text=True)
    if told.returncode:
        say(
            f"設定不完整，無法檢核。請於 /etc/hefa/env 補正下列變數，並以服務的變數執行：\n{told.stdout or told.stderr}"
        )
        return 1
    return subprocess.run([*command, *(["--host", host] if host else [])], cwd=ROOT, env=environment).returncode


def _version() -> str:
    """The commit of a checkout, or the name of the unpacked bundle."""
    told = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True)
    return told.stdout.strip() or ROOT.name


def _environment() -> tuple[bool, str]:
    if environment.STAMP.is_file():
        return True, "the Python environment .venv is made"
    return False, f"{VENV.name} is not made yet. Type: python3 dev.py demo"


def _node() -> tuple[bool, str]:
    node = shutil.which("node")
    if node:
        return True, f"node is at {node}"
    return True, "node is not installed; the one in a wheel is used (or: apt-get install nodejs npm)"


def _secrets() -> list[tuple[bool, str]]:
    lines = []
    for path in (secrets.KEYS, secrets.DJANGO):
        if not path.is_file():
            lines.append((False, f"{path.name} is not made yet. Type: python3 dev.py demo"))
        elif stat.S_IMODE(path.stat().st_mode) & 0o077:
            lines.append((False, f"others may read {path}. Type: chmod 0400 {path}"))
        else:
            lines.append((True, f"{path.name} is there and its owner's alone"))
    return lines


def _debian() -> list[tuple[bool, str]]:
    try:
        lacking = debian.missing()
    except Trouble as trouble:
        return [(False, str(trouble))]
    if not lacking:
        return [(True, "PostgreSQL, the browsers and the fonts are installed")]
    told = ", ".join(f"{name} ({purpose})" for name, purpose in lacking.items())
    return [(False, f"missing: {told}. Type: sudo apt-get install {' '.join(lacking)}")]
