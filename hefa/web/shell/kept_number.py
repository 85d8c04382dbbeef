"""Carry a checked number from one drawing of a form to the next without showing or storing it.

The page holds ciphertext (AES-256-GCM under the field ring) with its end inside; nothing is written to the database.
"""

import base64
import binascii
from datetime import UTC, datetime, timedelta

from hefa.base.national_id import InvalidNationalId, NationalId
from hefa.keys.ring import UnknownKey
from hefa.keys.sealing import SealBroken, seal, unseal

LIFE = timedelta(minutes=15)
BOUND_TO = b"form|national_id"


def keep(number: NationalId, *, at: datetime) -> str:
    """The number as a text for a hidden field, good for fifteen minutes."""
    end = int((at + LIFE).timestamp())
    return base64.urlsafe_b64encode(seal(f"{end}|{number.value}".encode(), aad=BOUND_TO)).decode()


def kept(text: str, *, at: datetime) -> NationalId | None:
    """The number inside such a text; None when there is none, it was altered, or its time is over."""
    if not text:
        return None
    try:
        end, value = unseal(base64.urlsafe_b64decode(text), aad=BOUND_TO).decode().split("|")
        number = NationalId.parse(value)
    except (SealBroken, UnknownKey, InvalidNationalId, binascii.Error, ValueError):
        return None
    return number if at <= datetime.fromtimestamp(int(end), UTC) else None
