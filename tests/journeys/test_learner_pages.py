"""The learner's pages in Chromium: the live code without a network, the award that shows itself, no script, axe."""

import time

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from hefa.awards.models import Award
from hefa.base import code_token
from hefa.base.clock import now
from tests.cast import World, a_gate, an_id
from tests.journeys.conftest import PATIENCE_MS
from tests.journeys.steps import BEFORE_GATE, DESK, PHONE, hold_before, log_in, look, make_code, token_on

pytestmark = pytest.mark.django_db(transaction=True)
WITHOUT_NETWORK_SECONDS = 120
SLOT_MS = 30_000
SHOWN_WITHIN_MS = 2_500
"""Two seconds between two questions (scan protocol, part 8), and half a second for the answer and the drawing."""


@pytest.mark.long
def test_a_live_code_renews_itself_two_minutes_without_a_network_and_earns_hours(phone: Page, today: World) -> None:
    make_code(phone, 1)
    expect(phone.locator("[data-hefa-part=kind]")).to_have_text("條碼每 30 秒自動更新")
    phone.context.set_offline(True)
    modules = phone.locator("path[data-hefa-modules]")
    drawn = modules.get_attribute("d") or ""
    slots = [token_on(phone).slot]
    cut_at = time.monotonic()
    while time.monotonic() - cut_at < WITHOUT_NETWORK_SECONDS:
        expect(modules).not_to_have_attribute("d", drawn, timeout=SLOT_MS + PATIENCE_MS)
        drawn = modules.get_attribute("d") or ""
        slot = token_on(phone).slot
        slots += [slot] if slot != slots[-1] else []
    assert slots == list(range(slots[0], slots[0] + len(slots))) and len(slots) >= 4
    shown = token_on(phone)
    assert shown.type is code_token.TokenType.LIVE and abs(shown.slot - code_token.slot_of(now())) <= 1
    expect(phone.locator("[data-hefa-part=offline]")).to_be_visible()

    verdict = hold_before(a_gate(today.alice, today.offering, at=now()), phone)
    assert verdict == {"verdict": "AWARDED", "flags": []}
    assert Award.objects.count() == 1
    phone.context.set_offline(False)
    expect(phone.get_by_text("完成核發時數")).to_be_visible(timeout=20_000)


def test_the_page_turns_to_awarded_within_two_seconds(phone: Page, today: World) -> None:
    make_code(phone, 1)
    assert not phone.get_by_text("完成核發時數").is_visible()
    assert hold_before(a_gate(today.alice, today.offering, at=now()), phone)["verdict"] == "AWARDED"
    expect(phone.get_by_text("完成核發時數")).to_be_visible(timeout=SHOWN_WITHIN_MS)
    expect(phone.locator("[data-hefa-part=earned]")).to_contain_text("數位： 0 小時， 實體： 2 小時")


def test_the_key_is_fetched_once_and_cannot_be_read_by_scripts(phone: Page, today: World) -> None:
    make_code(phone, 1)
    expect(phone.locator("[data-hefa-part=kind]")).to_have_text("條碼每 30 秒自動更新")
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url) if "live-key" in request.url else None)
    phone.reload()
    expect(phone.locator("[data-hefa-part=kind]")).to_have_text("條碼每 30 秒自動更新")
    assert asked == []
    assert phone.evaluate(STORED_KEYS) == [False]


def test_the_code_is_large_enough_and_black_on_white_in_dark_mode(phone: Page, today: World) -> None:
    phone.emulate_media(color_scheme="dark")
    make_code(phone, 1)
    expect(phone.locator("[data-hefa-part=kind]")).to_have_text("條碼每 30 秒自動更新")
    box = phone.locator("svg.code-picture").bounding_box()
    assert box is not None
    modules = box["width"] * 25 / 33
    assert modules >= 260 and modules >= 0.6 * PHONE["width"]
    assert token_on(phone).type is code_token.TokenType.LIVE


def test_everything_works_without_scripts(chromium: Browser, live_server: LiveServer, today: World) -> None:
    context = chromium.new_context(base_url=live_server.url, viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto("/code/")
    page.get_by_label("姓名").fill("李喆堃")
    page.get_by_label("身分證統一編號").fill(an_id(3).value.lower())
    page.get_by_label("輸入服務單位代碼或名稱").fill("藍山")
    page.get_by_role("button", name="查詢代碼").click()
    page.get_by_label("藍山國家公園管理處").check()
    page.get_by_role("button", name="建立個人條碼").click()
    expect(page.get_by_text(BEFORE_GATE)).to_be_visible()
    assert token_on(page).type is code_token.TokenType.STATIC
    page.get_by_role("button", name="取得 8 位數字").click()
    expect(page.locator("[data-hefa-typed-digits]")).to_be_visible()
    page.get_by_role("link", name="作廢條碼並產生新條碼").click()
    before = page.url
    page.get_by_role("button", name="確定作廢並產生新條碼").click()
    expect(page.get_by_text("已產生新條碼，舊條碼已失效作廢。")).to_be_visible()
    assert page.url not in before
    context.close()


def test_axe_would_find_what_is_wrong(desk: Page, today: World) -> None:
    desk.goto("/login/")
    desk.evaluate("document.querySelector('main').append(document.createElement('img'))")
    with pytest.raises(AssertionError, match="image-alt"):
        look(desk)


def test_axe_finds_nothing_wrong_on_any_page(chromium: Browser, live_server: LiveServer, today: World) -> None:
    # Axe is put in as a script, which the pages' own policy would, rightly, refuse; colours are still when it looks.
    context = chromium.new_context(base_url=live_server.url, viewport=DESK, bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    for path in ("/", "/login/", "/code/", "/code/?lang=en", "/code/own/?lang=zh", "/units/?q=綠水", "/register/"):
        look(page, path)
    for path in ("/forgotten/", "/reset/", "/site-map/", "/passbook/", "/nothing/"):
        look(page, path)
    page.goto("/code/")
    page.get_by_role("button", name="建立個人條碼").click()
    look(page)
    make_code(page, 1)
    look(page)
    code = page.url
    page.get_by_role("button", name="取得 8 位數字").click()
    look(page)
    for path in ("?lang=en", "voiding/?lang=zh", "print/"):
        look(page, code + path)
    look(page, "/code/own/")
    log_in(page, "alice")
    for path in ("/", "/code/", "/profile/", "/profile/password/", "/passbook/"):
        look(page, path)
    context.close()


STORED_KEYS = """async () => {
  const request = indexedDB.open("hefa-live");
  const database = await new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
  const all = database.transaction("keys").objectStore("keys").getAll();
  const keys = await new Promise((resolve) => { all.onsuccess = () => resolve(all.result); });
  return keys.map((entry) => entry.key.extractable);
}"""
