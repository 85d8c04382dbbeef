"""What an offering was when each scan of a batch was made."""

from dataclasses import replace
from datetime import datetime
from functools import cached_property

from hefa.activities.models import Offering
from hefa.activities.names import ScanPolicy
from hefa.activities.queries import HoursHistory, hours_history
from hefa.awards.rules import OfferingFacts


class Terms:
    """The offering as the decision sees it. Two hundred scans share it: what they have in common is worked out once."""

    def __init__(self, offering: Offering) -> None:
        self.offering = offering

    def when(self, at: datetime, *, settings: int) -> OfferingFacts:
        """The hours of that time, and those that the helper saw who had `settings` (R11).

        Only when these are not the present ones is the history of the hours read.
        """
        if settings == self.offering.hours_version:
            return self._present
        return replace(self._present, hours=self._history.at(at), hours_shown=self._history.of_version(settings))

    @cached_property
    def _present(self) -> OfferingFacts:
        offering = self.offering
        opens, closes = offering.scan_window
        hours = offering.hours
        return OfferingFacts(
            hours=hours,
            opens=opens,
            closes=closes,
            policy=ScanPolicy(offering.activity.scan_policy),
            roc_year=offering.activity.roc_year,
            hours_shown=hours,
            cancelled=offering.cancelled,
        )

    @cached_property
    def _history(self) -> HoursHistory:
        return hours_history(self.offering)
