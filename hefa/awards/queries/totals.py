"""The five counts above 登錄 / 維護學習時數."""

from dataclasses import dataclass

from django.db.models import Count, Q

from hefa.activities.models import Offering
from hefa.activities.queries import enrolment_counts
from hefa.awards.models import Award
from hefa.awards.names import HELD_STATES, AwardState


@dataclass(frozen=True, slots=True)
class FiveCounts:
    """招生人數, 報名人數, 待報名准駁人數, 時數通過人數, 時數不通過人數."""

    capacity: int
    enrolled: int
    pending: int
    passed: int
    failed: int


def five_counts(offering: Offering) -> FiveCounts:
    """Count people of an offering. An award under 待覆核（姓名不符） counts as passed: it holds until it is settled.

    A hand row that waits for its second officer counts as neither.
    """
    enrolled, pending = enrolment_counts(offering)
    awards = Award.objects.filter(offering=offering, revoked_at__isnull=True).aggregate(
        passed=Count("pk", filter=Q(state__in=HELD_STATES)), failed=Count("pk", filter=Q(state=AwardState.FAILED))
    )
    return FiveCounts(offering.capacity, enrolled, pending, awards["passed"], awards["failed"])
