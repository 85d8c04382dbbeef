"""Secrets for development, made once into var/secrets. Production brings its own (HEFA_KEYS_FILE, …)."""

import json
import os
import secrets
import subprocess

from ops.dev.place import PYTHON, ROOT, VAR, Trouble, write_whole

KEYS = VAR / "secrets" / "keys.json"
DJANGO = VAR / "secrets" / "django.txt"
COMPLETED = """
import json, sys
from hefa.keys.making import completed
print(json.dumps(completed(json.load(sys.stdin)), indent=1))
"""


def ensure() -> None:
    """Make the key file and Django's secret, and give an older key file the rings that have come since."""
    if not DJANGO.exists():
        write_whole(DJANGO, secrets.token_urlsafe(48) + "\n", mode=0o400)
    held = KEYS.read_text(encoding="ascii") if KEYS.exists() else '{"rings": {}}'
    keys = _completed(held)
    if json.loads(keys) != json.loads(held):
        write_whole(KEYS, keys, mode=0o400)


def _completed(keys: str) -> str:
    program = [str(PYTHON), "-c", COMPLETED]
    made = subprocess.run(program, cwd=ROOT, input=keys, capture_output=True, text=True, env=os.environ)
    if made.returncode:
        raise Trouble(f"Keys could not be made: {made.stderr[-500:]}")
    return made.stdout
