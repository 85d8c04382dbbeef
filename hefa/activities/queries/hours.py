"""The hours of an offering in their versions."""

from collections.abc import Callable
from datetime import datetime

from hefa.activities.models import Offering, OfferingHours
from hefa.base.hours import Hours


def hours_at(offering: Offering, *, at: datetime) -> Hours:
    """The hours in force at a time; before the first version those of the first."""
    return hours_history(offering)(at)


def hours_history(offering: Offering) -> Callable[[datetime], Hours]:
    """As `hours_at` for any time, read once. One statement."""
    versions = list(OfferingHours.objects.filter(offering=offering).order_by("version"))

    def in_force(at: datetime) -> Hours:
        begun = [one for one in versions if one.in_force_from <= at]
        return (begun[-1] if begun else versions[0]).hours

    return in_force


def hours_of_version(offering: Offering, *, version: int) -> Hours | None:
    """The hours of a version; None when there is none such."""
    found = OfferingHours.objects.filter(offering=offering, version=version).first()
    return found.hours if found else None


def first_hours(offering: Offering) -> Hours:
    """The hours as the activity was planned: a scanner warns when others are set."""
    return OfferingHours.objects.filter(offering=offering).order_by("version")[0].hours
