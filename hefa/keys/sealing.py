"""Seal and unseal bytes: `0x01 | kid | nonce 12 | AES-256-GCM`, bound to their place by the associated data."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hefa.keys.ring import ring

FORMAT = 0x01
NONCE_BYTES = 12
OVERHEAD = 2 + NONCE_BYTES + 16


class SealBroken(ValueError):
    """A sealed value that was altered, moved to another place, or is none."""


def seal(plain: bytes, *, aad: bytes, ring_name: str = "field") -> bytes:
    """Encrypt under the current key of a ring."""
    kid, key = ring(ring_name).current
    nonce = secrets.token_bytes(NONCE_BYTES)
    return bytes((FORMAT, kid)) + nonce + AESGCM(key).encrypt(nonce, plain, aad)


def unseal(blob: bytes, *, aad: bytes, ring_name: str = "field") -> bytes:
    """Decrypt. Raises SealBroken, or UnknownKey when the ring no longer holds its key."""
    if len(blob) < OVERHEAD or blob[0] != FORMAT:
        raise SealBroken("not a sealed value")
    key = ring(ring_name).key(blob[1])
    try:
        return AESGCM(key).decrypt(blob[2 : 2 + NONCE_BYTES], blob[2 + NONCE_BYTES :], aad)
    except InvalidTag:
        raise SealBroken("a sealed value does not open where it stands") from None
