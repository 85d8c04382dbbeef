"""Verify the audit, and say what does not fit."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hefa.audit.actions import note_check
from hefa.audit.names import Flaw
from hefa.audit.queries import Broken, ForeignRoot, verify
from hefa.audit.queries.roots_file import RootsBroken, read_roots
from hefa.base.clock import now
from hefa.base.roc import format_roc_datetime
from hefa.keys.signing import public_keys


class Command(BaseCommand):
    """`manage verify_audit [--roots FILE] [--since HEIGHT]`: exits with 1 when something does not fit."""

    help = "Verify every audit entry against its seal, and the chain of seals against roots that were kept elsewhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--roots", type=Path, metavar="FILE", help="a file of export_audit_roots kept elsewhere")
        parser.add_argument("--since", type=int, default=1, metavar="HEIGHT", help="begin with this seal")

    def handle(self, *args: Any, **options: Any) -> None:
        at = now()
        checked = verify(at=at, public_keys=public_keys(), kept=_kept(options["roots"]), since_height=options["since"])
        note_check(checked, at=at)
        if checked.broken is not None:
            raise CommandError(f"驗證失敗：{_words(checked.broken)}（之前 {checked.entries} 筆無誤）")
        self.stdout.write(
            f"驗證無誤：封存 {checked.first_height} 至 {checked.last_height}，紀錄 {checked.entries} 筆"
            f"（自封存 {checked.entries_since} 起），尚未封存 {checked.unsealed} 筆。"
        )


def _kept(path: Path | None) -> tuple[ForeignRoot, ...]:
    if path is None:
        return ()
    try:
        return read_roots(path.read_text(encoding="utf-8"), public_keys=public_keys())
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, RootsBroken) as error:
        raise CommandError(f"根值檔無法使用：{error}") from error


def _words(broken: Broken) -> str:
    where = f"，封存 {broken.height}"
    if broken.entry_id is not None and broken.at is not None:
        where += f"，紀錄編號 {broken.entry_id}，時間 {format_roc_datetime(broken.at)}"
    return f"{Flaw(broken.flaw).label}{where}"
