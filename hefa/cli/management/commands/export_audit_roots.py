"""Write the roots of the audit, to be kept where the database's administrators cannot write."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from hefa.audit.queries import roots
from hefa.audit.queries.roots_file import roots_file
from hefa.base.clock import now
from hefa.keys.signing import public_keys


class Command(BaseCommand):
    """`manage export_audit_roots [--since HEIGHT] > FILE`."""

    help = "Write the signed roots of the audit to standard output, one line each."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", type=int, default=1, metavar="HEIGHT", help="begin with this seal")

    def handle(self, *args: Any, **options: Any) -> None:
        seals = roots(since_height=options["since"])
        for line in roots_file(seals, site=settings.HEFA_SITE_NAME, at=now(), public_keys=public_keys()):
            self.stdout.write(line, ending="")
