"""掃描點: an officer lends a phone to a helper without an account, watches the board, and ends it."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from hefa.awards.models import Award
from hefa.base.clock import now
from hefa.codes.queries import static_text
from hefa.stations.models import ScanPass, Station
from tests.awards.phone import an_asked_id
from tests.cast import World, a_walk_in
from tests.journeys.steps import DESK, expect_counts, log_in, look, wedge, wedge_as

pytestmark = pytest.mark.django_db(transaction=True)


def scan(phone: Page, number: int) -> None:
    """Somebody's code, before a wedge scanner."""
    wedge(phone, static_text(a_walk_in(number, name="林志豪", at=now()).code))


def put_away_for_an_hour(phone: Page) -> None:
    """The phone was away, as page and server remember it, and is opened again; open, it would say that it is used."""
    scanner = phone.url
    phone.goto("/privacy/")
    Station.objects.update(active_at=now() - timedelta(hours=1))
    phone.evaluate("localStorage.setItem('hefa-in-use', String(Date.now() - 3600000))")
    phone.goto(scanner)


def lend(desk: Page, offering: str) -> str:
    """新增掃描點, then the link in its QR code."""
    desk.goto(f"/backoffice/offerings/{offering}/stations/")
    desk.get_by_role("link", name="新增掃描點").click()
    desk.get_by_label("掃描點名稱").fill("東側門")
    desk.get_by_label("手機數上限").fill("1")
    desk.get_by_role("button", name="新增掃描點").click()
    desk.get_by_role("button", name="顯示授權條碼").click()
    expect(desk.locator(".pass-qr svg")).to_be_visible()
    return desk.get_by_label("或傳送連結").input_value()


def test_a_helper_without_an_account_scans_and_nothing_else(desk: Page, phone: Page, today: World) -> None:
    log_in(desk, "alice")
    link = lend(desk, str(today.offering.public_id))
    pin = ScanPass.objects.get().pin
    phone.goto(link)
    phone.get_by_label("您的姓名").fill("林小華")
    phone.get_by_label("PIN 碼").fill("abc")
    phone.get_by_role("button", name="開始掃描").click()
    expect(phone.locator(".error-summary")).to_contain_text("PIN 碼不正確")
    phone.get_by_label("PIN 碼").fill(pin)
    phone.get_by_role("button", name="開始掃描").click()
    expect(phone.locator("#scanner")).to_be_visible()
    expect(phone.locator("#camera-sentence")).to_contain_text("找不到鏡頭")
    scan(phone, 1)
    expect_counts(phone, awarded=1)
    phone.reload()
    expect(phone.locator("#camera-sentence")).to_contain_text("找不到鏡頭")
    scan(phone, 2)
    expect_counts(phone, awarded=2)
    put_away_for_an_hour(phone)
    expect(phone.get_by_role("heading", name="請再輸入 PIN 碼")).to_be_visible()
    expect(phone.locator("#viewfinder")).to_be_hidden()
    phone.get_by_label("PIN 碼").fill("abc")
    phone.get_by_role("button", name="繼續掃描").click()
    expect(phone.locator("#pin-problem")).to_contain_text("PIN 碼不正確")
    look(phone)
    phone.get_by_label("PIN 碼").fill(pin)
    phone.get_by_role("button", name="繼續掃描").click()
    expect(phone.locator("#viewfinder")).to_be_visible()
    expect(phone.locator("#pin-panel")).to_be_hidden()
    expect_counts(phone, awarded=2)
    assert {award.station.name for award in Award.objects.select_related("station") if award.station} == {"東側門-1"}
    for page in ("/backoffice/", f"/scanner/{today.offering.public_id}/"):
        phone.goto(page)
        expect(phone.get_by_label("密碼")).to_be_visible()

    desk.goto(f"/backoffice/offerings/{today.offering.public_id}/stations/")
    row = desk.locator("tr", has_text="東側門-1")
    expect(row).to_contain_text("林小華")
    expect(row).to_contain_text("連線中")
    phone.goto("/scanner/gate/")
    expect(phone.locator("#camera-sentence")).to_contain_text("找不到鏡頭")
    scan(phone, 3)
    expect(row.locator("td").nth(5)).to_have_text("已核發3")

    row.get_by_role("button", name="停用").click()
    expect(desk.locator("main")).to_contain_text("已停用 東側門-1。")
    scan(phone, 4)
    expect(phone.locator("#card-message")).to_have_text("掃描授權已到期，請洽開課單位承辦人")
    assert Award.objects.count() == 3
    phone.goto("/scanner/gate/")
    expect(phone.locator("main")).to_contain_text("掃描授權已到期")
    phone.goto(link)
    expect(phone.locator("main")).to_contain_text("授權條碼已過期或已使用")


def test_axe_finds_nothing_wrong_with_the_stations(chromium: Browser, live_server: LiveServer, today: World) -> None:
    context = chromium.new_context(base_url=live_server.url, viewport=DESK, bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    log_in(page, "alice")
    stations = f"/backoffice/offerings/{today.offering.public_id}/stations/"
    look(page, stations)
    link = lend(page, str(today.offering.public_id))
    look(page)
    look(page, stations)
    look(page, stations.replace("stations/", "passes/new/"))
    page.get_by_label("掃描點名稱").fill("")
    page.get_by_role("button", name="新增掃描點").click()
    look(page)
    look(page, link)
    page.get_by_label("您的姓名").fill("林小華")
    page.get_by_label("PIN 碼").fill(ScanPass.objects.get().pin)
    page.get_by_role("button", name="開始掃描").click()
    expect(page.locator("#camera-sentence")).to_contain_text("找不到鏡頭")
    wedge_as(page, static_text(a_walk_in(1, at=now()).code), an_asked_id())
    page.locator("#spot-last4").fill("0000")
    page.get_by_role("button", name="送出").click()
    expect(page.locator("#spot-words")).to_contain_text("抽查不符")
    look(page, stations)
    expect(page.locator("main")).to_contain_text("林小華")
    expect(page.get_by_role("button", name="刪除時數")).to_be_visible()
    look(page, "/scanner/pass/nothing/")
    assert Station.objects.count() == 1
    context.close()
