"""Give a key file of an earlier version the rings that have come since."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hefa.cli import key_file
from hefa.keys.making import completed
from hefa.keys.ring import RING_NAMES, BrokenKeyFile, read_rings


class Command(BaseCommand):
    """`manage complete_keys`: in place, as whoever may write there; owner and mode of the file stay."""

    help = "Add the key rings that the key file (HEFA_KEYS_FILE) lacks. No key that it holds changes."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.HEFA_KEYS_FILE)
        try:
            held = key_file.held(path)
            lacking = [name for name in RING_NAMES if name not in held["rings"]]
            whole = completed(held)
            read_rings(json.dumps(whole))
            if lacking:
                key_file.replace(path, whole)
        except OSError as error:
            raise CommandError(f"金鑰檔無法讀寫：{error.strerror}") from error
        except (ValueError, KeyError, TypeError, BrokenKeyFile):
            raise CommandError("金鑰檔的內容有誤，未變更。") from None
        self.stdout.write(f"已加入 {'、'.join(lacking)}，請立即備份金鑰檔。" if lacking else "金鑰檔已完整，未變更。")
