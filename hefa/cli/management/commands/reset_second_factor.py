"""Help the only 系統管理者 in again; others are helped in the browser."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hefa.accounts.actions import reset_second_factor
from hefa.accounts.queries import account_by_username
from hefa.base.clock import now


class Command(BaseCommand):
    """`manage reset_second_factor USERNAME`: whoever may type this on the server has made sure who asks."""

    help = "Take every second factor away from an account and end its sessions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        account = account_by_username(options["username"])
        if account is None:
            raise CommandError("沒有這個帳號。")
        if not reset_second_factor(account=account, reason="於伺服器重設", by=None, at=now()):
            raise CommandError("這個帳號沒有第二驗證方式。")
        self.stdout.write(f"已重設 {account.username} 的第二驗證方式。")
