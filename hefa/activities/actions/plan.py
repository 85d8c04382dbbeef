"""新增維護活動: describe activities, plan and change their offerings."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from hefa.activities.actions.hours import keep_version, set_hours
from hefa.activities.actions.notes import note, note_activity
from hefa.activities.models import Activity, CodeListEntry, Offering
from hefa.activities.names import CodeList, ScanPolicy
from hefa.activities.rules import stands_in_year
from hefa.audit.names import Actor, Verb
from hefa.base.hours import Hours
from hefa.base.search_text import grams
from hefa.organisers.models import Organiser


class CodeTaken(ValueError):
    """The organiser has an activity with this code in this year."""


class NumberTaken(ValueError):
    """The activity has an offering with this number."""


class PlanOvertaken(Exception):
    """Somebody else changed it since it was read: nothing was saved."""


class CodeNotInForce(ValueError):
    """A code that the year does not know; the message is the sentence to show."""

    def __init__(self, code_list: CodeList, sentence: str) -> None:
        super().__init__(sentence)
        self.code_list = code_list


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


@dataclass(frozen=True, slots=True)
class OfferingPlan:
    """When a 期別 is held, for how many people (0: no limit is told), and what it awards."""

    number: int
    starts_at: datetime
    ends_at: datetime
    capacity: int
    hours: Hours


@transaction.atomic
def plan_activity(*, organiser: Organiser, plan: ActivityPlan, actor: Actor, at: datetime) -> Activity:
    """Describe an activity. Raises CodeNotInForce, CodeTaken."""
    _check_codes(plan)
    activity = Activity(organiser=organiser, name_grams=grams(plan.name), **asdict(plan))
    try:
        with transaction.atomic():
            activity.save(force_insert=True)
    except IntegrityError:
        raise CodeTaken from None
    note_activity(Verb.ACTIVITY_PLANNED, activity, actor, at, fields=[])
    return activity


@transaction.atomic
def change_activity(*, activity: Activity, version: int, plan: ActivityPlan, actor: Actor, at: datetime) -> bool:
    """Describe it otherwise, for all its offerings. False when nothing differs.

    `version` is the one that was on screen. Raises PlanOvertaken, CodeNotInForce, CodeTaken.
    """
    told = asdict(plan)
    differing = [name for name, value in told.items() if getattr(activity, name) != value]
    if not differing:
        return False
    _check_codes(plan)
    own = Activity.objects.filter(pk=activity.pk, version=version)
    try:
        with transaction.atomic():
            changed = own.update(**told, name_grams=grams(plan.name), version=F("version") + 1)
    except IntegrityError:
        raise CodeTaken from None
    if not changed:
        raise PlanOvertaken
    note_activity(Verb.ACTIVITY_CHANGED, activity, actor, at, fields=differing)
    return True


@transaction.atomic
def plan_offering(*, activity: Activity, plan: OfferingPlan, actor: Actor, at: datetime) -> Offering:
    """Add a 期別. Raises NumberTaken."""
    offering = Offering(
        activity=activity,
        number=plan.number,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        capacity=plan.capacity,
        digital_hours=plan.hours.digital,
        in_person_hours=plan.hours.in_person,
    )
    try:
        with transaction.atomic():
            offering.save(force_insert=True)
    except IntegrityError:
        raise NumberTaken from None
    keep_version(offering, at)
    note(Verb.OFFERING_PLANNED, offering, actor, at)
    return offering


@transaction.atomic
def change_offering(*, offering: Offering, version: int, plan: OfferingPlan, actor: Actor, at: datetime) -> bool:
    """Another time (延期), number, capacity or hours. False when nothing differs.

    Awards that stand keep their hours; the new ones hold from now on. `version` is the one that was on screen.
    Raises PlanOvertaken, NumberTaken, HoursOvertaken.
    """
    told = {name: getattr(plan, name) for name in ("number", "starts_at", "ends_at", "capacity")}
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


@transaction.atomic
def plan_activity_and_offering(
    *, organiser: Organiser, activity: ActivityPlan, offering: OfferingPlan, actor: Actor, at: datetime
) -> Offering:
    """新增活動: an activity with its first 期別, both or neither. Raises what planning each of them raises."""
    made = plan_activity(organiser=organiser, plan=activity, actor=actor, at=at)
    return plan_offering(activity=made, plan=offering, actor=actor, at=at)


@transaction.atomic
def change_plan(
    *,
    held: Offering,
    activity_version: int,
    activity: ActivityPlan,
    offering_version: int,
    offering: OfferingPlan,
    actor: Actor,
    at: datetime,
) -> bool:
    """修改活動: the activity and one 期別 of it, both or neither. False when nothing differs. Raises as each does."""
    described = change_activity(activity=held.activity, version=activity_version, plan=activity, actor=actor, at=at)
    planned = change_offering(offering=held, version=offering_version, plan=offering, actor=actor, at=at)
    return described or planned


def _check_codes(plan: ActivityPlan) -> None:
    """Each code stands in its list in some part of the year: 參訪 was a method once and no longer is."""
    wanted = {CodeList.METHOD: plan.method, CodeList.FIELD: plan.field, CodeList.COUNTY: plan.county}
    known = {(entry.code_list, entry.code): entry for entry in CodeListEntry.objects.filter(code__in=wanted.values())}
    for code_list, code in wanted.items():
        entry = known.get((code_list.value, code))
        if entry is None:
            raise CodeNotInForce(code_list, f"查無這個{code_list.label}，請重新選擇。")
        if not stands_in_year(entry.valid_from, entry.valid_until, roc_year=plan.roc_year):
            raise CodeNotInForce(code_list, f"「{entry.label}」在 {plan.roc_year} 年度已不適用，請重新選擇。")
