"""Scans as a phone sends them, for the benches and for the worlds that they are measured in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4


@dataclass(frozen=True)
class Gate:
    """What a station needs to scan: its header, its offering, and a code for each learner."""

    authorization: str
    offering: UUID
    settings: int
    codes: list[str]


def envelope(gate: Gate, code: str, *, boot: UUID, seq: int) -> dict[str, Any]:
    """One scan as a phone sends it at once."""
    now = datetime.now(UTC)
    item = _item(gate, code, boot=boot, seq=seq, at=now, mono=1000.0, local="pending")
    return _request(boot, now, 1000.0, [item])


def queued(gate: Gate, codes: Sequence[str], *, boot: UUID, first_seq: int, mark: str) -> dict[str, Any]:
    """Scans of the last minutes, one a second, as a phone sends them when the network is back."""
    now, mono = datetime.now(UTC), 1_000_000.0
    items = []
    for n, code in enumerate(codes):
        age = timedelta(seconds=len(codes) - n)
        told_at, t_mono = now - age, mono - age / timedelta(milliseconds=1)
        item = _item(gate, code, boot=boot, seq=first_seq + n, at=told_at, mono=t_mono, local="awarded")
        items.append(item | {"mark": mark, "mark_mono": 1000.0})
    return _request(boot, now, mono, items)


def sign_of_life(boot: UUID) -> dict[str, Any]:
    """A phone's heartbeat, which is answered with a time mark."""
    return {"boot": str(boot), "unsent": 0, "now_dev": datetime.now(UTC).isoformat()}


def _item(gate: Gate, code: str, *, boot: UUID, seq: int, at: datetime, mono: float, local: str) -> dict[str, Any]:
    return {
        "scan_id": str(uuid4()),
        "boot": str(boot),
        "seq": seq,
        "offering": str(gate.offering),
        "kind": "award",
        "code": code,
        "source": "camera",
        "t_dev": at.isoformat(),
        "t_mono": mono,
        "local": local,
        "settings": gate.settings,
    }


def _request(boot: UUID, now: datetime, mono: float, items: list[dict[str, Any]]) -> dict[str, Any]:
    return {"boot": str(boot), "now_dev": now.isoformat(), "now_mono": mono, "items": items}
