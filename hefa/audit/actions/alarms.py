"""Raise what operators are told of at once, and note that they were told."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.timezone import localdate

from hefa.audit.models import Alarm
from hefa.audit.names import AlarmKind

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


def close_alarms(alarms: Sequence[Alarm], *, at: datetime) -> None:
    """Operators were told of these."""
    Alarm.objects.filter(pk__in=[one.pk for one in alarms]).update(told_at=at)


def purge_alarms(*, at: datetime) -> None:
    """What happened half a year ago goes."""
    Alarm.objects.filter(last_at__lte=at - KEPT_FOR).delete()
