"""Take over a code list, such as that of certified 環境教育設施場所, from a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hefa.activities.actions import import_codes
from hefa.activities.names import CodeList
from hefa.activities.rules import UnreadableCodes
from hefa.audit.names import SYSTEM
from hefa.base.clock import now

MOST_TOLD = 20


class Command(BaseCommand):
    """`manage import_codes site FILE`: add new entries, bring known ones up to date, remove none."""

    help = "Import a CSV (UTF-8 or Big5) with the columns 代碼, 名稱 and, if wanted, 生效日期, 截止日期."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("list", choices=CodeList.values)
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        code_list = CodeList(options["list"])
        try:
            content = options["file"].read_bytes()
            report = import_codes(code_list=code_list, content=content, actor=SYSTEM, at=now())
        except OSError as error:
            raise CommandError(f"讀不到檔案：{error.strerror}") from error
        except UnreadableCodes as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"新增 {report.added} 筆，更新 {report.changed} 筆，未變更 {report.unchanged} 筆")
        if report.refused:
            for line in report.refused[:MOST_TOLD]:
                self.stderr.write(f"第 {line.number} 列：{line.sentence}")
            raise CommandError(f"{len(report.refused)} 列未匯入，其餘已匯入。請修正後重新匯入。")
