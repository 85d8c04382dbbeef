"""What an offering has been used for."""

from dataclasses import dataclass

from hefa.activities.models import Offering
from hefa.awards.models import Award, GroupAward, Review


@dataclass(frozen=True, slots=True)
class Uses:
    """People and groups with hours of an offering, and scans that wait for an officer; false when there are none."""

    awards: int
    groups: int
    reviews: int

    def __bool__(self) -> bool:
        return bool(self.awards or self.groups or self.reviews)


def uses_of(offering: Offering) -> Uses:
    """What keeps an offering from being cancelled: whatever was not revoked or settled."""
    return Uses(
        awards=Award.objects.filter(offering=offering, revoked_at__isnull=True).count(),
        groups=GroupAward.objects.filter(offering=offering, revoked_at__isnull=True).count(),
        reviews=Review.objects.filter(offering=offering, settled_at__isnull=True).count(),
    )
