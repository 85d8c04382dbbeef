"""Raise what operators are told of at once, and note that they were told."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import DatabaseError, connection, transaction
from django.utils.timezone import localdate

from hefa.audit.models import Alarm
from hefa.audit.names import AlarmKind
from hefa.base.failures import cause_of

logger = logging.getLogger("hefa.audit")
KEPT_FOR = timedelta(days=180)
RAISE = """
INSERT INTO system_alarm (kind, place, day, times, last_at) VALUES (%s, %s, %s, 1, %s)
ON CONFLICT (kind, place, day) DO UPDATE SET times = system_alarm.times + 1, last_at = excluded.last_at
"""


@transaction.atomic
def raise_alarm(*, kind: AlarmKind, place: str, at: datetime) -> None:
    """Once a day for each kind and place; what happens again is counted."""
    with connection.cursor() as cursor:
        cursor.execute(RAISE, [kind.value, place[:200], localdate(at), at])


def raise_error(error: Exception, *, kind: AlarmKind = AlarmKind.ERROR, at: datetime) -> None:
    """An error of ours, by kind and place; where the database does not take it, the log alone tells."""
    try:
        raise_alarm(kind=kind, place=cause_of(error), at=at)
    except DatabaseError:
        logger.exception("the operators could not be told of an error")


def close_alarms(alarms: Sequence[Alarm], *, at: datetime) -> None:
    """Operators were told of these."""
    Alarm.objects.filter(pk__in=[one.pk for one in alarms]).update(told_at=at)


def purge_alarms(*, at: datetime) -> None:
    """What happened half a year ago goes."""
    Alarm.objects.filter(last_at__lte=at - KEPT_FOR).delete()
