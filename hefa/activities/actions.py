"""Plan activities and offerings, set hours, enrol learners."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from hefa.activities.models import Activity, Enrolment, Offering, OfferingHours
from hefa.activities.names import EnrolmentState, ScanPolicy
from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.base.hours import Hours
from hefa.base.search_text import grams
from hefa.learners.models import Learner
from hefa.organisers.models import Organiser
from hefa.units.models import Unit


class HoursOvertaken(Exception):
    """Somebody else set the hours since this offering was read."""


@dataclass(frozen=True, slots=True)
class ActivityPlan:
    """How an activity is described. Codes are those of the code lists; 年度 is the ROC year."""

    roc_year: int
    name: str
    code: str
    method: str
    field: str
    county: str
    summary: str = ""
    place: str = ""
    contact: str = ""
    scan_policy: ScanPolicy = ScanPolicy.STATIC_OK


@transaction.atomic
def plan_activity(*, organiser: Organiser, plan: ActivityPlan, actor: Actor, at: datetime) -> Activity:
    """新增維護活動: describe an activity."""
    activity = Activity.objects.create(
        organiser=organiser,
        roc_year=plan.roc_year,
        name=plan.name,
        code=plan.code,
        method=plan.method,
        field=plan.field,
        county=plan.county,
        summary=plan.summary,
        place=plan.place,
        contact=plan.contact,
        scan_policy=plan.scan_policy,
        name_grams=grams(plan.name),
    )
    record(
        at=at,
        actor=actor,
        verb=Verb.ACTIVITY_PLANNED,
        subject_kind="activity",
        subject_id=activity.public_id,
        organiser_id=organiser.public_id,
    )
    return activity


@transaction.atomic
def plan_offering(
    *,
    activity: Activity,
    number: int,
    starts_at: datetime,
    ends_at: datetime,
    hours: Hours,
    capacity: int,
    actor: Actor,
    at: datetime,
) -> Offering:
    """Add a 期別 with the hours that it awards."""
    offering = Offering.objects.create(
        activity=activity,
        number=number,
        starts_at=starts_at,
        ends_at=ends_at,
        capacity=capacity,
        digital_hours=hours.digital,
        in_person_hours=hours.in_person,
    )
    _keep_version(offering, at)
    _note(Verb.OFFERING_PLANNED, offering, actor, at)
    return offering


@transaction.atomic
def set_hours(*, offering: Offering, hours: Hours, actor: Actor, at: datetime) -> Offering:
    """可設定核發時數數量: a new version of the hours, from now on. The same hours change nothing.

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
    _keep_version(offering, at)
    _note(Verb.HOURS_SET, offering, actor, at, digital=str(hours.digital), in_person=str(hours.in_person))
    return offering


@transaction.atomic
def enrol(*, offering: Offering, learner: Learner, unit: Unit | None, actor: Actor, at: datetime) -> Enrolment:
    """報名, approved at once. Said twice, the first stands."""
    enrolment, made = Enrolment.objects.get_or_create(
        offering=offering,
        learner=learner,
        defaults={"unit": unit, "state": EnrolmentState.APPROVED, "enrolled_at": at},
    )
    if made:
        _note(Verb.ENROLLED, offering, actor, at, learner=str(learner.public_id))
    return enrolment


def _keep_version(offering: Offering, at: datetime) -> None:
    OfferingHours.objects.create(
        offering=offering,
        version=offering.hours_version,
        digital_hours=offering.digital_hours,
        in_person_hours=offering.in_person_hours,
        in_force_from=at,
    )


def _note(verb: Verb, offering: Offering, actor: Actor, at: datetime, **facts: str) -> None:
    record(
        at=at,
        actor=actor,
        verb=verb,
        subject_kind="offering",
        subject_id=offering.public_id,
        organiser_id=offering.activity.organiser.public_id,
        facts=facts,
    )
