"""取消 and 恢復 in the browser."""

import pytest
from django.test import Client

from hefa.activities.models import Offering
from tests.cast import World, a_walk_in, an_id, enrolled
from tests.web.backoffice.conftest import Earn

pytestmark = pytest.mark.django_db


def where(world: World, page: str = "") -> str:
    return f"/backoffice/planning/{world.offering.public_id}/{page}"


def text(answer: object) -> str:
    return bytes(answer.content).decode()  # type: ignore[attr-defined]


def test_a_cancelled_offering_says_so_and_may_be_held_after_all(alice: Client, bob: Client, world: World) -> None:
    enrolled(world.offering, a_walk_in(1).code)
    assert "已有 1 位學員報名，取消後請通知學員" in text(alice.get(where(world, "cancellation/")))
    answer = text(alice.post(where(world, "cancellation/"), {"reason": "颱風停課"}, follow=True))
    assert "已取消這一期。" in answer and "請通知已報名的 1 位學員。" in answer and "原因：颱風停課" in answer
    for page in ("", f"{world.offering.public_id}/awards/"):
        assert "已取消</span>" in text(alice.get(f"/backoffice/offerings/{page}"))
    assert "已由其他承辦人取消" in text(bob.post(where(world, "cancellation/"), {"reason": "重複"}, follow=True))
    assert bob.get(where(world, "cancellation/"))["Location"] == where(world)
    assert "取消原因：颱風停課" in text(bob.get(where(world, "restoration/")))
    assert "已恢復這一期。" in text(bob.post(where(world, "restoration/"), follow=True))
    assert "這一期沒有取消。" in text(alice.post(where(world, "restoration/"), follow=True))
    assert alice.get(where(world, "restoration/"))["Location"] == where(world)


@pytest.mark.parametrize(
    ("reason", "told"),
    [("", "請填寫取消原因。"), (" ", "請填寫取消原因。"), (an_id(1).value, "請勿填寫身分證字號。")],
    ids=["none", "blank", "number"],
)
def test_it_is_cancelled_for_a_reason(alice: Client, world: World, reason: str, told: str) -> None:
    assert told in text(alice.post(where(world, "cancellation/"), {"reason": reason}))
    assert not Offering.objects.get(pk=world.offering.pk).cancelled


def test_hours_stand_against_it(alice: Client, world: World, earn: Earn) -> None:
    earn(1)
    earn(2, "林一")
    for answer in (
        alice.get(where(world, "cancellation/")),
        alice.post(where(world, "cancellation/"), {"reason": "停課"}),
    ):
        assert "目前不能取消：已有 2 位學員的時數。" in text(answer)
    assert not Offering.objects.get(pk=world.offering.pk).cancelled
