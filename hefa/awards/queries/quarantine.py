"""Scans that failed, for whoever keeps the site: how many, and on which line of code."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from hefa.awards.models import QuarantinedScan, Review, Scan


@dataclass(frozen=True, slots=True)
class FailingScans:
    """`waiting` were put aside and wait for an officer, `failing` are still told again by their phones."""

    cause: str
    waiting: int
    failing: int


def failing_scans() -> Sequence[FailingScans]:
    """What failed and has no end yet, by its cause, the most first. One statement."""
    open_review = Review.objects.filter(scan__scan_id=OuterRef("scan_id"), settled_at__isnull=True)
    worked = Scan.objects.filter(scan_id=OuterRef("scan_id"))
    aside = Q(payload__isnull=False)
    found = (
        QuarantinedScan.objects.filter(aside & Exists(open_review) | ~aside & ~Exists(worked))
        .values("cause")
        .annotate(waiting=Count("pk", filter=aside), failing=Count("pk", filter=~aside))
        .order_by("-waiting", "-failing", "cause")
    )
    return [FailingScans(**row) for row in found]
