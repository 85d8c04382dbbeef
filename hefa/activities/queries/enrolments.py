"""Who enrolled."""

from django.db.models import Count, Q

from hefa.activities.models import Enrolment, Offering
from hefa.activities.names import EnrolmentState


def enrolment_counts(offering: Offering) -> tuple[int, int]:
    """報名人數 (pending and approved) and 待報名准駁人數."""
    counts = Enrolment.objects.filter(offering=offering).aggregate(
        enrolled=Count("pk", filter=Q(state__in=(EnrolmentState.PENDING, EnrolmentState.APPROVED))),
        pending=Count("pk", filter=Q(state=EnrolmentState.PENDING)),
    )
    return counts["enrolled"], counts["pending"]
