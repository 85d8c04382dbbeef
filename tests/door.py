"""A gate's phone over HTTP: it tells a scan to the scan API as the scanner page does."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.test import Client

from tests.cast import NOW, Gate, batch, told


def scan_over_http(gate: Gate, code: str, *, at: datetime = NOW, **changes: Any) -> dict[str, Any]:
    """The API's result for one scan of this text; `changes` replace fields of the scan."""
    answer = Client().post(
        "/api/scan/v1/scans",
        batch(gate, told(gate, code=code, at=at, **changes), at=at),
        content_type="application/json",
        headers={"Authorization": gate.authorization},
    )
    (result,) = answer.json()["results"]
    return dict(result)


def heartbeat_over_http(authorization: str, *, unsent: int, now_dev: datetime) -> Any:
    """A phone's sign of life; returns the response."""
    return Client().post(
        "/api/scan/v1/heartbeat",
        {"boot": str(uuid4()), "unsent": unsent, "now_dev": now_dev.isoformat()},
        content_type="application/json",
        headers={"Authorization": authorization},
    )
