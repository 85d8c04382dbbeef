"""The one timetable of Hefa. Each job looks for what is due and calls an action; none is ever handed work."""

from procrastinate.contrib.django import app

from hefa.accounts.actions import purge_expired
from hefa.base.clock import now
from hefa.codes.actions import purge_typed
from hefa.paperwork.actions import enter_next_chunk, purge_staged


@app.periodic(cron="*/10 * * * *")
@app.task(queue="upkeep", queueing_lock="purge", pass_context=False)
def purge(timestamp: int) -> None:
    """Every ten minutes: sessions, reset letters, typed digits and rows of uploads that have run out."""
    at = now()
    purge_expired(at=at)
    purge_typed(at=at)
    purge_staged(at=at)


@app.periodic(cron="* * * * * */5")
@app.task(queue="upkeep", queueing_lock="uploads", pass_context=False)
def enter_uploads(timestamp: int) -> None:
    """Every five seconds: uploads that an officer has confirmed, a chunk and a transaction at a time."""
    while enter_next_chunk(at=now()):
        pass
