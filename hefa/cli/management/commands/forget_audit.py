"""Remove audit entries whose three years are over."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from hefa.audit.actions import forget_sealed, forgettable
from hefa.base.clock import now


class Command(BaseCommand):
    """`manage forget_audit [--dry-run]`: as the owner of the tables; the serving role cannot."""

    help = "Remove audit entries older than three years, whole seals of them. The seals stay and verify."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what is due")

    def handle(self, *args: Any, **options: Any) -> None:
        at = now()
        due = forgettable(at=at) if options["dry_run"] else forget_sealed(at=at)
        if due is None:
            self.stdout.write("沒有逾期的稽核紀錄。")
        else:
            done = "應清除" if options["dry_run"] else "已清除"
            self.stdout.write(f"{done}至封存 {due.height} 為止的 {due.entries} 筆稽核紀錄，封存根值保留。")
