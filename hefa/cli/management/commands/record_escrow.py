"""Say that copies of the keys were put away."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hefa.base.clock import now
from hefa.cli.acceptance.drills import DrillFailed, record_escrow


class Command(BaseCommand):
    """`manage record_escrow --copies 2`: after the key file in use was copied to so many places apart from the dump."""

    help = "Record in the audit that the key file in use lies in escrow; the acceptance sheet looks for it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--copies", type=int, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            told = record_escrow(copies=options["copies"], at=now())
        except DrillFailed as failed:
            raise CommandError(str(failed)) from None
        self.stdout.write(f"已記錄：金鑰檔（指紋 {told}）備份於 {options['copies']} 處。")
