"""The text inside a personal code: 26 bytes as 63 decimal digits (scan protocol, part 1)."""

import hmac
import struct
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum

CODE_EPOCH = date(2020, 1, 1)
SLOT_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
SLOT_SECONDS = 30
DIGITS = 63
TOKEN_BYTES = 26
HEADER_BYTES = 18
CODE_ID_BYTES = 10
LAYOUT = struct.Struct(">BB10sHI8s")
HEADER = struct.Struct(">BB10sHI")


class TokenType(IntEnum):
    """Static codes are printed and saved; live ones are drawn anew every 30 s."""

    STATIC = 0x20
    LIVE = 0x21


@dataclass(frozen=True, slots=True)
class CodeToken:
    """What a code says. Nothing of it is believed before its MAC was checked, and expiry and void never from here."""

    type: TokenType
    kid: int
    code_id: bytes
    last_day: date
    slot: int
    mac: bytes

    @property
    def header(self) -> bytes:
        return HEADER.pack(self.type, self.kid, self.code_id, (self.last_day - CODE_EPOCH).days, self.slot)


def parse(text: str) -> CodeToken | None:
    """Read the digits of a code; None when the text has not the shape of one of ours."""
    if len(text) != DIGITS or not (text.isascii() and text.isdigit()):
        return None
    number = int(text)
    if number >> (8 * TOKEN_BYTES):
        return None
    kind, kid, code_id, day, slot, mac = LAYOUT.unpack(number.to_bytes(TOKEN_BYTES, "big"))
    if kind not in (TokenType.STATIC, TokenType.LIVE):
        return None
    return CodeToken(TokenType(kind), kid, code_id, CODE_EPOCH + timedelta(days=day), slot, mac)


def write(token: CodeToken) -> str:
    """The 63 digits of a code, left-padded with zeros."""
    return str(int.from_bytes(token.header + token.mac, "big")).zfill(DIGITS)


def live_key(master: bytes, code_id: bytes) -> bytes:
    """K_live: the key that the learner's own browser holds."""
    return hmac.digest(master, b"HEFA-LIVE-1" + code_id, "sha256")


def static_key(master: bytes, code_id: bytes) -> bytes:
    """The key of the static code; it never leaves the server."""
    return hmac.digest(master, b"HEFA-STATIC-1" + code_id, "sha256")


def mac(key: bytes, header: bytes) -> bytes:
    """The eight bytes that make a header genuine."""
    return hmac.digest(key, header, "sha256")[:8]


def is_genuine(token: CodeToken, master: bytes) -> bool:
    """Whether we made this code, whatever has become of it since."""
    derive = live_key if token.type == TokenType.LIVE else static_key
    return hmac.compare_digest(token.mac, mac(derive(master, token.code_id), token.header))


def slot_of(at: datetime) -> int:
    """The 30-second slot that a time falls into."""
    return int((at - SLOT_EPOCH).total_seconds() // SLOT_SECONDS)


def make_static(*, master: bytes, kid: int, code_id: bytes, last_day: date) -> CodeToken:
    """A code that stays the same until its last day."""
    return _make(TokenType.STATIC, static_key(master, code_id), kid, code_id, last_day, 0)


def make_live(*, master: bytes, kid: int, code_id: bytes, last_day: date, slot: int) -> CodeToken:
    """The code of one slot of 30 seconds."""
    return _make(TokenType.LIVE, live_key(master, code_id), kid, code_id, last_day, slot)


def _make(kind: TokenType, key: bytes, kid: int, code_id: bytes, last_day: date, slot: int) -> CodeToken:
    unsigned = CodeToken(kind, kid, code_id, last_day, slot, b"")
    return CodeToken(kind, kid, code_id, last_day, slot, mac(key, unsigned.header))
