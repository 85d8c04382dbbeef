"""功能選項 and the list of offerings with its filter."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import World, an_account, an_activity, an_offering

pytestmark = pytest.mark.django_db
LIST = "/backoffice/offerings/"


def page(browser: Client, where: str = LIST) -> str:
    answer = browser.get(where)
    assert answer.status_code == 200
    return answer.content.decode()


def test_menu_shows_what_exists(alice: Client, dora: Client, world: World) -> None:
    html = page(alice, "/backoffice/")
    assert "學習資訊維護" in html and "功能選項" in html and "登錄 / 維護學習時數" in html and "QRCode掃描" in html
    assert "姓名：Alice" in html and "單位：綠水縣政府環境保護局" in html and "回到前台" in html and "登出" in html
    assert "新增維護活動" in html
    assert "QRCode掃描" not in page(dora, "/backoffice/") and "新增維護活動" not in page(dora, "/backoffice/")


def test_list_shows_the_organisers_own_offerings(alice: Client, charlie: Client, world: World) -> None:
    html = page(alice)
    assert "測試活動001" in html and "115-11-24~115-11-24" in html and str(world.offering.public_id) in html
    assert "藍山步道導覽" not in html and str(world.other_offering.public_id) not in html
    theirs = page(charlie)
    assert "藍山步道導覽" in theirs and "測試活動001" not in theirs and str(world.offering.public_id) not in theirs


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param("roc_year=115", True, id="year"),
        pytest.param("roc_year=109", False, id="another year"),
        pytest.param("name=測試", True, id="part of the name"),
        pytest.param("name=講習", False, id="another name"),
        pytest.param("code=test01", True, id="code, whatever the case"),
        pytest.param("number=1", True, id="number"),
        pytest.param("number=2", False, id="another number"),
        pytest.param("from_date=115-11-24&to_date=115/11/24", True, id="day"),
        pytest.param("from_date=2026-11-24", True, id="western date"),
        pytest.param("from_date=1151125", False, id="later"),
        pytest.param("to_date=115-11-23", False, id="earlier"),
    ],
)
def test_filter(alice: Client, world: World, query: str, found: bool) -> None:
    html = page(alice, f"{LIST}?{query}")
    assert (str(world.offering.public_id) in html) == found
    assert ("沒有符合條件的活動" in html) != found


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("roc_year=abc", "請輸入民國年，例如 109。"),
        ("roc_year=2020", "請輸入民國年，例如 109。"),
        ("number=0", "期別由 1 起。"),
        ("number=99999999999999999999", "期別的數字太大。"),
        ("from_date=115-13-01", "日期格式請用 109-03-24。"),
        ("to_date=9999-12-31", "日期格式請用 109-03-24。"),
        ("from_date=0001-01-01", "日期格式請用 109-03-24。"),
        ("from_date=%00", "日期格式請用 109-03-24。"),
        ("from_date=115-11-24&to_date=115-11-23", "迄日不可早於起日。"),
        ("name=%00", "null"),
    ],
)
def test_filter_says_what_is_wrong(alice: Client, world: World, query: str, sentence: str) -> None:
    html = page(alice, f"{LIST}?{query}")
    assert 'role="alert"' in html and sentence in html
    assert str(world.offering.public_id) not in html


def test_twenty_on_a_page_with_the_same_statements(alice: Client, world: World) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(alice)
        return len(captured)

    few = statements()
    for number in range(2, 61):
        an_offering(world.activity, number=number, starts_in=timedelta(days=-number))
    assert statements() == few
    first, last = page(alice), page(alice, f"{LIST}?page=3")
    assert "總共 60 筆資料, 目前顯示第 1~20 筆" in first and "總共 60 筆資料, 目前顯示第 41~60 筆" in last
    assert "第 60 期" in last and "第 60 期" not in first


def test_paging_keeps_the_filter(alice: Client, world: World) -> None:
    other = an_activity(world.organiser, name="另一活動", code="Other")
    for number in range(1, 25):
        an_offering(other, number=number)
    html = page(alice, f"{LIST}?name=另一")
    assert "?name=%E5%8F%A6%E4%B8%80&amp;page=2" in html and "測試活動001" not in html


@pytest.mark.parametrize("where", ["/backoffice/", LIST])
def test_pages_are_for_officers(world: World, where: str, alice: Client) -> None:
    assert Client().get(where)["Location"] == f"/login/?next={where.replace('/', '%2F')}"
    visitor = Client()
    visitor.force_login(an_account("learner"))
    assert visitor.get(where).status_code == 403
    assert alice.post(where).status_code == 405
    assert "no-store" in alice.get(where)["Cache-Control"]
