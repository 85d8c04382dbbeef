"""What a phone tells, and the small sealed texts that the server hands it to tell back. Pure: keys are arguments."""

import base64
import binascii
import hashlib
import hmac
import json
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hefa.awards.names import ScanKind, ScanSource

MOST_ITEMS = 200
"""So many scans are worked at once."""
MARK_MAC_BYTES = 12
MARK_STAMP = struct.Struct(">Q")
REF_HEAD = struct.Struct(">Q")
REF_LIFE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Mark:
    """A server time as the phone keeps it, with the reading of its monotonic clock (ms) when it came."""

    text: str
    mono: float


@dataclass(frozen=True, slots=True)
class ScanItem:
    """One scan as told. One of `code`, `foreign_digest`, `typed`, `learner_ref` says who; times in ms or UTC."""

    scan_id: UUID
    boot: UUID
    seq: int
    offering: UUID
    kind: ScanKind
    source: ScanSource
    t_dev: datetime
    t_mono: float
    settings: int
    local: str
    code: str | None = None
    foreign_digest: bytes | None = None
    typed: str | None = None
    learner_ref: str | None = None
    undoes: UUID | None = None
    reason: str = ""
    mark: Mark | None = None

    @property
    def refused_at_gate(self) -> bool:
        return self.local.startswith("refused:")

    def digest(self) -> bytes:
        """SHA-256 of everything that was told: the same scan_id with another digest is another scan.

        Typed digits are left out: eight digits could be guessed back from a stored digest.
        """
        told = (
            self.scan_id, self.boot, self.seq, self.offering, self.kind.value, self.source.value,
            self.t_dev.astimezone(UTC).isoformat(), self.t_mono, self.settings, self.local, self.code,
            self.foreign_digest.hex() if self.foreign_digest else None, self.learner_ref, self.undoes, self.reason,
        )  # fmt: skip
        return hashlib.sha256(json.dumps(told, default=str).encode()).digest()


@dataclass(frozen=True, slots=True)
class Batch:
    """What one request carries, with the sender's clocks at the moment of sending."""

    boot: UUID
    now_dev: datetime
    now_mono: float
    items: tuple[ScanItem, ...]


@dataclass(frozen=True, slots=True)
class ToldPerson:
    """Name and unit (its row number, None without one) of somebody without a code, as a helper typed them."""

    name: str
    unit_id: int | None


def write_mark(key: bytes, *, station: UUID, boot: UUID, at: datetime) -> str:
    """A server time that this station can show later in the same boot as the lower end of its clock."""
    stamp = MARK_STAMP.pack(round(at.timestamp() * 1000))
    return base64.urlsafe_b64encode(stamp + _mac(key, b"mark", station.bytes, boot.bytes, stamp)).decode()


def read_mark(key: bytes, text: str, *, station: UUID, boot: UUID) -> datetime | None:
    """The time in a mark; None when it was not given to this station in this boot."""
    stamp = _open(key, text, b"mark", station.bytes, boot.bytes)
    if stamp is None or len(stamp) != MARK_STAMP.size:
        return None
    return datetime.fromtimestamp(MARK_STAMP.unpack(stamp)[0] / 1000, tz=UTC)


def write_learner_ref(key: bytes, sealed: bytes, *, station: UUID, at: datetime) -> str:
    """A reference to whom `sealed` names, good for this station and 30 minutes."""
    body = REF_HEAD.pack(round((at + REF_LIFE).timestamp())) + sealed
    return base64.urlsafe_b64encode(body + _mac(key, b"ref", station.bytes, b"", body)).decode()


def read_learner_ref(key: bytes, text: str, *, station: UUID, at: datetime) -> bytes | None:
    """What was sealed in a reference; None when it is old, altered or another station's."""
    body = _open(key, text, b"ref", station.bytes, b"")
    if body is None or len(body) < REF_HEAD.size:
        return None
    (good_until,) = REF_HEAD.unpack_from(body)
    return body[REF_HEAD.size :] if at.timestamp() <= good_until else None


def _mac(key: bytes, purpose: bytes, first: bytes, second: bytes, body: bytes) -> bytes:
    return hmac.digest(key, b"|".join((purpose, first, second, body)), "sha256")[:MARK_MAC_BYTES]


def _open(key: bytes, text: str, purpose: bytes, first: bytes, second: bytes) -> bytes | None:
    try:
        raw = base64.urlsafe_b64decode(text)
    except (ValueError, binascii.Error):
        return None
    body, mac = raw[:-MARK_MAC_BYTES], raw[-MARK_MAC_BYTES:]
    return body if hmac.compare_digest(mac, _mac(key, purpose, first, second, body)) else None
