"""子題 in the browser: rows sent together, told what is wrong, never half saved."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hefa.activities.actions import TopicPlan, set_hours, set_topics
from hefa.activities.models import Offering
from hefa.activities.queries import topics_of
from hefa.audit.names import SYSTEM
from hefa.base.hours import Hours
from tests.cast import NOW, World, an_id

pytestmark = pytest.mark.django_db


def where(world: World, page: str = "topics/") -> str:
    return f"/backoffice/planning/{world.offering.public_id}/{page}"


def rows(*told: tuple[str, str, str, str], version: int = 1, **more: str) -> dict[str, str]:
    """The page as it is sent: name, category, digital and in-person hours of each row."""
    fields = ("name", "field", "digital", "in_person")
    sent = {
        f"topic-{n}-{name}": value for n, row in enumerate(told, 1) for name, value in zip(fields, row, strict=True)
    }
    return {"version": str(version), "rows": str(len(told)), **sent, **more}


def text(answer: object) -> str:
    return bytes(answer.content).decode()  # type: ignore[attr-defined]


STREAM, CLIMATE, EMPTY = ("溪流生態", "341", "", "0.5"), ("氣候變遷", "339", "0", "1.5"), ("", "", "", "")


def test_rows_become_topics_and_emptied_rows_are_left_out(alice: Client, world: World) -> None:
    assert text(alice.get(where(world))).count('class="topic-title"') == 3
    answer = alice.post(where(world), rows(STREAM, EMPTY, CLIMATE), follow=True)
    assert "已儲存子題。" in text(answer) and "氣候變遷　數位： 0 小時， 實體： 1.5 小時" in text(answer)
    assert [(one.position, one.name) for one in topics_of(world.offering)] == [(1, "溪流生態"), (2, "氣候變遷")]
    html = text(alice.get(where(world)))
    assert 'value="溪流生態"' in html and 'value="0.5"' in html
    assert "沒有需要儲存的變更。" in text(alice.post(where(world), rows(STREAM, CLIMATE, version=2), follow=True))
    assert "這一期沒有拆分" in text(alice.post(where(world), rows(EMPTY, EMPTY, version=2), follow=True))


def test_one_more_row_keeps_what_was_typed(alice: Client, world: World) -> None:
    html = text(alice.post(where(world), rows(STREAM, CLIMATE, ("打到一半", "", "x", ""), do="more")))
    assert html.count('class="topic-title"') == 4 and 'value="打到一半"' in html and "error-summary" not in html
    full = text(alice.post(where(world), rows(*[STREAM] * 10, do="more")))
    assert full.count('class="topic-title"') == 10 and "再加一列" not in full
    assert text(alice.post(where(world), rows(STREAM) | {"rows": "999999"})).count('class="topic-title"') == 10


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (("", "339", "0", "1.5"), "請輸入子題名稱。"),
        (("氣候變遷", "", "0", "1.5"), "請選擇類別。"),
        (("氣候變遷", "xx", "0", "1.5"), "這個類別不適用於此活動年度"),
        (("氣候變遷", "339", "", ""), "數位與實體時數不可同時為 0。"),
        (("氣候變遷", "339", "", "1.3"), "時數以 0.5 小時為單位。"),
        (("氣候變遷", "339", "", "1"), "子題時數的合計須等於期別的時數（數位： 0 小時， 實體： 2 小時）。"),
        (("溪流生態", "339", "", "1.5"), "子題名稱不可重複。"),
        ((f"講師 {an_id(1).value}", "339", "", "1.5"), "請勿填寫身分證字號。"),
        (("長" * 61, "339", "", "1.5"), "60"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_wrong_is_told_and_nothing_is_saved(
    alice: Client, world: World, row: tuple[str, str, str, str], told: str
) -> None:
    answer = alice.post(where(world), rows(STREAM, row))
    assert answer.status_code == 200 and told in text(answer) and 'value="溪流生態"' in text(answer)
    assert not topics_of(world.offering)


def test_the_second_of_two_officers_is_told(alice: Client, bob: Client, world: World) -> None:
    alice.post(where(world), rows(STREAM, CLIMATE))
    assert "其他承辦人已先更改" in text(bob.post(where(world), rows(CLIMATE, STREAM), follow=True))
    assert topics_of(world.offering)[0].name == "溪流生態"


def test_hours_that_no_longer_fit_are_said(alice: Client, world: World) -> None:
    alice.post(where(world), rows(STREAM, CLIMATE))
    held = Offering.objects.select_related("activity__organiser").get(pk=world.offering.pk)
    set_hours(offering=held, hours=Hours.of(0, 3), actor=SYSTEM, at=NOW)
    assert "匯出 ECPA 檔案前請先修改子題" in text(alice.get(where(world, "")))
    assert "目前的子題合計與期別的時數不同" in text(alice.get(where(world)))


def test_ten_topics_cost_no_more_statements_than_one(alice: Client, world: World) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as statements:
            alice.get(where(world))
        return len(statements)

    few = asked()
    topics = [TopicPlan(f"子題 {n}", "341", Hours.of(0, "0.5")) for n in range(4)]
    set_topics(offering=world.offering, version=1, topics=topics, actor=SYSTEM, at=NOW)
    assert asked() == few
