"""Secrets for development, made once into var/secrets. Production brings its own (HEFA_KEYS_FILE, …)."""

import json
import os
import secrets
import subprocess

from ops.dev.place import PYTHON, ROOT, VAR, Trouble, write_whole

KEYS = VAR / "secrets" / "keys.json"
DJANGO = VAR / "secrets" / "django.txt"


def ensure() -> None:
    """Make the key file and Django's secret unless they are there or the environment names others."""
    if not DJANGO.exists():
        write_whole(DJANGO, secrets.token_urlsafe(48) + "\n", mode=0o400)
    if not KEYS.exists():
        write_whole(KEYS, _new_keys(), mode=0o400)


def _new_keys() -> str:
    program = "import json; from hefa.keys.making import new_key_file; print(json.dumps(new_key_file(), indent=1))"
    made = subprocess.run([PYTHON, "-c", program], cwd=ROOT, capture_output=True, text=True, env=os.environ)
    if made.returncode:
        raise Trouble(f"Keys could not be made: {made.stderr[-500:]}")
    json.loads(made.stdout)
    return made.stdout
