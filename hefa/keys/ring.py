"""Key rings: for each purpose one current key and the earlier ones that still open what they sealed.

The file (settings.HEFA_KEYS_FILE) is JSON: {"rings": {name: {"current": 1, "keys": {"1": base64 of 32 bytes}}}}.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

RING_NAMES = ("field", "index", "code", "typed", "mark", "session", "token", "rescue", "seal")
KEY_BYTES = 32


class UnknownKey(LookupError):
    """A key id that the ring does not hold."""


class BrokenKeyFile(ValueError):
    """The key file cannot be used; the message says why and holds no key."""


@dataclass(frozen=True, slots=True, repr=False)
class KeyRing:
    """The keys of one purpose by key id (0..255)."""

    name: str
    current_kid: int
    keys: Mapping[int, bytes]

    @property
    def current(self) -> tuple[int, bytes]:
        """The key id and key that new work uses."""
        return self.current_kid, self.keys[self.current_kid]

    @property
    def kids(self) -> tuple[int, ...]:
        return tuple(sorted(self.keys))

    @property
    def live(self) -> tuple[bytes, ...]:
        """Every key that still opens something, the current one first."""
        earlier = (key for kid, key in sorted(self.keys.items(), reverse=True) if kid != self.current_kid)
        return (self.keys[self.current_kid], *earlier)

    def key(self, kid: int) -> bytes:
        """The key with this id. Raises UnknownKey."""
        try:
            return self.keys[kid]
        except KeyError:
            raise UnknownKey(f"ring {self.name} has no key {kid}") from None

    def __repr__(self) -> str:
        return f"KeyRing({self.name}, current={self.current_kid}, kids={self.kids})"


def ring(name: str) -> KeyRing:
    """The ring of a purpose, read from the key file once a process."""
    return _rings(str(settings.HEFA_KEYS_FILE))[name]


def read_rings(text: str) -> Mapping[str, KeyRing]:
    """Read a key file. Raises BrokenKeyFile with a sentence for whoever installs it."""
    try:
        told = json.loads(text)["rings"]
        rings = {name: _ring(name, told[name]) for name in RING_NAMES}
    except BrokenKeyFile:
        raise
    except KeyError as error:
        raise BrokenKeyFile(f"the key file lacks {error}") from None
    except (ValueError, TypeError, AttributeError):
        raise BrokenKeyFile("the key file is not the JSON that it should be") from None
    return rings


def _ring(name: str, told: Mapping[str, Any]) -> KeyRing:
    keys = {int(kid): base64.b64decode(str(key), validate=True) for kid, key in dict(told["keys"]).items()}
    current = int(str(told["current"]))
    if current not in keys:
        raise BrokenKeyFile(f"ring {name} names the current key {current}, which it does not hold")
    if any(len(key) != KEY_BYTES or not 0 <= kid <= 255 for kid, key in keys.items()):
        raise BrokenKeyFile(f"ring {name}: a key has 32 bytes and an id from 0 to 255")
    return KeyRing(name, current, keys)


@cache
def _rings(path: str) -> Mapping[str, KeyRing]:
    try:
        text = Path(path).read_text(encoding="ascii")
    except OSError as error:
        raise BrokenKeyFile(f"the key file cannot be read: {error.strerror}") from None
    return read_rings(text)
