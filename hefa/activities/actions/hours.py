"""可設定核發時數數量: hours in versions, so that a late scan gets those of its own time."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from hefa.activities.actions.notes import note
from hefa.activities.models import Offering, OfferingHours
from hefa.audit.names import Actor, Verb
from hefa.base.hours import Hours


class HoursOvertaken(Exception):
    """Somebody else set the hours since this offering was read."""


@transaction.atomic
def set_hours(*, offering: Offering, hours: Hours, actor: Actor, at: datetime) -> Offering:
    """A new version of the hours, from now on. The same hours change nothing.

    Raises HoursOvertaken when `offering` was read before somebody else set them.
    """
    if hours == offering.hours:
        return offering
    changed = Offering.objects.filter(pk=offering.pk, hours_version=offering.hours_version).update(
        digital_hours=hours.digital, in_person_hours=hours.in_person, hours_version=F("hours_version") + 1
    )
    if not changed:
        raise HoursOvertaken
    offering.refresh_from_db(fields=("digital_hours", "in_person_hours", "hours_version"))
    keep_version(offering, at)
    note(Verb.HOURS_SET, offering, actor, at, digital=str(hours.digital), in_person=str(hours.in_person))
    return offering


def keep_version(offering: Offering, at: datetime) -> None:
    """Store the hours in force under their version."""
    OfferingHours.objects.create(
        offering=offering,
        version=offering.hours_version,
        digital_hours=offering.digital_hours,
        in_person_hours=offering.in_person_hours,
        in_force_from=at,
    )
