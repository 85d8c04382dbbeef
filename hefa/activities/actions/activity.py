"""新增維護活動: describe activities."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from hefa.activities.actions.code_lists import check_codes
from hefa.activities.actions.notes import note_activity
from hefa.activities.actions.sites import check_site
from hefa.activities.models import Activity
from hefa.activities.names import CodeList, Openness, ScanPolicy
from hefa.audit.names import Actor, Verb
from hefa.base.search_text import grams
from hefa.organisers.models import Officer, Organiser


class CodeTaken(ValueError):
    """The organiser has an activity with this code in this year."""


class PlanOvertaken(Exception):
    """Somebody else changed it since it was read: nothing was saved."""


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
    site: str = ""
    site_stated: bool = False
    contact: str = ""
    scan_policy: ScanPolicy = ScanPolicy.STATIC_OK
    spot_check: bool = True
    openness: Openness = Openness.INTERNAL


@transaction.atomic
def plan_activity(
    *, organiser: Organiser, officer: Officer | None = None, plan: ActivityPlan, actor: Actor, at: datetime
) -> Activity:
    """Describe an activity. Raises CodeNotInForce, CodeTaken.

    `officer` becomes its 承辦人; what a deputy plans is in the charge of whom it deputises.
    """
    _check(plan)
    activity = Activity(
        organiser=organiser,
        officer=(officer.deputises or officer) if officer else None,
        officer_since=at if officer else None,
        name_grams=grams(plan.name),
        **asdict(plan),
    )
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

    `version` is the one that was on screen. Raises PlanOvertaken, CodeNotInForce, CodeTaken, SiteRefused.
    """
    changed = describe_otherwise(activity=activity, version=version, plan=plan, actor=actor, at=at)
    if changed:
        check_site(Activity.objects.get(pk=activity.pk))
    return changed


def describe_otherwise(*, activity: Activity, version: int, plan: ActivityPlan, actor: Actor, at: datetime) -> bool:
    """The same within a larger transaction, which asks for the site once all is changed."""
    told = asdict(plan)
    differing = [name for name, value in told.items() if getattr(activity, name) != value]
    if not differing:
        return False
    _check(plan)
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


def _check(plan: ActivityPlan) -> None:
    lists = (CodeList.METHOD, plan.method), (CodeList.FIELD, plan.field), (CodeList.COUNTY, plan.county)
    check_codes(lists, roc_year=plan.roc_year)
