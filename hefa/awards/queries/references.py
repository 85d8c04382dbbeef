"""References to people that a station is handed to name them in a scan. What was typed of a walk-in travels sealed."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hefa.awards.rules.items import LearnerRef, ToldPerson, read_learner_ref, write_learner_ref
from hefa.keys.ring import UnknownKey, ring
from hefa.keys.sealing import SealBroken, seal, unseal


@dataclass(frozen=True, slots=True)
class Referred:
    """The person that a reference names; `told` is None for somebody picked from a list."""

    learner_id: int
    told: ToldPerson | None


def reference(*, station_id: UUID, learner_id: int, at: datetime, told: ToldPerson | None = None) -> str:
    """A text that names this person at this station for 30 minutes; the phone can read nothing in it."""
    sealed = b"" if told is None else seal(_written(told), aad=_place(station_id, learner_id))
    return write_learner_ref(ring("mark").current[1], LearnerRef(learner_id, sealed), station=station_id, at=at)


def referred(text: str, *, station_id: UUID, at: datetime) -> Referred | None:
    """The person in a reference; None when it is old, altered or another station's."""
    read = (read_learner_ref(key, text, station=station_id, at=at) for key in ring("mark").live)
    ref = next((one for one in read if one is not None), None)
    if ref is None:
        return None
    if not ref.told:
        return Referred(ref.learner_id, None)
    try:
        name, unit_id = json.loads(unseal(ref.told, aad=_place(station_id, ref.learner_id)))
    except (SealBroken, UnknownKey):
        return None
    return Referred(ref.learner_id, ToldPerson(name, unit_id))


def _written(told: ToldPerson) -> bytes:
    return json.dumps([told.name, told.unit_id], ensure_ascii=False).encode()


def _place(station_id: UUID, learner_id: int) -> bytes:
    return f"walk-in|{station_id}|{learner_id}".encode()
