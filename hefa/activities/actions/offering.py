"""新增維護活動: plan and change 期別."""

from dataclasses import dataclass, fields
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from hefa.activities.actions.activity import PlanOvertaken
from hefa.activities.actions.hours import keep_version, set_hours
from hefa.activities.actions.notes import note
from hefa.activities.actions.sites import check_site
from hefa.activities.actions.topics import copy_topics
from hefa.activities.models import Activity, Offering
from hefa.audit.names import Actor, Verb
from hefa.base.hours import Hours


class NumberTaken(ValueError):
    """The activity has an offering with this number."""


@dataclass(frozen=True, slots=True)
class OfferingPlan:
    """When a 期別 is held, for how many people (0: no limit is told), what it awards, and how people enrol.

    Without `enrol_from` and `enrol_until` nobody enrols on their own.
    """

    number: int
    starts_at: datetime
    ends_at: datetime
    capacity: int
    hours: Hours
    enrol_from: datetime | None = None
    enrol_until: datetime | None = None
    approval_needed: bool = False


PLANNED = tuple(field.name for field in fields(OfferingPlan) if field.name != "hours")
"""What is a column of the offering under the same name; hours are kept in versions."""


@transaction.atomic
def plan_offering(
    *, activity: Activity, plan: OfferingPlan, copied: Offering | None = None, actor: Actor, at: datetime
) -> Offering:
    """Add a 期別, with the topics of the one that it copies where they fit. Raises NumberTaken, SiteRefused."""
    offering = Offering(
        activity=activity,
        digital_hours=plan.hours.digital,
        in_person_hours=plan.hours.in_person,
        **{name: getattr(plan, name) for name in PLANNED},
    )
    try:
        with transaction.atomic():
            offering.save(force_insert=True)
    except IntegrityError:
        raise NumberTaken from None
    check_site(activity, [offering])
    keep_version(offering, at)
    note(Verb.OFFERING_PLANNED, offering, actor, at)
    if copied is not None:
        copy_topics(source=copied, offering=offering, actor=actor, at=at)
    return offering


@transaction.atomic
def change_offering(*, offering: Offering, version: int, plan: OfferingPlan, actor: Actor, at: datetime) -> bool:
    """Another time (延期), number, capacity, enrolment or hours. False when nothing differs.

    Awards that stand keep their hours; the new ones hold from now on. `version` is the one that was on screen.
    Raises PlanOvertaken, NumberTaken, HoursOvertaken, SiteRefused.
    """
    changed = hold_otherwise(offering=offering, version=version, plan=plan, actor=actor, at=at)
    if changed:
        check_site(offering.activity, [Offering.objects.get(pk=offering.pk)])
    return changed


def hold_otherwise(*, offering: Offering, version: int, plan: OfferingPlan, actor: Actor, at: datetime) -> bool:
    """The same within a larger transaction, which asks for the site once all is changed."""
    told = {name: getattr(plan, name) for name in PLANNED}
    differing = [name for name, value in told.items() if getattr(offering, name) != value]
    if differing:
        own = Offering.objects.filter(pk=offering.pk, version=version)
        try:
            with transaction.atomic():
                changed = own.update(**told, version=F("version") + 1)
        except IntegrityError:
            raise NumberTaken from None
        if not changed:
            raise PlanOvertaken
        note(Verb.OFFERING_CHANGED, offering, actor, at, fields=",".join(differing))
    other_hours = plan.hours != offering.hours
    set_hours(offering=offering, hours=plan.hours, actor=actor, at=at)
    return bool(differing) or other_hours
