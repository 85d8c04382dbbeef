"""新增學習時數 and 新增班級/單位, page by page."""

from datetime import timedelta

import pytest
from django.test import Client, override_settings

from hefa.awards.models import Award, GroupAward
from hefa.awards.names import AwardSource, AwardState
from hefa.base.hours import Hours
from tests.cast import World, a_walk_in, an_id, an_offering, enrolled
from tests.web.backoffice.conftest import Earn, address, row_of

pytestmark = pytest.mark.django_db
HOURS = {"in_person": "2", "digital": "0"}


def post(browser: Client, world: World, page: str, **fields: str) -> str:
    answer = browser.post(address(world, page), fields, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def person(number: int = 1, name: str = "林一", unit: str = "none", **more: str) -> dict[str, str]:
    return {"name": name, "national_id": an_id(number).value, "unit_choice": unit, **HOURS, **more}


def test_somebody_is_entered_with_name_number_and_unit(alice: Client, world: World) -> None:
    html = post(alice, world, "awards/entry/", **person(name="李喆堃", unit=world.green_water.code, in_person="1.5"))
    assert "已登錄「李喆堃」的學習時數。" in html and an_id(1).value not in html
    award = Award.objects.get()
    assert (award.source, award.hours, award.unit, award.entered_by) == (
        AwardSource.HAND,
        Hours.of(0, "1.5"),
        world.green_water,
        world.alice.account,
    )
    assert "李喆堃：已登錄時數。" in post(alice, world, "awards/entry/", **person(name="李喆堃"))
    assert Award.objects.count() == 1


def test_a_unit_is_looked_up_without_losing_what_was_typed(alice: Client, world: World) -> None:
    html = post(alice, world, "awards/entry/", **person(unit=""), unit_code="綠水", look_up="1")
    assert "綠水縣政府環境保護局" in html and 'value="林一"' in html and an_id(1).value not in html
    assert not Award.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"national_id": "A123456788"}, "檢查碼不符"),
        ({"name": " "}, "請輸入姓名。"),
        ({"unit_choice": ""}, "請選擇服務單位"),
        ({"in_person": "0"}, "數位與實體時數不可同時為 0。"),
        ({"in_person": "0.3"}, "時數以 0.5 小時為單位。"),
    ],
)
def test_mistakes_are_told_beside_their_fields(
    alice: Client, world: World, fields: dict[str, str], sentence: str
) -> None:
    html = post(alice, world, "awards/entry/", **{**person(), **fields})
    assert sentence in html and "A123456788" not in html and not Award.objects.exists()


def test_somebody_on_the_roster_is_found_and_entered_without_a_number(alice: Client, world: World, earn: Earn) -> None:
    for number, name in ((1, "王小明"), (2, "王大明")):
        enrolled(world.offering, a_walk_in(number, name=name).code)
    earn(2, "王大明")
    html = post(alice, world, "awards/entry/search/", find_name="明")
    assert "王小明" in html and "王大明" not in html
    assert "沒有符合且尚未核發時數" in post(alice, world, "awards/entry/search/", find_last4="0000")
    assert "請輸入姓名或末四碼。" in post(alice, world, "awards/entry/search/")
    where = html.split('<a class="btn btn-outline-primary" href="')[1].split('"')[0]
    assert f"******{an_id(1).last4}" in alice.get(where).content.decode()
    told = alice.post(where, HOURS, follow=True).content.decode()
    assert "已登錄「王小明」的學習時數。" in told and Award.objects.filter(source=AwardSource.HAND).count() == 1


def test_what_the_rule_asks_is_told_and_confirmed(alice: Client, world: World) -> None:
    ahead = an_offering(world.activity, number=2, starts_in=timedelta(days=3))
    where = address(world, "awards/entry/", ahead)
    html = alice.post(where, person()).content.decode()
    assert "登錄前請確認：不在活動掃描時間內" in html and "******" in html and not Award.objects.exists()
    kept = html.split('name="kept_number" value="')[1].split('"')[0]
    again = {**person(), "national_id": "", "kept_number": kept, "confirmed": "on"}
    assert "已登錄「林一」的學習時數。" in alice.post(where, again, follow=True).content.decode()


