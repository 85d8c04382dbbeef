"""Give the serving role its privileges."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError

from hefa.audit.actions import grant_serving
from hefa.audit.actions.serving import ROLE


class Command(BaseCommand):
    """`manage grant_serving [ROLE]`: as the owner of the tables, after each `migrate`."""

    help = "Let a database role serve: read and write, but never change the audit, truncate or own a table."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("role", nargs="?", default=ROLE)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            grant_serving(role=options["role"])
        except ProgrammingError as error:
            raise CommandError(f"無法授權，請確認資料庫角色已建立，並以資料表擁有者執行：{error}") from error
        self.stdout.write(f"資料庫角色 {options['role']} 已取得服務所需的權限，不得修改稽核紀錄。")
