"""Appoint the first 系統管理者; the others are appointed in the browser."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate

from hefa.accounts.queries import account_by_username
from hefa.audit.names import SYSTEM
from hefa.base.clock import now
from hefa.organisers.actions import AlreadyOperator, appoint_operator


class Command(BaseCommand):
    """`manage appoint_operator USERNAME`: from today on, without an end."""

    help = "Let an account run the site for all organisers. It must have registered before."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        at = now()
        account = account_by_username(options["username"])
        if account is None:
            raise CommandError("沒有這個帳號，請先在網站註冊個人帳號。")
        try:
            appoint_operator(account=account, from_date=localdate(at), actor=SYSTEM, at=at)
        except AlreadyOperator:
            raise CommandError("這個帳號已經是系統管理者。") from None
        self.stdout.write(f"已指派 {account.username} 為系統管理者。")
