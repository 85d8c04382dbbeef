"""子題: split an offering for ECPA."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from hefa.activities.actions.activity import PlanOvertaken
from hefa.activities.actions.code_lists import CodeNotInForce, check_codes
from hefa.activities.actions.notes import note
from hefa.activities.models import Offering, Topic
from hefa.activities.names import CodeList
from hefa.activities.queries import topics_fit, topics_of
from hefa.activities.rules import MOST_TOPICS
from hefa.audit.names import Actor, Verb
from hefa.base.hours import Hours


class TopicsDoNotFit(ValueError):
    """Topics that are too many, named alike, or not together the hours of the offering; the message says which."""


@dataclass(frozen=True, slots=True)
class TopicPlan:
    """A 子題: its name, its category of the code list, its hours."""

    name: str
    field: str
    hours: Hours


@transaction.atomic
def set_topics(*, offering: Offering, version: int, topics: Sequence[TopicPlan], actor: Actor, at: datetime) -> bool:
    """Split the offering into these topics, in this order; none joins it again. False when nothing differs.

    `version` is the one that was on screen. Raises PlanOvertaken, TopicsDoNotFit, CodeNotInForce.
    """
    rows = [
        Topic(
            offering=offering,
            position=position,
            name=topic.name,
            field=topic.field,
            digital_hours=topic.hours.digital,
            in_person_hours=topic.hours.in_person,
        )
        for position, topic in enumerate(topics, start=1)
    ]
    if [_told(row) for row in topics_of(offering)] == [_told(row) for row in rows]:
        return False
    _check(offering, rows)
    own = Offering.objects.filter(pk=offering.pk, version=version, hours_version=offering.hours_version)
    if not own.update(version=F("version") + 1):
        raise PlanOvertaken
    Topic.objects.filter(offering=offering).delete()
    Topic.objects.bulk_create(rows)
    note(Verb.TOPICS_SET, offering, actor, at, topics=str(len(rows)))
    return True


def copy_topics(*, source: Offering, offering: Offering, actor: Actor, at: datetime) -> bool:
    """Split a new offering like another. False when nothing was copied: nothing there, or it does not fit."""
    plans = [TopicPlan(row.name, row.field, row.hours) for row in topics_of(source)]
    try:
        return set_topics(offering=offering, version=offering.version, topics=plans, actor=actor, at=at)
    except (TopicsDoNotFit, CodeNotInForce):
        return False


def _check(offering: Offering, rows: Sequence[Topic]) -> None:
    if len(rows) > MOST_TOPICS:
        raise TopicsDoNotFit(f"子題最多 {MOST_TOPICS} 個。")
    if len({row.name for row in rows}) < len(rows):
        raise TopicsDoNotFit("子題名稱不可重複。")
    if not topics_fit(rows, offering.hours):
        raise TopicsDoNotFit(f"子題時數的合計須等於期別的時數（{offering.hours.label}）。")
    check_codes([(CodeList.FIELD, row.field) for row in rows], roc_year=offering.activity.roc_year)


def _told(row: Topic) -> tuple[str, str, Hours]:
    return row.name, row.field, row.hours
