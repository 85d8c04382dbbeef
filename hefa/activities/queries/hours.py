"""The hours of an offering in their versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hefa.activities.models import Offering, OfferingHours
from hefa.base.hours import Hours


@dataclass(frozen=True, slots=True)
class HoursHistory:
    """The versions of an offering's hours, the first one first."""

    versions: Sequence[OfferingHours]

    def at(self, moment: datetime) -> Hours:
        """The hours in force at a time; before the first version those of the first."""
        begun = [one for one in self.versions if one.in_force_from <= moment]
        return (begun[-1] if begun else self.versions[0]).hours

    def of_version(self, version: int) -> Hours | None:
        """The hours of a version; None when there is none such."""
        return next((one.hours for one in self.versions if one.version == version), None)


def hours_history(offering: Offering) -> HoursHistory:
    """The hours of any time and any version. One statement."""
    return HoursHistory(list(OfferingHours.objects.filter(offering=offering).order_by("version")))


def hours_at(offering: Offering, *, at: datetime) -> Hours:
    """The hours in force at a time."""
    return hours_history(offering).at(at)


def first_hours(offering: Offering) -> Hours:
    """The hours as the activity was planned: a scanner warns when others are set."""
    return OfferingHours.objects.filter(offering=offering).order_by("version")[0].hours
