"""Who comes without a phone: told by hand at the scanner, by a printed card, or from the sheet afterwards."""

from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from hefa.awards.models import Award
from hefa.awards.names import Assurance, AwardSource
from hefa.base.clock import now
from hefa.codes.models import PersonalCode
from hefa.codes.queries import static_text
from tests.awards.phone import an_asked_id
from tests.cast import World, a_gate, a_walk_in, an_id, enrolled
from tests.door import scan_over_http
from tests.journeys.steps import DESK, expect_counts, log_in, look, open_scanner, wedge_as

pytestmark = pytest.mark.django_db(transaction=True)


def expect_two(today: World) -> list[PersonalCode]:
    """李喆堃 and Ngayaw‧Kacaw have enrolled."""
    codes = [a_walk_in(n, name=name, at=now()).code for n, name in ((1, "李喆堃"), (2, "Ngayaw‧Kacaw"))]
    for code in codes:
        enrolled(today.offering, code, at=now())
    return codes


def desk_of(today: World, page: str) -> str:
    return f"/backoffice/offerings/{today.offering.public_id}/{page}"


def test_somebody_without_code_and_phone_is_told_by_hand(phone: Page, today: World) -> None:
    open_scanner(phone, today.offering.public_id)
    phone.get_by_role("button", name="現場登錄").click()
    panel = phone.locator("#walk-in-panel")
    panel.get_by_label("姓名").fill("李喆堃")
    panel.get_by_label("服務單位代碼").fill("綠水")
    panel.get_by_role("button", name="查詢代碼").click()
    panel.get_by_role("button", name="選擇 綠水縣政府環境保護局").click()
    expect(panel.get_by_label("服務單位代碼")).to_have_value(today.green_water.code)
    number = panel.get_by_label("身分證統一編號")
    number.fill("A123456788")
    panel.get_by_role("button", name="核發時數").click()
    expect(panel.locator("#walk-in-problem")).to_have_text("檢查碼不正確，請確認是否輸入錯誤")
    number.fill(an_id(1).value.lower())
    number.press("Enter")
    expect_counts(phone, awarded=1)
    expect(phone.locator("#card-name")).to_have_text("李喆堃")
    award = Award.objects.get()
    assert (award.source, award.unit, award.assurance) == (AwardSource.HAND, today.green_water, Assurance.HAND)
    phone.get_by_role("button", name="現場登錄").click()
    expect(number).to_have_value("")
    expect(panel.get_by_label("姓名")).to_have_value("")
    expect(panel.get_by_label("服務單位代碼")).to_have_value(today.green_water.code)
    kept = phone.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert an_id(1).value not in kept and "李喆堃" not in kept


def test_a_page_opened_without_a_server_opens_by_itself_and_offline_nobody_is_told_by_hand(
    phone: Page, today: World
) -> None:
    phone.route("**/station/", lambda route: route.abort())
    open_scanner(phone, today.offering.public_id)
    card = phone.locator("#card-message")
    expect(card).to_have_text("目前無法連線，尚不能掃描；連線後自動開啟，請先紙本簽到")
    phone.unroute("**/station/")
    phone.evaluate("dispatchEvent(new Event('online'))")
    expect(card).to_have_text("請掃描學員條碼")

    phone.get_by_role("button", name="現場登錄").click()
    phone.context.set_offline(True)
    panel = phone.locator("#walk-in-panel")
    panel.get_by_label("姓名").fill("王小明")
    panel.get_by_label("身分證統一編號").fill(an_id(1).value)
    panel.get_by_label("一般民眾（無服務單位）").check()
    panel.get_by_role("button", name="核發時數").click()
    expect(panel.locator("#walk-in-problem")).to_have_text("目前離線，無法現場登錄，請先紙本簽到，連線後補登")
    phone.context.set_offline(False)
    panel.get_by_role("button", name="核發時數").click()
    expect_counts(phone, awarded=1)


def test_cards_are_printed_and_scanned(desk: Page, today: World, tmp_path: Path) -> None:
    expect_two(today)
    log_in(desk, "alice", at=desk_of(today, "awards/"))
    desk.get_by_role("link", name="條碼卡").click()
    desk.get_by_label("勾選 李喆堃").uncheck()
    with desk.expect_download() as started:
        desk.get_by_role("button", name="下載 PDF").click()
    assert started.value.suggested_filename == "條碼卡_Test01_第1期.pdf"
    desk.get_by_role("button", name="以瀏覽器列印").click()
    picture = Image.open(BytesIO(desk.locator(".door-card svg").screenshot()))
    [found] = zxingcpp.read_barcodes(picture)
    result = scan_over_http(a_gate(today.alice, today.offering, at=now()), found.text, at=now())
    assert (result["verdict"], result["learner"]["name"]) == ("AWARDED", "Ngayaw‧Kacaw")
    assert Award.objects.get().assurance == Assurance.CARD


