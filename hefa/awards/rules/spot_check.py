"""抽查末四碼: now and then a helper is asked to look at the card (T4). Pure: the keyed digest is an argument."""

from datetime import datetime, timedelta

from hefa.awards.names import ClockQuality, ScanSource, Verdict

ONE_IN = 20
ANSWER_WITHIN = timedelta(minutes=10)
"""From the receipt of the scan: after that the person is somewhere else."""


def can_be_asked(*, verdict: Verdict, source: ScanSource, quality: ClockQuality) -> bool:
    """Whether the person is still there and was known by a code.

    A scan that waited in a phone is told when its person has gone; of somebody told by hand the card was looked at.
    """
    return verdict == Verdict.AWARDED and quality == ClockQuality.NOW and source != ScanSource.HAND


def is_drawn(digest: bytes) -> bool:
    """One in twenty, by a digest of the scan's id under a key that no phone holds."""
    return int.from_bytes(digest[:8]) % ONE_IN == 0


def is_over(*, received_at: datetime, at: datetime) -> bool:
    """Whether it is too late to answer."""
    return at - received_at > ANSWER_WITHIN
