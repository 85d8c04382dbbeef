"""The officer at the desk: 登錄 / 維護學習時數, 匯出; axe on every page of the officer."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from hefa.awards.names import AwardState
from hefa.base.roc import TAIPEI, format_roc
from hefa.paperwork.papers import PROFILES
from tests.cast import World, an_id
from tests.journeys.steps import DESK, earned, log_in, look, open_scanner

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_export_is_opened_and_compared_byte_for_byte(desk: Page, today: World, tmp_path: Path) -> None:
    earned(today, 1, "王小明")
    earned(today, 2, "Sayun‧Nomin")
    rare = earned(today, 3, "李喆堃")
    log_in(desk, "alice", at="/backoffice/")
    desk.get_by_role("link", name="登錄 / 維護學習時數").first.click()
    desk.locator(f'a[href="/backoffice/offerings/{today.offering.public_id}/awards/"]').first.click()
    expect(desk.locator("main")).to_contain_text("時數通過人數：3")
    desk.get_by_role("link", name="匯出").click()
    expect(desk.locator("main")).to_contain_text("「姓名」中的「喆、堃」不在收件系統的字集（Big5）內")
    desk.get_by_label("上列有問題的 1 筆不列入檔案").check()
    with desk.expect_download() as started:
        desk.get_by_role("button", name="匯出").click()
    file = tmp_path / "ecpa.csv"
    started.value.save_as(file)
    assert started.value.suggested_filename.startswith("ecpa-hours-25_")
    assert file.read_bytes() == expected_file(today, [(1, "王小明"), (2, "Sayun‧Nomin")])
    desk.reload()
    papers = desk.locator(".papers tbody tr")
    expect(papers).to_have_count(1)
    expect(papers).to_contain_text("2（未列入 1）")
    assert rare.state == AwardState.REVIEWED


def expected_file(world: World, people: list[tuple[int, str]]) -> bytes:
    """The file as the receiving system's format has it, written here by hand."""
    begins, ends = (at.astimezone(TAIPEI) for at in (world.offering.starts_at, world.offering.ends_at))
    held = [format_roc(begins.date()), f"{begins:%H:%M:%S}", format_roc(ends.date()), f"{ends:%H:%M:%S}"]
    between = ["6", "337", "10", "1", "2", "1", "", "", "", "", "2", "0", "2", ""]
    rows = [[an_id(number).value, "測試活動001", *held, name, *between, *held] for number, name in people]
    header = [column.header for column in PROFILES["ecpa-hours-25"].columns]
    return "".join(",".join(row) + "\r\n" for row in [header, *rows]).encode("cp950")


def test_hours_are_changed_in_the_row_and_failed_and_nobody_is_overwritten(desk: Page, today: World) -> None:
    first, second = earned(today, 1, "王小明"), earned(today, 2, "林一")
    log_in(desk, "alice")
    desk.goto(f"/backoffice/offerings/{today.offering.public_id}/awards/")
    expect(desk.get_by_label("更正原因")).to_be_hidden()
    desk.locator(f"#in_person-{first.public_id}").fill("1.5")
    desk.get_by_label("更正原因").fill("早退半小時")
    desk.get_by_role("button", name="送出").click()
    expect(desk.locator("main")).to_contain_text("已儲存 1 筆變更。")
    desk.get_by_role("button", name="全部不通過").click()
    desk.get_by_label("更正原因").fill("測試資料")
    desk.get_by_role("button", name="送出").click()
    expect(desk.locator("main")).to_contain_text("時數不通過人數：2")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (AwardState.FAILED, AwardState.FAILED)
    assert str(first.in_person_hours) == "1.5"


def test_axe_finds_nothing_wrong_on_the_officers_pages(
    chromium: Browser, live_server: LiveServer, today: World
) -> None:
    award = earned(today, 1, "王小明")
    # Axe is put in as a script, which the pages' own policy would, rightly, refuse; colours are still when it looks.
    context = chromium.new_context(base_url=live_server.url, viewport=DESK, bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    open_scanner(page, today.offering.public_id)
    expect(page.locator("#list-rows")).to_contain_text("王小明")
    look(page)
    for button in ("設定時數", "輸入 8 位數字", "查詢姓名或末四碼", "無法核發時數？"):
        page.get_by_role("button", name=button).click()
        look(page)
    page.get_by_role("button", name="復原 王小明").click()
    look(page)
    desk = f"/backoffice/offerings/{today.offering.public_id}/"
    for path in ("/scanner/", "/scanner/?name=沒有", "/backoffice/", "/backoffice/offerings/", desk + "awards/"):
        look(page, path)
    for path in ("awards/printing/passed/", "awards/printing/failed/", "export/", "export/?profile=issued-list"):
        look(page, desk + path)
    page.goto(desk + "awards/")
    page.locator(f'input[type=checkbox][value="{award.public_id}"]').check()
    page.get_by_role("button", name="刪除勾選的項目").click()
    look(page)
    context.close()
