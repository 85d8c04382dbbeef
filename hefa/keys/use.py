"""Remember which keys a database has worked with, and refuse to work without one of them."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from hefa.keys.models import KeyUse
from hefa.keys.ring import RING_NAMES, KeyRing, ring

CHECK_BYTES = 8


class KeysDoNotFit(RuntimeError):
    """The key file is not the one that this database needs. The message names rings and key ids, never a key."""


def misfits() -> Sequence[str]:
    """What is wrong with the key file for this database, a sentence each; none when it fits."""
    told = []
    for use in KeyUse.objects.filter(retired_at__isnull=True).order_by("ring", "kid"):
        keys = ring(use.ring)
        if use.kid not in keys.kids:
            told.append(f"ring {use.ring}: the database needs key {use.kid}, which the key file lacks")
        elif bytes(use.key_check) != key_check(keys, use.kid):
            told.append(f"ring {use.ring}: key {use.kid} of the key file is another than the database knows")
    return told


@transaction.atomic
def begin(*, at: datetime) -> None:
    """Before anybody is served: note the keys of the file. Raises KeysDoNotFit when the database needs others."""
    if wrong := misfits():
        raise KeysDoNotFit("; ".join(wrong))
    for name in RING_NAMES:
        keys = ring(name)
        KeyUse.objects.bulk_create(
            [KeyUse(ring=name, kid=kid, key_check=key_check(keys, kid), first_used_at=at) for kid in keys.kids],
            ignore_conflicts=True,
        )
        uses = KeyUse.objects.filter(ring=name)
        uses.filter(kid=keys.current_kid).update(replaced_at=None, retired_at=None)
        uses.exclude(kid=keys.current_kid).filter(replaced_at=None).update(replaced_at=at)


def key_check(keys: KeyRing, kid: int) -> bytes:
    """Eight bytes that tell a key from another of the same id, and nothing about it (256 random bits)."""
    told = b"|".join((b"HEFA-KEY-CHECK", keys.name.encode(), str(kid).encode(), keys.key(kid)))
    return hashlib.sha256(told).digest()[:CHECK_BYTES]
