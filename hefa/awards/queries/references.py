"""References to people that a station is handed to name them in a scan: sealed, so that a phone reads nothing in them.

Not even a row number: a high one would tell that the person was not known before (T1).
"""

import json
import struct
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hefa.awards.rules.items import ToldPerson, read_learner_ref, write_learner_ref
from hefa.keys.ring import UnknownKey, ring
from hefa.keys.sealing import SealBroken, seal, unseal

LEARNER = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class Referred:
    """The person that a reference names; `told` is None for somebody picked from a list."""

    learner_id: int
    told: ToldPerson | None


def reference(*, station_id: UUID, learner_id: int, at: datetime, told: ToldPerson | None = None) -> str:
    """A text that names this person at this station for 30 minutes."""
    plain = LEARNER.pack(learner_id) + (b"" if told is None else _written(told))
    sealed = seal(plain, aad=_place(station_id))
    return write_learner_ref(ring("mark").current[1], sealed, station=station_id, at=at)


def referred(text: str, *, station_id: UUID, at: datetime) -> Referred | None:
    """The person in a reference; None when it is old, altered or another station's."""
    read = (read_learner_ref(key, text, station=station_id, at=at) for key in ring("mark").live)
    sealed = next((one for one in read if one is not None), None)
    if sealed is None:
        return None
    try:
        plain = unseal(sealed, aad=_place(station_id))
    except (SealBroken, UnknownKey):
        return None
    (learner_id,) = LEARNER.unpack_from(plain)
    told = plain[LEARNER.size :]
    return Referred(learner_id, ToldPerson(*json.loads(told)) if told else None)


def _written(told: ToldPerson) -> bytes:
    return json.dumps([told.name, told.unit_id], ensure_ascii=False).encode()


def _place(station_id: UUID) -> bytes:
    return f"learner-ref|{station_id}".encode()