def test_the_sheet_is_typed_in_by_keyboard_alone(desk: Page, today: World) -> None:
    expect_two(today)
    log_in(desk, "alice", at=desk_of(today, "sign-in/"))
    with desk.expect_download() as started:
        desk.get_by_role("button", name="下載 PDF").click()
    assert started.value.suggested_filename == "簽到暨補登表_Test01_第1期.pdf"
    desk.locator("main").get_by_role("link", name="補登").click()
    desk.locator("#name-3").focus()
    keys = desk.keyboard
    for typed in ("峯啓綉", an_id(3).value, today.green_water.code, "林一", "A123456788", "="):
        keys.type(typed)
        keys.press("Enter")
    desk.get_by_role("button", name="送出").click()
    expect(desk.locator(".error-summary")).to_contain_text("編號 4：檢查碼不正確")
    expect(desk.locator("#name-3")).to_have_value("峯啓綉")
    desk.locator(".error-summary a").click()
    keys.type(an_id(4).value)
    desk.get_by_role("button", name="送出").click()
    expect(desk.locator(".outcome-table")).to_contain_text("峯啓綉")
    expect(desk.locator(".outcome-table .state")).to_have_text(["核發", "核發"])
    desk.get_by_role("link", name="勾選已報名學員").click()
    desk.get_by_label("已簽到：李喆堃").check()
    desk.get_by_label("末四碼：李喆堃").fill(an_id(1).last4)
    desk.get_by_role("button", name="送出").click()
    expect(desk.locator(".outcome-table .state")).to_have_text(["核發"])
    assert Award.objects.filter(unit=today.green_water).count() == 2 and Award.objects.count() == 3


def test_lost_codes_are_voided_after_the_card_was_seen(phone: Page, today: World) -> None:
    expect_two(today)
    log_in(phone, "alice", at="/backoffice/")
    phone.get_by_role("link", name="掛失個人條碼").click()
    phone.get_by_label("身分證統一編號").fill(an_id(1).value)
    phone.get_by_label("掛失原因").select_option(label="條碼卡遺失")
    phone.get_by_role("button", name="作廢所有條碼").click()
    expect(phone.locator(".error-summary")).to_contain_text("請當面核對身分證件後勾選")
    phone.get_by_label("已核對身分證件，與本人相符").check()
    phone.get_by_label("身分證統一編號").fill(an_id(1).value)
    phone.get_by_role("button", name="作廢所有條碼").click()
    expect(phone.locator("main")).to_contain_text("已作廢 1 組條碼")


def test_axe_finds_nothing_wrong_at_the_door(chromium: Browser, live_server: LiveServer, today: World) -> None:
    expect_two(today)
    context = chromium.new_context(base_url=live_server.url, viewport=DESK, bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    open_scanner(page, today.offering.public_id)
    wedge_as(page, static_text(a_walk_in(3, at=now()).code), an_asked_id())
    expect(page.locator("#spot-last4")).to_be_visible()
    page.get_by_role("button", name="現場登錄").click()
    page.locator("#walk-in-unit").fill("綠水")
    page.get_by_role("button", name="查詢代碼").click()
    expect(page.locator("#walk-in-units li")).to_have_count(1)
    look(page)
    for path in ("awards/", "cards/", "poster/", "sign-in/", "sheet/", "sheet/signed/"):
        look(page, desk_of(today, path))
    look(page, "/backoffice/lost-codes/")
    page.goto(desk_of(today, "cards/"))
    page.get_by_role("button", name="以瀏覽器列印").click()
    look(page)
    page.goto(desk_of(today, "sheet/"))
    page.locator("#name-3").fill("林一")
    page.locator("#number-3").fill(an_id(3).value)
    page.locator("#unit-3").fill("X")
    page.get_by_role("button", name="送出").click()
    look(page)
    page.locator("#unit-3").fill("")
    page.get_by_role("button", name="送出").click()
    expect(page.locator(".outcome-table")).to_be_visible()
    look(page)
    context.close()
