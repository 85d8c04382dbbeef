"""The hours of an offering in their versions."""

from datetime import datetime

from hefa.activities.models import Offering, OfferingHours
from hefa.base.hours import Hours


def hours_at(offering: Offering, *, at: datetime) -> Hours:
    """The hours in force at a time; before the first version those of the first."""
    versions = OfferingHours.objects.filter(offering=offering)
    in_force = versions.filter(in_force_from__lte=at).order_by("-version").first()
    return (in_force or versions.order_by("version")[0]).hours


def hours_of_version(offering: Offering, *, version: int) -> Hours | None:
    """The hours of a version; None when there is none such."""
    found = OfferingHours.objects.filter(offering=offering, version=version).first()
    return found.hours if found else None


def first_hours(offering: Offering) -> Hours:
    """The hours as the activity was planned: a scanner warns when others are set."""
    return OfferingHours.objects.filter(offering=offering).order_by("version")[0].hours
