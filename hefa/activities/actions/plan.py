"""新增維護活動: an activity together with one 期別 of it."""

from datetime import datetime

from django.db import transaction

from hefa.activities.actions.activity import ActivityPlan, change_activity, plan_activity
from hefa.activities.actions.offering import OfferingPlan, change_offering, plan_offering
from hefa.activities.models import Offering
from hefa.audit.names import Actor
from hefa.organisers.models import Organiser


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
