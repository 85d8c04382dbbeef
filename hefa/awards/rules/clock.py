"""Which time counts (scan protocol, part 5): a phone's clocks are claims, the server's receipt is the anchor."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hefa.awards.names import ClockQuality

AGREE_WITHIN = timedelta(seconds=120)
"""Two clocks of one phone that differ by more are not believed: a sleeping phone may stop its monotonic clock."""


SENT_AT_ONCE = timedelta(seconds=2)
"""A scan that arrives within two seconds is timed by the server's own clock, whatever the phone's wall clock says."""


@dataclass(frozen=True, slots=True)
class EffectiveTime:
    """The time at which a scan counts as made, and how far it can be trusted."""

    at: datetime
    quality: ClockQuality


def effective_time(
    *, received_at: datetime, age_mono: timedelta | None, age_dev: timedelta, offset: timedelta
) -> EffectiveTime:
    """Judge when a scan was made.

    `age_mono` is the age of the scan by the phone's monotonic clock, None when the phone has restarted since;
    `age_dev` the same by its wall clock; `offset` how far that wall clock is ahead of ours now. The monotonic age
    counts while both clocks agree within 120 s. Never after the receipt.
    """
    believed = age_mono is not None and abs(age_mono - age_dev) <= AGREE_WITHIN
    age = age_mono if believed and age_mono is not None else age_dev
    return EffectiveTime(at=min(received_at, received_at - age), quality=_quality(age, offset, believed=believed))


def _quality(age: timedelta, offset: timedelta, *, believed: bool) -> ClockQuality:
    if believed and timedelta(0) <= age <= SENT_AT_ONCE:
        return ClockQuality.NOW
    return ClockQuality.GOOD if believed and abs(offset) <= AGREE_WITHIN else ClockQuality.LOW
