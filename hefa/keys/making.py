"""Make new keys."""

import base64
import secrets
from collections.abc import Mapping
from typing import Any

from hefa.keys.ring import KEY_BYTES, RING_NAMES

LAST_KID = 255


def new_key_file() -> dict[str, Any]:
    """The content of a fresh key file: one random key, id 1, in each ring."""
    return completed({"rings": {}})


def completed(told: Mapping[str, Any]) -> dict[str, Any]:
    """The content of a key file with a fresh key in each ring that it lacks. The rings that it has stay as they are."""
    fresh = {name: {"current": 1, "keys": {"1": _new_key()}} for name in RING_NAMES if name not in told["rings"]}
    return {**told, "rings": {**told["rings"], **fresh}}


def with_new_key(told: Mapping[str, Any], ring_name: str) -> tuple[dict[str, Any], int]:
    """The content with one more key in a ring, not yet the current one, and its id. Raises ValueError after 255."""
    held = told["rings"][ring_name]
    kid = max(int(one) for one in held["keys"]) + 1
    if kid > LAST_KID:
        raise ValueError("a ring has at most 255 keys")
    return _with_ring(told, ring_name, {**held, "keys": {**held["keys"], str(kid): _new_key()}}), kid


def with_current_key(told: Mapping[str, Any], ring_name: str, kid: int) -> dict[str, Any]:
    """The content with another current key. Raises KeyError when the ring does not hold it."""
    held = told["rings"][ring_name]
    held["keys"][str(kid)]
    return _with_ring(told, ring_name, {**held, "current": kid})


def without_key(told: Mapping[str, Any], ring_name: str, kid: int) -> dict[str, Any]:
    """The content without an earlier key."""
    held = told["rings"][ring_name]
    return _with_ring(told, ring_name, {**held, "keys": {k: v for k, v in held["keys"].items() if k != str(kid)}})


def _with_ring(told: Mapping[str, Any], name: str, ring: Mapping[str, Any]) -> dict[str, Any]:
    return {**told, "rings": {**told["rings"], name: dict(ring)}}


def _new_key() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")
