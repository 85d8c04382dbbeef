"""The key file in place: read it, change it, and put the new one there whole."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hefa.keys.ring import read_rings


def held(path: Path) -> dict[str, Any]:
    """What the file holds. Raises OSError, and ValueError when it is not JSON."""
    told: dict[str, Any] = json.loads(path.read_text(encoding="ascii"))
    return told


def replace(path: Path, told: Mapping[str, Any]) -> None:
    """All or nothing: a power cut leaves the old file or the new one. Owner and mode stay.

    Raises BrokenKeyFile before anything is written when it could not be read back.
    """
    content = json.dumps(told, indent=1)
    read_rings(content)
    now = path.stat()
    new = path.with_name(f"{path.name}.new")
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "w", encoding="ascii") as file:
        os.fchown(file.fileno(), now.st_uid, now.st_gid)
        os.fchmod(file.fileno(), now.st_mode & 0o777)
        file.write(content + "\n")
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
