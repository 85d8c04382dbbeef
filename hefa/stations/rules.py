"""How long a station lives and how its header is written: pure, the time is an argument."""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

SECRET_BYTES = 32
SHORTEST_LIFE = timedelta(hours=12)
LONGEST_LIFE = timedelta(days=14)
UPLOAD_GRACE = timedelta(days=7)
"""After its end a station may still deliver scans that it made before (scan protocol, part 2)."""
TOKEN_BYTES = 24
TICKET_LIFE = timedelta(seconds=120)
"""How long a QR code of a 掃描授權 may be photographed (scan protocol, part 7); the officer's page renews it."""
OPENED_LIFE = timedelta(minutes=10)
"""Once its page is open, the helper has this long to type name and PIN."""
PIN_DIGITS = 6
PIN_TRIES = 5
MOST_DEVICES = 50


@dataclass(frozen=True, slots=True)
class Credential:
    """What a phone presents: which station it says it is, and the secret that proves it."""

    station_id: UUID
    secret: bytes

    def __repr__(self) -> str:
        return f"Credential({self.station_id})"


def own_station_end(*, at: datetime, window_until: datetime) -> datetime:
    """When an officer's own station ends: with the scan window, but never within 12 hours and never after 14 days."""
    return min(max(window_until, at + SHORTEST_LIFE), at + LONGEST_LIFE)


def in_use_since(*, active_at: datetime, idle: timedelta, at: datetime) -> datetime:
    """When a phone was last in use: as it says itself, and never before what is known of it."""
    return max(active_at, at - idle)


def pin_is_due(*, active_at: datetime, due_at: datetime | None, after: timedelta, at: datetime) -> bool:
    """Whether a phone that was lent must show its PIN again: once that is so, the PIN alone ends it."""
    return due_at is not None or at - active_at > after


def read_authorization(header: str) -> Credential | None:
    """Read `Station <id>.<secret>`; None when the header has another shape, whatever is wrong with it."""
    scheme, _, rest = header.partition(" ")
    station_id, _, secret = rest.strip().partition(".")
    if scheme != "Station":
        return None
    try:
        key = base64.urlsafe_b64decode(secret + "=" * (-len(secret) % 4))
        return Credential(UUID(station_id), key) if len(key) == SECRET_BYTES else None
    except (ValueError, binascii.Error):
        return None


def write_secret(secret: bytes) -> str:
    """The secret as the phone keeps it: URL-safe base64 without padding."""
    return base64.urlsafe_b64encode(secret).rstrip(b"=").decode("ascii")
