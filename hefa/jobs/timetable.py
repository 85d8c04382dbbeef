"""How a job comes into the timetable: each runs alone, and what goes wrong in it is told to the operators."""

from collections.abc import Callable
from functools import wraps
from typing import Protocol

from procrastinate.contrib.django import app

from hefa.audit.actions import raise_error
from hefa.audit.names import AlarmKind
from hefa.base.clock import now


class Job(Protocol):
    """Called with the second that it was due at, which none of ours needs."""

    def __call__(self, timestamp: int) -> None: ...


def every(cron: str, *, lock: str, alarm: AlarmKind = AlarmKind.ERROR) -> Callable[[Job], Job]:
    """Run a job at the times of `cron` (UTC; with six fields the last is seconds), never beside itself.

    What `alarm` says is what a failure of it means to them. It stays a failure: nobody reads the log of a night.
    """

    def enter(job: Job) -> Job:
        @wraps(job)
        def run(timestamp: int) -> None:
            try:
                job(timestamp)
            except Exception as error:
                raise_error(error, kind=alarm, at=now())
                raise

        task = app.task(queue="upkeep", queueing_lock=lock, lock=lock, pass_context=False)(run)
        entered: Job = app.periodic(cron=cron)(task)
        return entered

    return enter
