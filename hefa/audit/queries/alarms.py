"""What operators are to be told of, and accounts that look at very many people."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, QuerySet

from hefa.audit.models import Alarm, AuditEntry
from hefa.audit.names import ActorKind
from hefa.audit.queries.search import SEEN

SHOWN_FOR = timedelta(days=7)
MANY_LOOKS = 300
"""More than an officer looks up on a day of three hundred people at a gate."""


def untold_alarms() -> QuerySet[Alarm]:
    """Alarms that no operator was told of yet, the oldest first."""
    return Alarm.objects.filter(told_at__isnull=True).order_by("last_at", "pk")


def recent_alarms(*, at: datetime) -> QuerySet[Alarm]:
    """What the operators' front page shows, the latest first."""
    return Alarm.objects.filter(last_at__gt=at - SHOWN_FOR).order_by("-last_at", "-pk")


def accounts_looking_at_many(*, at: datetime) -> list[UUID]:
    """Who looked at, looked up or took out more than so often in the last day. One statement."""
    seen = AuditEntry.objects.filter(verb__in=SEEN, at__gt=at - timedelta(days=1), at__lte=at)
    by_account = seen.filter(actor_kind=ActorKind.ACCOUNT, actor_id__isnull=False).order_by().values("actor_id")
    many = by_account.annotate(looks=Count("pk")).filter(looks__gt=MANY_LOOKS)
    return [one for one in many.order_by("actor_id").values_list("actor_id", flat=True) if one is not None]
