"""Whose data an incident can have touched, as one file."""

import os
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hefa.accounts.queries import account_by_username
from hefa.audit.names import SYSTEM
from hefa.base.clock import now
from hefa.base.roc import TAIPEI
from hefa.paperwork.actions.incident import pack_incident
from hefa.paperwork.queries.incident import Incident


class Command(BaseCommand):
    """`manage incident_pack --since T --until T [--station ID] [--paper ID] [--account NAME] --purpose TEXT FILE`."""

    help = "Write who was affected (masked), the cover and a draft of the letter into a ZIP readable by you alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", type=_time, required=True, help="2026-11-24T09:00, in Taipei")
        parser.add_argument("--until", type=_time, required=True)
        parser.add_argument("--station", type=UUID)
        parser.add_argument("--paper", type=UUID)
        parser.add_argument("--account", help="what somebody logs in with")
        parser.add_argument("--purpose", required=True)
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        account = account_by_username(options["account"]) if options["account"] else None
        if options["account"] and account is None:
            raise CommandError("沒有這個帳號。")
        incident = Incident(
            options["since"],
            options["until"],
            options["station"],
            options["paper"],
            account.public_id if account else None,
        )
        pack = pack_incident(
            incident=incident,
            purpose=options["purpose"],
            actor=SYSTEM,
            agency=settings.HEFA_AGENCY_NAME,
            site=settings.HEFA_SITE_NAME,
            at=now(),
        )
        try:
            handle = os.open(options["file"], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise CommandError(f"無法寫入檔案：{error.strerror}") from error
        with os.fdopen(handle, "wb") as file:
            file.write(pack.content)
        self.stdout.write(f"受影響 {pack.people} 人，{pack.rows} 列。")


def _time(text: str) -> datetime:
    told = datetime.fromisoformat(text)
    return told if told.tzinfo else told.replace(tzinfo=TAIPEI)
