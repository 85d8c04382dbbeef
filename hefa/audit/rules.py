"""What a seal says, as arithmetic: the Merkle tree of RFC 6962 over entries, and the digest that chains the seals.

An entry's *line* is its columns as PostgreSQL's COPY writes them in its text format (queries.lines), without the line
end. Its *record* is 48 bytes, big-endian: row number (8), time in microseconds since 1970 (8), SHA-256 of the line
(32). The records of a seal, in the order of transaction and row number, are the leaves of its tree:

    leaf = SHA-256(0x00 ‖ record)      node = SHA-256(0x01 ‖ left ‖ right), cut at the largest power of two below n

    digest = SHA-256("hefa-audit-seal-1" ‖ height 8 ‖ previous digest 32 ‖ root 32 ‖ era 2 ‖ from 8 ‖ until 8 ‖
                     count 8 ‖ sealed_at in microseconds 8 ‖ kid 1)

The first seal has 32 zero bytes for its previous digest. What is signed is the digest (keys.signing).
"""

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

RECORD = struct.Struct(">qq32s")
SEAL = struct.Struct(">q32s32shqqqqB")
DOMAIN = b"hefa-audit-seal-1"
NOTHING_BEFORE = bytes(32)
END_OF_ERA = 2**63 - 1
"""`until_xid` of the last seal of an era: whatever it wrote is sealed."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a seal is about: the entries of an era written by transactions from `from_xid` to below `until_xid`."""

    height: int
    previous: bytes
    root: bytes
    era: int
    from_xid: int
    until_xid: int
    count: int
    sealed_at: datetime
    kid: int

    @property
    def digest(self) -> bytes:
        """What the next seal names as its previous, and what is signed."""
        packed = SEAL.pack(
            self.height, self.previous, self.root, self.era, self.from_xid, self.until_xid, self.count,
            microseconds(self.sealed_at), self.kid,
        )  # fmt: skip
        return sha256(DOMAIN + packed).digest()

    @property
    def next_start(self) -> tuple[int, int]:
        """Era and transaction at which the seal after this one begins."""
        return (self.era + 1, 0) if self.until_xid == END_OF_ERA else (self.era, self.until_xid)


def record_of(line: bytes) -> bytes:
    """The record of an entry's line, whose first two columns are row number and microseconds."""
    entry_id, at, _ = line.split(b"\t", 2)
    return RECORD.pack(int(entry_id), int(at), sha256(line).digest())


def told_by(record: bytes) -> tuple[int, datetime]:
    """Row number and time of an entry, as its record keeps them."""
    entry_id, at, _ = RECORD.unpack(record)
    return entry_id, EPOCH + timedelta(microseconds=at)


def split_records(records: bytes) -> list[bytes]:
    """The records that stand one after the other in a witness."""
    return [records[n : n + RECORD.size] for n in range(0, len(records), RECORD.size)]


def merkle_root(leaves: Iterable[bytes]) -> bytes:
    """The root of RFC 6962 over these leaves; one hash a level is held at a time."""
    peaks: list[tuple[int, bytes]] = []
    for leaf in leaves:
        level, node = 0, sha256(b"\x00" + leaf).digest()
        while peaks and peaks[-1][0] == level:
            node = sha256(b"\x01" + peaks.pop()[1] + node).digest()
            level += 1
        peaks.append((level, node))
    root = peaks.pop()[1] if peaks else sha256().digest()
    while peaks:
        root = sha256(b"\x01" + peaks.pop()[1] + root).digest()
    return root


def microseconds(at: datetime) -> int:
    """Whole microseconds since 1970, without a float on the way."""
    return (at - EPOCH) // timedelta(microseconds=1)
