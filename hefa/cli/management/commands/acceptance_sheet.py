"""Print the sheet that an agency's IT signs."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from hefa.base.clock import now
from hefa.cli.acceptance.finding import State
from hefa.cli.acceptance.sheet import look, written


class Command(BaseCommand):
    """`manage acceptance_sheet`: on the server, with the variables of production. Ends with 1 when a line is bad."""

    help = "Print the acceptance sheet of this installation."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", help="the public host; the first of HEFA_ALLOWED_HOSTS when left out")
        parser.add_argument("--commit", default="", help="which version is installed")

    def handle(self, *args: Any, **options: Any) -> None:
        at, host = now(), options["host"] or settings.ALLOWED_HOSTS[0]
        findings = look(host, at=at)
        self.stdout.write(written(findings, host=host, commit=options["commit"], at=at))
        if any(finding.state is State.BAD for finding in findings):
            raise SystemExit(1)
