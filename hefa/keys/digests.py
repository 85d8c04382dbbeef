"""Keyed digests, to look a secret thing up without storing it, and plain hashes of random secrets."""

import hashlib
import hmac

from hefa.keys.ring import ring

DIGEST_BYTES = 16


def keyed_digest(ring_name: str, purpose: str, value: str) -> bytes:
    """Sixteen bytes that stand for `value` under the current key. The purpose keeps uses of one ring apart."""
    return _digest(ring(ring_name).current[1], purpose, value)


def keyed_digests(ring_name: str, purpose: str, value: str) -> dict[int, bytes]:
    """The same under every live key of the ring, by key id: what a look-up searches while a rotation runs."""
    keys = ring(ring_name)
    return {kid: _digest(keys.key(kid), purpose, value) for kid in keys.kids}


def hash_secret(secret: bytes) -> bytes:
    """SHA-256 of a random secret of at least 128 bits. Never for anything that a person chose or that can be listed."""
    return hashlib.sha256(secret).digest()


def _digest(key: bytes, purpose: str, value: str) -> bytes:
    return hmac.digest(key, f"{purpose}|{value}".encode(), "sha256")[:DIGEST_BYTES]
