"""Awards that their learners say are not theirs, as officers and learners read of them."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import QuerySet

from hefa.activities.models import Offering
from hefa.awards.models import Award, AwardObjection


def open_objections(offerings: QuerySet[Offering]) -> Sequence[AwardObjection]:
    """Those of these offerings that wait for an officer, the oldest first. One statement."""
    return list(_open().filter(award__offering__in=offerings.order_by().values("pk")).order_by("raised_at", "pk"))


def objection_for(offering: Offering, public_id: UUID) -> AwardObjection | None:
    """One that waits at this offering."""
    return _open().filter(award__offering=offering, public_id=public_id).first()


def objections_to(awards: Iterable[Award]) -> Mapping[int, AwardObjection]:
    """What stands of these awards, by their row number: open or settled, never what was taken back. One statement."""
    said = AwardObjection.objects.filter(award__in=[award.pk for award in awards], withdrawn_at__isnull=True)
    return {objection.award_id: objection for objection in said}


def _open() -> QuerySet[AwardObjection]:
    waiting = AwardObjection.objects.filter(
        settled_at__isnull=True, withdrawn_at__isnull=True, award__revoked_at__isnull=True
    )
    return waiting.select_related("award__learner", "award__code", "award__station", "award__offering__activity")
