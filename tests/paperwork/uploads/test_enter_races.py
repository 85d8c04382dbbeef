"""Uploads entered by workers that are killed, and by many at once."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, transaction
from django.db.models import Count

from bench.database import url_of
from hefa.awards.models import Award
from hefa.learners.models import Learner
from hefa.paperwork.models import StagedRow
from hefa.paperwork.names import RowState, UploadState
from tests.cast import NOW, World
from tests.crowd import at_once
from tests.owner import as_owner
from tests.paperwork.uploads.conftest import Stage
from tests.paperwork.uploads.entering import confirm, counts, enter_all
from tests.paperwork.uploads.files import csv_file, person

PATIENCE_SECONDS = 60
WORKER = """
import datetime, django
django.setup()
from hefa.paperwork.actions import enter_next_chunk
while enter_next_chunk(at=datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=3650), most=2):
    pass
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_in_the_middle_loses_and_doubles_nothing(stage: Stage, world: World) -> None:
    upload = stage(csv_file(*[person(n) for n in range(1, 8)]))
    confirm(upload, world.alice, note="演練")
    environment = os.environ | {"DATABASE_URL": url_of(os.environ["DATABASE_URL"], connection.settings_dict["NAME"])}
    with transaction.atomic():
        StagedRow.objects.select_for_update().get(upload=upload, line=5)
        worker = subprocess.Popen([sys.executable, "-c", WORKER], env=environment)
        try:
            _wait_until_it_waits(worker)
        finally:
            worker.send_signal(signal.SIGKILL)
            worker.wait()
    assert counts(upload) == (UploadState.ENTERING, 0, 2, 0, 0, 0)
    assert Award.objects.count() == Learner.objects.count() == 2
    enter_all(at=NOW + timedelta(days=3650), most=2)
    assert counts(upload) == (UploadState.FINISHED, 0, 7, 0, 0, 0)
    assert Award.objects.count() == Learner.objects.count() == 7
    assert not StagedRow.objects.exclude(state=RowState.ENTERED).exists()


def _wait_until_it_waits(worker: subprocess.Popen[bytes]) -> None:
    """Until the worker stands in the middle of its second chunk, before the row that somebody holds."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        assert worker.poll() is None, "the worker ended by itself"
        with as_owner() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(waiting)
            found = cursor.fetchone()[0]
        if found:
            return
        time.sleep(0.05)
    raise AssertionError("the worker never came to the row")


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_share_the_chunks_and_take_none_twice(stage: Stage, world: World) -> None:
    uploads = [stage(csv_file(*[person(n) for n in range(first, first + 9)])) for first in (1, 101)]
    for upload in uploads:
        confirm(upload, world.alice)
    at_once([partial(enter_all, most=2)] * 4)
    enter_all()
    assert [counts(upload) for upload in uploads] == [(UploadState.FINISHED, 0, 9, 0, 0, 0)] * 2
    assert Award.objects.values("learner").annotate(n=Count("pk")).filter(n=1).count() == 18
