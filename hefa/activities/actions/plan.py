"""新增維護活動: an activity together with one 期別 of it."""

from datetime import datetime

from django.db import transaction

from hefa.activities.actions.activity import ActivityPlan, describe_otherwise, plan_activity
from hefa.activities.actions.offering import OfferingPlan, hold_otherwise, plan_offering
from hefa.activities.actions.sites import check_site
from hefa.activities.models import Activity, Offering
from hefa.audit.names import Actor
from hefa.organisers.models import Officer, Organiser


@transaction.atomic
def plan_activity_and_offering(
    *,
    organiser: Organiser,
    officer: Officer | None = None,
    activity: ActivityPlan,
    offering: OfferingPlan,
    copied: Offering | None = None,
    actor: Actor,
    at: datetime,
) -> Offering:
    """新增活動: an activity with its first 期別, both or neither. Raises what planning each of them raises.

    `officer` becomes its 承辦人.
    `copied` is the 期別 from which it is copied: its topics come along where they fit.
    """
    made = plan_activity(organiser=organiser, officer=officer, plan=activity, actor=actor, at=at)
    return plan_offering(activity=made, plan=offering, copied=copied, actor=actor, at=at)


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
    described = describe_otherwise(activity=held.activity, version=activity_version, plan=activity, actor=actor, at=at)
    planned = hold_otherwise(offering=held, version=offering_version, plan=offering, actor=actor, at=at)
    if described or planned:
        offerings = None if described else [Offering.objects.get(pk=held.pk)]
        check_site(Activity.objects.get(pk=held.activity_id), offerings)
    return described or planned
