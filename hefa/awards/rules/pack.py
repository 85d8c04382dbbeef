"""The offline pack's formats (scan protocol, part 3): what a phone may know of people without knowing anybody. Pure.

A phone never holds a national ID or a readable list of names. It holds five bytes of a hash for each code that was
voided or has the hours, and for the enrolled a sealed line that only the code itself opens.
"""

import hashlib
import json
import secrets
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PREFIX_BYTES = 5
LOOKUP_BYTES = 8
NONCE_BYTES = 12
SALT_BYTES = 16
ROSTER_INFO = b"hefa-roster-1"
OVERLAP = timedelta(seconds=120)
"""A delta reaches back so far behind its cursor: a request reads its clock before it commits, and is cut off sooner."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a phone's pack stands: the time it was made, the generation of its salt, and the roster that it holds."""

    made_at: datetime
    kid: int
    roster: str

    def text(self) -> str:
        """As the phone keeps it and tells it back."""
        return f"{int(self.made_at.timestamp() * 1000)}.{self.kid}.{self.roster}"


def read_cursor(text: str) -> Cursor | None:
    """A cursor as a phone tells it; None for anything else."""
    parts = text.split(".")
    if len(parts) != 3 or not (parts[0].isdecimal() and parts[1].isdecimal()) or len(parts[0]) > 14:
        return None
    return Cursor(datetime.fromtimestamp(int(parts[0]) / 1000, UTC), int(parts[1]), parts[2])


def void_prefix(code_id: bytes) -> int:
    """What the void list holds of a code; alike for every phone, so that the list is made once."""
    return _prefix(code_id)


def award_prefix(code_id: bytes, salt: bytes) -> int:
    """What the set of those who have the hours holds of a code; salted by the offering."""
    return _prefix(salt + code_id)


def write_numbers(numbers: Iterable[int]) -> bytes:
    """Sorted numbers as the varints of their differences: about four bytes each for a hundred thousand prefixes."""
    out = bytearray()
    last = 0
    for number in sorted(set(numbers)):
        step = number - last
        last = number
        while step > 0x7F:
            out.append(step & 0x7F | 0x80)
            step >>= 7
        out.append(step)
    return bytes(out)


def seal_line(code_id: bytes, salt: bytes, line: Mapping[str, str]) -> bytes:
    """A line of the roster: 8 bytes to look it up by, its length, a nonce, and what only `code_id` opens.

    The id has 80 random bits, so it needs no stretching.
    """
    key = HKDF(SHA256(), 32, salt, ROSTER_INFO).derive(code_id)
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, json.dumps(line, ensure_ascii=False).encode(), None)
    lookup = hashlib.sha256(b"lk" + salt + code_id).digest()[:LOOKUP_BYTES]
    return lookup + struct.pack(">H", len(sealed)) + nonce + sealed


def write_pack(facts: Mapping[str, Any], sections: Mapping[str, bytes]) -> bytes:
    """One answer: the length of a JSON head, the head with the sections' lengths, the sections in that order."""
    lengths = [[name, len(content)] for name, content in sections.items()]
    head = json.dumps({**facts, "sections": lengths}, ensure_ascii=False, default=str).encode()
    return struct.pack(">I", len(head)) + head + b"".join(sections.values())


def _prefix(content: bytes) -> int:
    return int.from_bytes(hashlib.sha256(content).digest()[:PREFIX_BYTES], "big")
