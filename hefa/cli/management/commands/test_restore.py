"""Look into a restored backup."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hefa.base.clock import now
from hefa.cli.acceptance.drills import DrillFailed, examine_restored


class Command(BaseCommand):
    """`manage test_restore URL`: of a database that was restored from a backup, with the keys of this site."""

    help = "Open a restored backup with the keys in use and record in the audit what it held."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("url", help="postgresql://… of the restored database")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = examine_restored(options["url"], at=now())
        except DrillFailed as failed:
            raise CommandError(str(failed)) from None
        self.stdout.write(
            f"還原測試通過：資料至 {found.newest:%Y-%m-%d %H:%M}，時數 {found.awards} 筆，開啟姓名 {found.opened} 筆。"
        )
