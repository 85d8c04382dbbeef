"""The one timetable of Hefa. Each job looks for what is due and calls an action; none is ever handed work."""

from procrastinate.contrib.django import app

from hefa.accounts.actions import purge_expired
from hefa.base.clock import now
from hefa.codes.actions import purge_typed


@app.periodic(cron="*/10 * * * *")
@app.task(queue="upkeep", queueing_lock="purge", pass_context=False)
def purge(timestamp: int) -> None:
    """Every ten minutes: sessions, reset letters and typed digits that have run out."""
    at = now()
    purge_expired(at=at)
    purge_typed(at=at)
