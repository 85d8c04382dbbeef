"""Offerings as everybody finds them: the open ones, and the internal ones of the own unit and those above it."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from hefa.accounts.models import Account
from hefa.activities.models import Enrolment, Offering
from hefa.activities.names import TAKING_A_PLACE, Openness
from hefa.activities.queries.offerings import filter_offerings
from hefa.learners.models import AccountLink
from hefa.units.models import Unit

MOST_KEYWORDS = 5
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


def search_published(
    offerings: QuerySet[Offering],
    *,
    at: datetime,
    keywords: str = "",
    county: str = "",
    method: str = "",
    from_date: date | None = None,
    to_date: date | None = None,
    only_open: bool = False,
) -> QuerySet[Offering]:
    """Of `published_offerings` those that meet every condition; each of the keywords stands in the activity's name."""
    for keyword in keywords.split()[:MOST_KEYWORDS]:
        offerings = filter_offerings(offerings, name=keyword)
    offerings = filter_offerings(offerings, from_date=from_date, to_date=to_date)
    if county:
        offerings = offerings.filter(activity__county=county)
    if method:
        offerings = offerings.filter(activity__method=method)
    return open_for_enrolment(offerings, at=at) if only_open else offerings


def offering_to_see(account: Account | None, link: AccountLink | None, public_id: UUID) -> Offering | None:
    """One offering, over and cancelled ones too: what this person may see, or is enrolled in."""
    may_see = Q(pk__in=visible_offerings(link.unit if link else None))
    if account is not None:
        may_see |= Q(pk__in=Enrolment.objects.filter(account=account).values("offering"))
    found = Offering.objects.filter(may_see, public_id=public_id)
    return found.select_related("activity__organiser").first()


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
