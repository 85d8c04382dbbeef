"""Seal and index everything under the current keys."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hefa.base.clock import now
from hefa.cli.rotation import rotate
from hefa.keys.use import KeysDoNotFit, begin


class Command(BaseCommand):
    """`manage rotate_keys`: while the site serves; ended at any moment, it goes on from there."""

    help = "Bring everything stored under earlier keys to the current keys of the rings field and index."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            begin(at=now())
        except KeysDoNotFit as error:
            raise CommandError(str(error)) from None
        for step in rotate(clock=now):
            self.stdout.write(f"{step.what}  {step.done:,} / {step.of:,}")
            self.stdout.flush()
        self.stdout.write("完成。停用舊金鑰：keys retire RING KID")
