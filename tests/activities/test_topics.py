"""子題: an offering split for ECPA."""

from dataclasses import replace

import pytest

from hefa.activities.actions import (
    CodeNotInForce,
    PlanOvertaken,
    TopicPlan,
    TopicsDoNotFit,
    set_hours,
    set_topics,
)
from hefa.activities.models import Offering
from hefa.activities.queries import topics_fit, topics_of
from hefa.audit.models import AuditEntry
from hefa.audit.names import SYSTEM, Verb
from hefa.base.hours import Hours
from tests.cast import NOW, World

pytestmark = pytest.mark.django_db
STREAM = TopicPlan("溪流生態", "341", Hours.of(0, "0.5"))
CLIMATE = TopicPlan("氣候變遷", "339", Hours.of(0, "1.5"))


def split(world: World, *topics: TopicPlan, version: int = 1) -> bool:
    return set_topics(offering=world.offering, version=version, topics=topics, actor=SYSTEM, at=NOW)


def test_topics_stand_in_their_order_and_the_same_again_changes_nothing(world: World) -> None:
    assert split(world, STREAM, CLIMATE)
    assert not split(world, STREAM, CLIMATE)
    assert [(one.position, one.name, one.hours) for one in topics_of(world.offering)] == [
        (1, "溪流生態", STREAM.hours),
        (2, "氣候變遷", CLIMATE.hours),
    ]
    assert Offering.objects.get(pk=world.offering.pk).version == 2
    assert AuditEntry.objects.get(verb=Verb.TOPICS_SET).facts == {"topics": "2"}
    assert split(world, CLIMATE, STREAM, version=2)
    assert split(world, version=3) and not topics_of(world.offering)


def test_the_second_of_two_officers_is_told(world: World) -> None:
    assert split(world, STREAM, CLIMATE)
    with pytest.raises(PlanOvertaken):
        split(world, CLIMATE, STREAM)
    assert [one.name for one in topics_of(world.offering)] == ["溪流生態", "氣候變遷"]


def test_hours_set_meanwhile_at_the_gate_are_not_missed(world: World) -> None:
    fresh = Offering.objects.select_related("activity__organiser").get(pk=world.offering.pk)
    set_hours(offering=fresh, hours=Hours.of(1, 2), actor=SYSTEM, at=NOW)
    with pytest.raises(PlanOvertaken):
        split(world, STREAM, CLIMATE)


@pytest.mark.parametrize(
    ("topics", "told"),
    [
        ([STREAM], "合計須等於期別的時數"),
        ([STREAM, replace(CLIMATE, hours=Hours.of("1.5", 0))], "合計須等於"),
        ([STREAM, replace(CLIMATE, name="溪流生態")], "不可重複"),
        ([replace(STREAM, name=str(n)) for n in range(11)], "最多 10 個"),
    ],
    ids=["less", "digital", "same name", "eleven"],
)
def test_topics_that_do_not_fit_are_refused_with_the_reason(world: World, topics: list[TopicPlan], told: str) -> None:
    with pytest.raises(TopicsDoNotFit, match=told):
        split(world, *topics)
    assert not topics_of(world.offering)


def test_a_category_that_the_year_does_not_know_is_refused(world: World) -> None:
    with pytest.raises(CodeNotInForce):
        split(world, STREAM, replace(CLIMATE, field="999"))


def test_other_hours_leave_the_topics_and_they_no_longer_fit(world: World) -> None:
    assert topics_fit([], Hours.of(5, 5))
    split(world, STREAM, CLIMATE)
    world.offering.refresh_from_db()
    assert topics_fit(topics_of(world.offering), world.offering.hours)
    set_hours(offering=world.offering, hours=Hours.of(0, 3), actor=SYSTEM, at=NOW)
    assert not topics_fit(topics_of(world.offering), world.offering.hours)
