"""One scan as a phone sends it, for the bench and for the world that it is measured in."""

from dataclasses import dataclass
from datetime import UTC, datetime
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
    told_at = datetime.now(UTC).isoformat()
    return {
        "boot": str(boot),
        "now_dev": told_at,
        "now_mono": 1000.0,
        "items": [
            {
                "scan_id": str(uuid4()),
                "boot": str(boot),
                "seq": seq,
                "offering": str(gate.offering),
                "kind": "award",
                "code": code,
                "source": "camera",
                "t_dev": told_at,
                "t_mono": 1000.0,
                "local": "pending",
                "settings": gate.settings,
            }
        ],
    }
