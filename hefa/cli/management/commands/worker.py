"""Run the timetable."""

from typing import Any

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app, connector_params
from procrastinate.psycopg_connector import PsycopgConnector

from hefa.cli.starting import take_up_keys


class Command(BaseCommand):
    """`manage worker`: do what is due until told to stop, on a connection of its own, and delete finished jobs."""

    help = "Run the background jobs until told to stop."

    def handle(self, *args: Any, **options: Any) -> None:
        take_up_keys()
        with app.replace_connector(PsycopgConnector(kwargs=connector_params())) as standing:
            standing.run_worker(delete_jobs="successful", listen_notify=False, fetch_job_polling_interval=5.0)
