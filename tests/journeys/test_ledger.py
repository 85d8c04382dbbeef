"""登錄 / 維護學習時數 in the browser: the wrong 期別 put right, hours by hand, a class, a correction with reason."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from hefa.awards.models import Award
from hefa.base.clock import now
from tests.cast import World, a_walk_in, an_id, an_offering, enrolled
from tests.journeys.steps import DESK, earned, log_in, look

pytestmark = pytest.mark.django_db(transaction=True)

PROMISED_MS = 3_000
"""So soon whoever looks at the list sees what the gates have scanned."""


def desk_of(world: World) -> str:
    return f"/backoffice/offerings/{world.offering.public_id}/"


def test_people_scanned_into_the_wrong_offering_are_moved_and_back_on_the_phone(phone: Page, today: World) -> None:
    right = an_offering(today.activity, at=now(), number=2)
    for number, name in enumerate(("王小明", "林一", "李喆堃"), start=1):
        earned(today, number, name)
    log_in(phone, "alice", at=desk_of(today) + "awards/")
    phone.get_by_role("button", name="移轉").click()
    phone.get_by_label("移轉到").select_option(value=str(right.public_id))
    phone.get_by_role("button", name="下一步：預覽").click()
    expect(phone.locator(".move-numbers")).to_contain_text("3 筆")
    phone.get_by_label("移轉原因").fill("掃錯期別")
    phone.get_by_role("button", name="移轉 3 筆時數").click()
    expect(phone.locator(".messages")).to_contain_text("已移轉 3 筆時數至「測試活動001」第 2 期")
    assert Award.objects.filter(offering=right, revoked_at__isnull=True).count() == 3
    phone.get_by_role("button", name="移回").click()
    phone.get_by_label("移轉原因").fill("原來沒有錯")
    phone.get_by_role("button", name="移轉 3 筆時數").click()
    expect(phone.locator(".messages")).to_contain_text("已移轉 3 筆時數至「測試活動001」第 1 期")
    assert Award.objects.filter(offering=today.offering, revoked_at__isnull=True).count() == 3


def test_the_open_list_follows_the_gates_and_leaves_what_is_typed_alone(desk: Page, today: World) -> None:
    log_in(desk, "alice", at=desk_of(today) + "awards/")
    rows, counts = desk.locator("[data-hefa-part=rows]"), desk.locator(".desk-counts")
    earned(today, 1, "王小明")
    expect(rows).to_contain_text("王小明", timeout=PROMISED_MS)
    expect(counts).to_contain_text("時數通過人數：1", timeout=PROMISED_MS)
    hours = rows.get_by_label("實體").last
    hours.fill("1")
    earned(today, 2, "林一")
    expect(counts).to_contain_text("時數通過人數：2", timeout=PROMISED_MS)
    expect(desk.locator("[data-hefa-news]")).to_have_text("有 1 筆新資料，重新整理")
    expect(hours).to_have_value("1")
    assert "林一" not in rows.inner_text()
    look(desk)
    hours.fill("2")
    hours.blur()
    expect(rows).to_contain_text("林一", timeout=PROMISED_MS)
    expect(desk.locator("[data-hefa-news]")).to_be_hidden()
    desk.get_by_role("button", name="全部不通過").click()
    desk.get_by_label("更正原因").fill("未全程參加")
    desk.get_by_role("button", name="送出").click()
    expect(counts).to_contain_text("時數不通過人數：2")


def test_hours_by_hand_a_class_and_a_correction_at_the_desk(desk: Page, today: World) -> None:
    enrolled(today.offering, a_walk_in(1, name="王小明", at=now()).code, at=now())
    log_in(desk, "alice", at=desk_of(today) + "awards/")
    desk.get_by_role("link", name="新增學習時數").click()
    desk.locator("#id_find_name").fill("小明")
    desk.get_by_role("button", name="搜尋").click()
    desk.get_by_role("link", name=re.compile("登錄.*王小明")).click()
    desk.get_by_role("button", name="登錄時數").click()
    expect(desk.locator(".messages")).to_contain_text("已登錄「王小明」的學習時數。")
    desk.locator("#id_name").fill("李喆堃")
    desk.get_by_label("身分證統一編號").fill(an_id(2).value)
    desk.get_by_label("一般民眾（無服務單位）").check()
    desk.get_by_role("button", name="登錄時數").click()
    expect(desk.locator(".messages")).to_contain_text("已登錄「李喆堃」的學習時數。")
    desk.goto(desk_of(today) + "awards/")
    desk.get_by_role("link", name="新增班級/單位").click()
    desk.get_by_label("班級 / 單位名稱").fill("綠水國小六年一班")
    desk.get_by_label("人數").fill("28")
    desk.get_by_label("一般民眾（無服務單位）").check()
    desk.get_by_role("button", name="儲存").click()
    expect(desk.locator("main")).to_contain_text("時數通過人數：2 人＋1 班 28 人")
    desk.get_by_label("勾選 王小明").check()
    desk.locator(".fill-hours input[name=in_person]").fill("1")
    desk.get_by_role("button", name="套用時數").click()
    desk.get_by_label("更正原因").fill("早退一小時")
    desk.get_by_role("button", name="送出").click()
    expect(desk.locator(".messages")).to_contain_text("已儲存 1 筆變更。王小明：實體 2→1。")
    expect(desk.locator("main")).to_contain_text("Alice：早退一小時")
    with desk.expect_download() as started:
        desk.get_by_role("link", name="列印學員資料(已通過)").click()
        desk.get_by_role("link", name="下載 PDF").click()
    assert started.value.path().read_bytes().startswith(b"%PDF")


def test_the_pages_of_the_ledger_are_sound(chromium: Browser, live_server: LiveServer, today: World) -> None:
    an_offering(today.activity, at=now(), number=2)
    award = earned(today, 1, "王小明")
    earned(today, 2, "Ngayaw‧Kacaw")
    context = chromium.new_context(base_url=live_server.url, viewport=DESK, bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    log_in(page, "alice")
    desk = desk_of(today)
    for path in ("awards/move/", "awards/entry/", "groups/new/", "awards/ended/", f"awards/{award.public_id}/history/"):
        look(page, desk + path)
    page.goto(desk + "groups/new/")
    page.get_by_role("button", name="儲存").click()
    look(page)
    page.get_by_label("班級 / 單位名稱").fill("六年一班")
    page.get_by_label("人數").fill("28")
    page.get_by_label("一般民眾（無服務單位）").check()
    page.get_by_role("button", name="儲存").click()
    page.get_by_role("link", name=re.compile("修改.*六年一班")).click()
    look(page)
    page.get_by_role("link", name="刪除", exact=True).click()
    look(page)
    page.goto(desk + "awards/")
    page.locator(f"#in_person-{award.public_id}").fill("1")
    look(page)
    page.get_by_role("button", name="送出").click()
    look(page)
    page.goto(desk + "awards/move/")
    page.get_by_label("移轉到").select_option(index=1)
    page.get_by_role("button", name="下一步：預覽").click()
    look(page)
    context.close()
