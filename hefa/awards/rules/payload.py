"""A scan as one text: everything that was told, so that it can be decided later as if it were told again. Pure."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from hefa.awards.names import ScanKind, ScanSource
from hefa.awards.rules.items import Mark, ScanItem
from hefa.base.code_token import parse


def write_item(item: ScanItem) -> str:
    """Everything that was told of a scan."""
    return json.dumps(asdict(item), default=_plain, ensure_ascii=False)


def without_foreign_text(item: ScanItem) -> ScanItem:
    """The scan as it may be kept: of a code that is none of ours the hash alone."""
    if item.code is None or parse(item.code) is not None:
        return item
    return replace(item, code=None, foreign_digest=hashlib.sha256(item.code.encode()).digest())


def read_item(text: str) -> ScanItem:
    """The scan that `write_item` wrote."""
    told: dict[str, Any] = json.loads(text)
    read: dict[str, Callable[[Any], Any]] = {
        "scan_id": UUID,
        "boot": UUID,
        "offering": UUID,
        "undoes": UUID,
        "kind": ScanKind,
        "source": ScanSource,
        "t_dev": datetime.fromisoformat,
        "foreign_digest": bytes.fromhex,
        "mark": lambda mark: Mark(**mark),
    }
    return ScanItem(**{name: read[name](value) if value and name in read else value for name, value in told.items()})


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return value.hex()
    return value.isoformat() if isinstance(value, datetime) else str(value)
