"""QRCode掃描: 課程, the list on the officer's phone."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hefa.audit.names import SYSTEM
from hefa.awards.actions import cancel_offering
from hefa.organisers.actions import approve_organiser
from hefa.organisers.names import Duty
from tests.cast import World, a_walk_in, an_offering, an_officer, enrolled
from tests.web.conftest import logged_in

pytestmark = pytest.mark.django_db
LIST = "/scanner/"


def page(browser: Client, where: str = LIST) -> str:
    answer = browser.get(where)
    assert answer.status_code == 200
    return answer.content.decode()


def test_card_reads_as_in_the_manual(alice: Client, world: World) -> None:
    enrolled(world.offering, a_walk_in(1).code)
    html = page(alice)
    assert html.index("今日活動") < html.index("全部活動")
    for label, value in (
        ("活動年度:", "115年"), ("活動代碼:", "Test01"), ("期別", "1"),
        ("活動日期:", "115-11-24~115-11-24"), ("報名人數:", "1"),
    ):  # fmt: skip
        assert f"<dt>{label}</dt><dd>{value}</dd>" in html
    assert '<span class="offering-label">活動名稱:</span> 測試活動001</h3>' in html
    assert f'href="/scanner/{world.offering.public_id}/">開啟掃描器' in html
    assert "現在不在掃描時間內" not in html


def test_opening_outside_the_window_warns_before(alice: Client, world: World) -> None:
    an_offering(world.activity, number=2, starts_in=timedelta(days=3))
    html = page(alice, f"{LIST}?number=2")
    assert "現在不在掃描時間內</strong>（115-11-27 08:30～115-11-28 11:30）" in html and "開啟掃描器" in html


def test_today_stands_on_top_of_the_first_page_alone(alice: Client, world: World) -> None:
    for number in range(2, 25):
        an_offering(world.activity, number=number, starts_in=timedelta(days=-number))
    assert "今日活動" in page(alice)
    assert "今日活動" not in page(alice, f"{LIST}?page=2")
    assert "今日活動" not in page(alice, f"{LIST}?number=3")


def test_what_was_cancelled_is_not_scanned(alice: Client, world: World) -> None:
    cancel_offering(offering=world.offering, reason="颱風停課", officer=world.alice, at=world.at)
    assert "測試活動001" not in page(alice)
    assert alice.get(f"{LIST}{world.offering.public_id}/").status_code == 404
    assert alice.post(f"{LIST}{world.offering.public_id}/station/").status_code == 404


def test_empty_states(world: World, alice: Client) -> None:
    html = page(alice, f"{LIST}?name=無此活動")
    assert "沒有符合條件的活動" in html and "測試活動001" not in html
    new = approve_organiser(name="新開課單位", unit=None, actor=SYSTEM, at=world.at)
    frank = logged_in(an_officer("frank", new, duties=(Duty.SCAN,)))
    assert "還沒有活動" in page(frank) and "今日沒有活動" in page(frank)


def test_list_shows_the_organisers_own_offerings(charlie: Client, world: World) -> None:
    html = page(charlie)
    assert "藍山步道導覽" in html and "測試活動001" not in html and str(world.offering.public_id) not in html


def test_statements_do_not_grow_with_the_list(alice: Client, world: World) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(alice)
        return len(captured)

    few = statements()
    for number in range(2, 61):
        an_offering(world.activity, number=number, starts_in=timedelta(hours=-1, minutes=-number))
    assert statements() == few


def test_list_is_for_officers_who_scan(dora: Client, alice: Client) -> None:
    assert Client().get(LIST)["Location"] == "/login/?next=%2Fscanner%2F"
    assert dora.get(LIST).status_code == 403
    assert alice.post(LIST).status_code == 405
