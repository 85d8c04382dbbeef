"""Make new keys."""

import base64
import secrets

from hefa.keys.ring import KEY_BYTES, RING_NAMES


def new_key_file() -> dict[str, dict[str, dict[str, object]]]:
    """The content of a fresh key file: one random key, id 1, in each ring."""
    return {"rings": {name: {"current": 1, "keys": {"1": _new_key()}} for name in RING_NAMES}}


def _new_key() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")
