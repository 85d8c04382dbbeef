"""Forget what scans needed: codes that nothing names, names told at the door, scans that could not be read."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate

from hefa.awards.models import Award, QuarantinedScan, Review, Scan
from hefa.codes.models import PersonalCode

EVIDENCE_KEPT = timedelta(days=3 * 365)
CODE_KEPT = timedelta(days=365)


def codes_over(*, at: datetime) -> QuerySet[PersonalCode]:
    """Codes that expired a year ago and that no stored scan and no award names."""
    return unnamed_codes(PersonalCode.objects.filter(expires_on__lte=localdate(at) - CODE_KEPT))


def unnamed_codes(codes: QuerySet[PersonalCode]) -> QuerySet[PersonalCode]:
    """Those of them that no stored scan and no award names."""
    named = [~Exists(model._default_manager.filter(code=OuterRef("pk"))) for model in (Scan, Award)]
    return codes.filter(*named)


def forget_codes(codes: Sequence[int], *, at: datetime) -> int:
    """Remove these codes; returns how many."""
    return codes_over(at=at).filter(pk__in=codes).delete()[1].get("codes.PersonalCode", 0)


def told_names_over(*, at: datetime) -> QuerySet[Review]:
    """Scans that waited for an officer, with a name as a helper typed it, received three years ago."""
    return Review.objects.filter(scan__received_at__lte=at - EVIDENCE_KEPT, told_name__isnull=False)


def forget_told_names(reviews: Sequence[int], *, at: datetime) -> int:
    """Empty the names that were told of these; returns how many."""
    return told_names_over(at=at).filter(pk__in=reviews).update(told_name=None)


def quarantined_over(*, at: datetime) -> QuerySet[QuarantinedScan]:
    """Scans that nothing could be made of, three years ago, with all that they told."""
    return QuarantinedScan.objects.filter(failed_at__lte=at - EVIDENCE_KEPT, payload__isnull=False)


def forget_quarantined(scans: Sequence[int], *, at: datetime) -> int:
    """Empty what these scans told; their verdicts and reviews stay. Returns how many."""
    return quarantined_over(at=at).filter(pk__in=scans).update(payload=None, forgotten_at=at)
