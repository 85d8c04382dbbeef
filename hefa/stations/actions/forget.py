"""Forget what gates needed for a while: PINs of passes that are over, names of helpers."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from hefa.stations.models import ScanPass, Station

PIN_KEPT = timedelta(days=30)
HELPER_KEPT = timedelta(days=3 * 365)
"""As long as the evidence of the scans that the helper made."""


def pins_over(*, at: datetime) -> QuerySet[ScanPass]:
    """Passes that ended or were revoked thirty days ago and still hold their PIN."""
    over = Q(ends_at__lte=at - PIN_KEPT) | Q(revoked_at__lte=at - PIN_KEPT)
    return ScanPass.objects.filter(over, pin__isnull=False)


def forget_pins(passes: Sequence[int], *, at: datetime) -> int:
    """Empty the PINs of these passes; returns how many."""
    return pins_over(at=at).filter(pk__in=passes).update(pin=None, pin_forgotten_at=at)


def helpers_over(*, at: datetime) -> QuerySet[Station]:
    """Phones that were lent, whose time and last sign of life are three years ago."""
    silent = Q(last_seen_at__isnull=True) | Q(last_seen_at__lte=at - HELPER_KEPT)
    return Station.objects.filter(silent, valid_until__lte=at - HELPER_KEPT, helper_name__isnull=False)


def forget_helpers(stations: Sequence[int], *, at: datetime) -> int:
    """Empty the names of the helpers of these phones; returns how many."""
    over = helpers_over(at=at).filter(pk__in=stations)
    return over.update(helper_name=None, helper_forgotten_at=at)
