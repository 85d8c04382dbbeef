"""Take over the list of agencies from the 機關代碼 file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hefa.audit.names import SYSTEM
from hefa.base.clock import now
from hefa.units.actions import import_units
from hefa.units.rules import UnreadableFile

MOST_TOLD = 20


class Command(BaseCommand):
    """`manage import_units FILE`: add new units, bring known ones up to date, remove none."""

    help = "Import the 機關代碼 CSV (UTF-8 or Big5). Units that the file no longer names stay."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = import_units(content=options["file"].read_bytes(), at=now(), actor=SYSTEM)
        except OSError as error:
            raise CommandError(f"讀不到檔案：{error.strerror}") from error
        except UnreadableFile as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"新增 {report.added} 筆，更新 {report.changed} 筆，未變更 {report.unchanged} 筆")
        if report.dangling:
            self.stdout.write(f"主管機關或新機關代碼不在清單中：{'、'.join(report.dangling[:MOST_TOLD])}")
        if report.refused:
            for line in report.refused[:MOST_TOLD]:
                self.stderr.write(f"第 {line.number} 列：{line.sentence}")
            raise CommandError(f"{len(report.refused)} 列未匯入，其餘已匯入。請修正後重新匯入。")
