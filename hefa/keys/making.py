"""Make new keys."""

import base64
import secrets
from collections.abc import Mapping
from typing import Any

from hefa.keys.ring import KEY_BYTES, RING_NAMES


def new_key_file() -> dict[str, Any]:
    """The content of a fresh key file: one random key, id 1, in each ring."""
    return completed({"rings": {}})


def completed(told: Mapping[str, Any]) -> dict[str, Any]:
    """The content of a key file with a fresh key in each ring that it lacks. The rings that it has stay as they are."""
    fresh = {name: {"current": 1, "keys": {"1": _new_key()}} for name in RING_NAMES if name not in told["rings"]}
    return {**told, "rings": {**told["rings"], **fresh}}


def _new_key() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")