@override_settings(HEFA_HAND_ROWS_ALONE=1)
def test_rows_beyond_the_setting_wait_for_another_officer(alice: Client, bob: Client, world: World) -> None:
    post(alice, world, "awards/entry/", **person(1, "林一"))
    assert "須由另一位承辦人覆核後才核發" in post(alice, world, "awards/entry/", **person(2, "林二"))
    waiting = Award.objects.get(state=AwardState.WAITING)
    page = alice.get(address(world)).content.decode()
    assert "待覆核人數：1" in page and "由您登錄，須由另一位承辦人覆核" in page
    answer = alice.post(address(world, "awards/changes/"), row_of(waiting, state="reviewed"), follow=True)
    assert "沒有需要儲存的變更。" in answer.content.decode(), "a state that was not offered is not taken"
    told = bob.post(address(world, "awards/changes/"), row_of(waiting, state="reviewed"), follow=True)
    assert "林二：待覆核→已覆核" in told.content.decode()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reviewed_by) == (AwardState.REVIEWED, world.bob.account)


def group_fields(**changes: str) -> dict[str, str]:
    fields = {
        "name": "六年一班",
        "head_count": "28",
        "unit_choice": "none",
        **HOURS,
        "version": "1",
        "state": "reviewed",
    }
    return {**fields, **changes}


def test_a_class_is_added_counted_changed_and_taken_back(alice: Client, bob: Client, world: World, earn: Earn) -> None:
    earn(1), earn(2, "林一")
    html = post(alice, world, "groups/new/", **group_fields())
    assert "時數通過人數：2 人＋1 班 28 人" in html and "六年一班" in html
    assert "本期已有同名的班級 / 單位。" in post(alice, world, "groups/new/", **group_fields())
    where = f"groups/{GroupAward.objects.get().public_id}/"
    assert "請填寫更正原因。" in post(alice, world, where, **group_fields(head_count="27"))
    html = post(alice, world, where, **group_fields(head_count="27", state="failed", reason="一人請假"))
    assert "時數不通過人數：0 人＋1 班 27 人" in html and "已更正</span> 115-11-24 09:30 Alice：一人請假" in html
    assert "其他承辦人已先更改" in post(bob, world, where, **group_fields(head_count="26", reason="x"))
    printed = alice.get(address(world, "awards/printing/failed/")).content.decode()
    assert "六年一班（27 人）" in printed and "共 0 人＋1 班 27 人" in printed
    assert "請填寫刪除原因。" in post(alice, world, f"{where}revocation/", version="2")
    assert "已刪除「六年一班」27 人。" in post(alice, world, f"{where}revocation/", version="2", reason="重複")
    ended = alice.get(address(world, "awards/ended/")).content.decode()
    assert "六年一班" in ended and "115-11-24 09:30" in ended and "重複" in ended
    assert alice.get(address(world, where)).status_code == 404


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "請輸入班級或單位名稱。"),
        ({"name": "A123456789 班"}, "請勿填寫身分證字號。"),
        ({"head_count": "0"}, "人數請輸入 1 至 5000 的數字。"),
        ({"head_count": "二"}, "人數請輸入 1 至 5000 的數字。"),
        ({"in_person": "0"}, "數位與實體時數不可同時為 0。"),
        ({"unit_choice": ""}, "請選擇服務單位"),
    ],
)
def test_a_class_without_what_it_needs_is_not_added(
    alice: Client, world: World, fields: dict[str, str], sentence: str
) -> None:
    html = post(alice, world, "groups/new/", **group_fields(**fields))
    assert sentence in html and "A123456789" not in html and not GroupAward.objects.exists()
