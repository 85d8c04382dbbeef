"""After a dump was restored: the audit goes on in a new era."""

from typing import Any

from django.core.management.base import BaseCommand

from hefa.audit.actions import begin_era
from hefa.base.clock import now


class Command(BaseCommand):
    """`manage begin_audit_era`: as the owner of the tables, before the site serves from a restored dump."""

    help = "Seal what a restored dump brought and begin a new era: transaction ids begin anew on another cluster."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"已封存還原的稽核紀錄，自此為第 {begin_era(at=now())} 期。")
