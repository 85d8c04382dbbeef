"""Run the timetable."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from procrastinate.contrib.django import app, connector_params
from procrastinate.psycopg_connector import PsycopgConnector

from hefa.audit.queries.privileges import privileges_too_many
from hefa.cli.starting import take_up_keys

JOBS_AT_ONCE = 4
"""A long upload or a verification holds up no seal; of each job one runs at a time (its lock)."""


class Command(BaseCommand):
    """`manage worker`: do what is due until told to stop, on a connection of its own, and delete finished jobs.

    In production it refuses to run as a role that could change the audit.
    """

    help = "Run the background jobs until told to stop."

    def handle(self, *args: Any, **options: Any) -> None:
        take_up_keys()
        held = privileges_too_many()
        if held and settings.HEFA_IS_PRODUCTION:
            raise CommandError(f"資料庫角色權限過大，請改用 grant_serving 授權的角色：{'、'.join(held)}")
        with app.replace_connector(PsycopgConnector(kwargs=connector_params())) as standing:
            standing.run_worker(
                concurrency=JOBS_AT_ONCE,
                delete_jobs="successful",
                listen_notify=False,
                fetch_job_polling_interval=1.0,
            )
