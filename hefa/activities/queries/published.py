"""Offerings as everybody finds them: the open ones, and the internal ones of the own unit and those above it."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from hefa.activities.models import Enrolment, Offering
from hefa.activities.names import TAKING_A_PLACE, Openness
from hefa.units.models import Unit

HIGHEST = 10
"""So many steps a unit's line of parents is followed: a circle in imported data must end."""


def visible_offerings(unit: Unit | None) -> QuerySet[Offering]:
    """What somebody of this unit may see and enrol in; of nobody's unit, what is open to all."""
    return Offering.objects.filter(
        Q(activity__openness=Openness.OPEN) | Q(activity__organiser__unit__in=_line_of(unit))
    )


def published_offerings(unit: Unit | None, *, at: datetime) -> QuerySet[Offering]:
    """活動查詢: what is visible, not cancelled and not over, the next first. Each carries `enrolled`, 報名人數."""
    taking_places = Enrolment.objects.filter(offering=OuterRef("pk"), state__in=TAKING_A_PLACE)
    counted = taking_places.order_by().values("offering").annotate(number=Count("pk")).values("number")
    return (
        visible_offerings(unit)
        .filter(cancelled_at__isnull=True, ends_at__gt=at)
        .select_related("activity__organiser")
        .annotate(enrolled=Coalesce(Subquery(counted), 0))
        .order_by("starts_at", "pk")
    )


def open_for_enrolment(offerings: QuerySet[Offering], *, at: datetime) -> QuerySet[Offering]:
    """Those that take enrolments now and have a place left."""
    taking = offerings.filter(enrol_from__lte=at, enrol_until__gt=at)
    return taking.filter(Q(capacity=0) | Q(capacity__gt=F("enrolled")))


def _line_of(unit: Unit | None) -> Sequence[int]:
    """The unit and those above it: an agency's internal activities are for its own and its 所屬機關."""
    line: list[int] = []
    while unit is not None and len(line) < HIGHEST:
        line.append(unit.pk)
        unit = unit.parent
    return line
