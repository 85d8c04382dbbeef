"""A rescue file as the phone of a gate writes it (hefa/keys/rescue.py), for tests of the doors that take it."""

import json
import secrets
from io import BytesIO

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from hefa.keys.rescue import rescue_key
from tests.cast import Gate


def rescue_file(gate: Gate, *items: object, offset_ms: float | None = 0, **changes: object) -> BytesIO:
    """The file of these scans; `changes` replace what it says besides."""
    station, _, secret = gate.authorization.removeprefix("Station ").partition(".")
    told = {"station": station, "secret": secret, "offset_ms": offset_ms, "items": items} | changes
    return sealed(json.dumps(told).encode())


def sealed(text: bytes) -> BytesIO:
    """Any text, encrypted to the server's key."""
    key = rescue_key()
    phone = ec.generate_private_key(ec.SECP256R1())
    point = phone.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    head, nonce = b"HRF1" + key[:1] + point, secrets.token_bytes(12)
    server = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key[1:])
    aes = HKDF(SHA256(), 32, None, b"hefa-rescue-1" + head + key[1:]).derive(phone.exchange(ec.ECDH(), server))
    file = BytesIO(head + nonce + AESGCM(aes).encrypt(nonce, text, head))
    file.name = "rescue.hefa"
    return file
