"""What has been kept long enough: counted, or let go of."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from hefa.audit.actions import forgettable
from hefa.base.clock import now
from hefa.paperwork.actions.retention import forget_all, what_is_due


class Command(BaseCommand):
    """`manage retention [--dry-run]`: as the worker does every night."""

    help = "Let go of personal data that were kept long enough, rule by rule; --dry-run counts them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count what is due, by rule")

    def handle(self, *args: Any, **options: Any) -> None:
        at = now()
        done = "應清除" if options["dry_run"] else "已清除"
        for rule, count in what_is_due(at=at) if options["dry_run"] else forget_all(at=at):
            self.stdout.write(f"{rule.code:<14}{done} {count:>8} 筆　{rule.label}")
        audit = forgettable(at=at)
        if audit is not None:
            self.stdout.write(
                f"{'audit':<14}應清除 {audit.entries:>8} 筆　稽核紀錄：3 年；由資料表擁有者執行 forget_audit"
            )
