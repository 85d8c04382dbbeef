"""The five counts above 登錄 / 維護學習時數."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from hefa.activities.models import Offering
from hefa.activities.queries import enrolment_counts
from hefa.awards.models import Award, GroupAward
from hefa.awards.names import HELD_STATES, AwardState
from hefa.awards.rules.counts import HeadCount


@dataclass(frozen=True, slots=True)
class FiveCounts:
    """招生人數, 報名人數, 待報名准駁人數, 時數通過人數, 時數不通過人數; and who waits for a second officer."""

    capacity: int
    enrolled: int
    pending: int
    passed: HeadCount
    failed: HeadCount
    waiting: int


def five_counts(offering: Offering) -> FiveCounts:
    """Count an offering. An award under 待覆核（姓名不符） counts as passed: it holds until it is settled.

    A hand row that waits for its second officer counts as neither. Three statements.
    """
    enrolled, pending = enrolment_counts(offering)
    failed = Q(state=AwardState.FAILED)
    people = Award.objects.filter(offering=offering, revoked_at__isnull=True).aggregate(
        passed=Count("pk", filter=Q(state__in=HELD_STATES)),
        failed=Count("pk", filter=failed),
        waiting=Count("pk", filter=Q(state=AwardState.WAITING)),
    )
    groups = GroupAward.objects.filter(offering=offering, revoked_at__isnull=True).aggregate(
        passed=Count("pk", filter=~failed),
        passed_heads=Sum("head_count", filter=~failed, default=0),
        failed=Count("pk", filter=failed),
        failed_heads=Sum("head_count", filter=failed, default=0),
    )
    return FiveCounts(
        capacity=offering.capacity,
        enrolled=enrolled,
        pending=pending,
        passed=HeadCount(people["passed"], groups["passed"], groups["passed_heads"]),
        failed=HeadCount(people["failed"], groups["failed"], groups["failed_heads"]),
        waiting=people["waiting"],
    )
