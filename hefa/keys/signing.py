"""Sign with Ed25519 under ring `seal`: who verifies needs the public key alone."""

from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from hefa.keys.ring import ring

RING = "seal"


def signing_kid() -> int:
    """The id of the key that signs now: a message that names its key is made before it is signed."""
    return ring(RING).current_kid


def sign(message: bytes, *, kid: int) -> bytes:
    """The signature, 64 bytes. Raises UnknownKey."""
    return Ed25519PrivateKey.from_private_bytes(ring(RING).key(kid)).sign(message)


def public_keys() -> Mapping[int, bytes]:
    """What the signatures of each key of the ring are verified with, 32 bytes by key id."""
    keys = ring(RING)
    return {
        kid: Ed25519PrivateKey.from_private_bytes(keys.key(kid))
        .public_key()
        .public_bytes(Encoding.Raw, PublicFormat.Raw)
        for kid in keys.kids
    }


def is_signed(message: bytes, signature: bytes, *, public_key: bytes) -> bool:
    """Whether the owner of this public key signed the message."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except InvalidSignature:
        return False
    return True
