"""The rescue file: what a phone could not send, encrypted to the server, so that anybody may carry it.

    offset  bytes  field
         0      4  "HRF1"
         4      1  kid, the key of ring `rescue` that opens it
         5     65  the phone's own public key of this file alone: a point of P-256, uncompressed
        70     12  nonce
        82      …  AES-256-GCM of the text, and its tag of 16 bytes

The AES key is HKDF-SHA-256 (no salt) of the ECDH secret of both keys, with info "hefa-rescue-1" ‖ bytes 0..69 ‖ the
server's public key; bytes 0..69 are the associated data. A ring's 32 bytes become the private number n mod (q - 1) + 1.

The text is JSON: {station, secret, offset_ms, items}. `items` are scans as the scan API takes them, `offset_ms` is the
phone's clock less the server's when last measured, null when it never was. scanner/src/rescue.ts writes the file, and
contract/rescue.json holds both sides to this page.
"""

import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from hefa.keys.ring import ring

MAGIC = b"HRF1"
INFO = b"hefa-rescue-1"
HEAD = struct.Struct(">4sB65s")
NONCE_BYTES = 12
CURVE = ec.SECP256R1()


class RescueBroken(ValueError):
    """No rescue file, an altered one, or one for another server."""


def rescue_key() -> bytes:
    """What phones encrypt to: the key id in one byte, then the current public key in 65."""
    kid, key = ring("rescue").current
    return bytes((kid,)) + _point(private_key(key).public_key())


def open_rescue(content: bytes) -> bytes:
    """The text of a rescue file. Raises RescueBroken, or UnknownKey when the ring no longer holds its key."""
    if len(content) < HEAD.size + NONCE_BYTES or not content.startswith(MAGIC):
        raise RescueBroken("not a rescue file")
    head, rest = content[: HEAD.size], content[HEAD.size :]
    _, kid, point = HEAD.unpack(head)
    own = private_key(ring("rescue").key(kid))
    try:
        secret = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point))
        key = HKDF(SHA256(), 32, None, INFO + head + _point(own.public_key())).derive(secret)
        return AESGCM(key).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], head)
    except (ValueError, InvalidTag):
        raise RescueBroken("a rescue file does not open") from None


def private_key(key: bytes) -> ec.EllipticCurvePrivateKey:
    """The private key that the 32 bytes of a ring stand for."""
    return ec.derive_private_key(int.from_bytes(key, "big") % (CURVE.group_order - 1) + 1, CURVE)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
