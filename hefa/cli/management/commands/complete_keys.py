"""Give a key file of an earlier version the rings that have come since."""

import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hefa.keys.making import completed
from hefa.keys.ring import RING_NAMES, BrokenKeyFile, read_rings


class Command(BaseCommand):
    """`manage complete_keys`: in place, as whoever may write there; owner and mode of the file stay."""

    help = "Add the key rings that the key file (HEFA_KEYS_FILE) lacks. No key that it holds changes."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.HEFA_KEYS_FILE)
        try:
            held = json.loads(path.read_text(encoding="ascii"))
            lacking = [name for name in RING_NAMES if name not in held["rings"]]
            content = json.dumps(completed(held), indent=1)
            read_rings(content)
            if lacking:
                _replace(path, content)
        except OSError as error:
            raise CommandError(f"金鑰檔無法讀寫：{error.strerror}") from error
        except (ValueError, KeyError, TypeError, BrokenKeyFile):
            raise CommandError("金鑰檔的內容有誤，未變更。") from None
        self.stdout.write(f"已加入 {'、'.join(lacking)}，請立即備份金鑰檔。" if lacking else "金鑰檔已完整，未變更。")


def _replace(path: Path, content: str) -> None:
    """All or nothing: a power cut leaves the old file or the new one."""
    now = path.stat()
    new = path.with_name(f"{path.name}.new")
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "w", encoding="ascii") as file:
        os.fchown(file.fileno(), now.st_uid, now.st_gid)
        os.fchmod(file.fileno(), now.st_mode & 0o777)
        file.write(content + "\n")
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
