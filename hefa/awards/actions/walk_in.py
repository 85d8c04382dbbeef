"""現場登錄: somebody without a code or a phone is told to the server by hand; an ordinary scan follows."""

from datetime import datetime

from django.db import transaction

from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.awards.actions.pausing import pause_after_many_bad_ones
from hefa.awards.queries.references import reference
from hefa.awards.rules.items import ToldPerson
from hefa.base.national_id import NationalId
from hefa.learners.actions import enter_learner
from hefa.stations.queries import StationPass
from hefa.units.models import Unit


@transaction.atomic
def admit_walk_in(*, station: StationPass, national_id: NationalId, name: str, unit: Unit | None, at: datetime) -> str:
    """A reference for one scan of source `hand`, good at this station for 30 minutes. Raises StationPaused.

    Write-only as a walk-in code is: whether the number was known, and under which name, changes nothing that is told.
    A name that differs is found when the scan arrives, and is for the officer alone.
    """
    pause_after_many_bad_ones(station, at=at)
    actor = Actor.station(station.public_id)
    learner = enter_learner(national_id=national_id, name=name, unit=unit, actor=actor, at=at)
    told = ToldPerson(name, unit.pk if unit else None)
    return reference(station_id=station.public_id, learner_id=learner.pk, at=at, told=told)


@transaction.atomic
def note_bad_number(*, station: StationPass, at: datetime) -> None:
    """Count a number that is none, as a bad code is counted (R15). Raises StationPaused once there were too many."""
    pause_after_many_bad_ones(station, at=at)
    record(
        at=at,
        actor=Actor.station(station.public_id),
        verb=Verb.NUMBER_REFUSED,
        subject_kind="station",
        subject_id=station.public_id,
        organiser_id=station.organiser_id,
    )
