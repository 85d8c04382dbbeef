"""The old way: an officer fills in the template, mends what is wrong, confirms, and watches the hours go in."""

from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer
from python_calamine import load_workbook

from hefa.awards.models import Award
from hefa.base.clock import now
from hefa.paperwork.actions import enter_next_chunk
from hefa.paperwork.models import Upload
from tests.cast import World, an_id
from tests.journeys.steps import DESK, log_in, look

pytestmark = pytest.mark.django_db(transaction=True)
Rows = list[list[str]]


def filled(template: Path, rows: Rows) -> Path:
    """The template with people in it, saved by another program than the one that made it."""
    fixed = load_workbook(template).get_sheet_by_name("學員時數").to_python()
    file = template.with_name("filled.xlsx")
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet("學員時數")
        for number, row in enumerate([*fixed, *(["", *row] for row in rows)]):
            page.write_row(number, 0, row)
    return file


def people(count: int, *, first: int = 1) -> Rows:
    return [[f"學員{n}", an_id(n).value, "355000000I", "", ""] for n in range(first, first + count)]


def download(page: Page, name: str, folder: Path) -> Path:
    """What a click on this link or button brings."""
    with page.expect_download() as started:
        page.get_by_text(name, exact=True).click()
    file = folder / started.value.suggested_filename
    started.value.save_as(file)
    return file


def send(page: Page, file: Path) -> None:
    page.get_by_label("檔案", exact=True).set_input_files(file)
    page.get_by_role("button", name="送出").click()


def test_a_filled_template_is_mended_confirmed_and_watched_to_the_end(desk: Page, today: World, tmp_path: Path) -> None:
    log_in(desk, "alice", at="/backoffice/")
    desk.get_by_role("link", name="學習資訊上傳進度查詢").click()
    expect(desk.locator("main")).to_contain_text("還沒有上傳紀錄")
    desk.get_by_role("link", name="上傳時數").click()
    desk.get_by_role("link", name="測試活動001").click()
    template = download(desk, "下載時數上傳範本", tmp_path)
    rows = people(5)
    send(desk, filled(template, [*rows, ["陳美玲", "A123456788", "", "", ""], ["", an_id(8).value, "", "", "兩小時"]]))
    expect(desk.locator("main")).to_contain_text("已讀取 7 筆，尚未登錄。")
    desk.get_by_role("link", name="只看有錯誤（2）").click()
    expect(desk.locator(".upload-rows tbody tr")).to_have_count(2)
    expect(desk.locator(".upload-rows")).to_contain_text("檢查碼不正確")
    expect(desk.locator(".upload-rows")).to_contain_text("沒有姓名；時數須為數字")
    desk.get_by_role("button", name="放棄這次上傳").click()
    expect(desk.locator("main")).to_contain_text("已放棄這次上傳")

    desk.goto(f"/backoffice/offerings/{today.offering.public_id}/uploads/new/")
    send(
        desk,
        filled(template, [*rows, ["陳美玲", an_id(9).value, "", "0", "1.5"], ["李喆堃", "A123456788", "", "", ""]]),
    )
    desk.get_by_role("button", name="確認登錄").click()
    expect(desk.locator(".error-summary")).to_contain_text("請選擇用途。")
    desk.get_by_label("用途", exact=True).select_option(label="依紙本簽到補登")
    desk.get_by_label("名單已與簽到或其他佐證核對，內容正確").check()
    desk.get_by_role("button", name="確認登錄").click()
    expect(desk.locator("main")).to_contain_text("已確認，6 筆開始登錄。")
    expect(desk.locator("[data-hefa-live]")).to_contain_text("排隊中")
    enter_next_chunk(at=now(), most=4)
    expect(desk.locator("[data-hefa-live]")).to_contain_text("71%（5 / 7 筆）")
    while enter_next_chunk(at=now()):
        pass
    expect(desk.locator("[data-hefa-live]")).to_contain_text("已完成")
    expect(desk.locator("[data-hefa-live]")).to_contain_text("100%（7 / 7 筆）")
    refused = load_workbook(download(desk, "下載退回資料（XLSX）", tmp_path)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in refused] == ["姓名", "李喆堃"]
    assert str(refused[1][-1]).startswith("第 12 列：身分證統一編號檢查碼不正確")
    assert Award.objects.filter(offering=today.offering).count() == 6
    desk.goto("/backoffice/uploads/")
    expect(desk.locator(".rows tbody tr")).to_have_count(2)
    desk.goto(f"/backoffice/offerings/{today.offering.public_id}/awards/")
    expect(desk.locator("main")).to_contain_text("陳美玲")


def test_axe_finds_nothing_wrong_with_uploads(
    chromium: Browser, live_server: LiveServer, today: World, tmp_path: Path
) -> None:
    context = chromium.new_context(base_url=live_server.url, viewport=DESK, bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    log_in(page, "alice")
    look(page, "/backoffice/uploads/")
    for path in ("uploads/new/", "uploads/new/?name=沒有", "uploads/batch/"):
        look(page, f"/backoffice/{path}")
    page.get_by_role("button", name="送出").click()
    look(page)
    where = f"/backoffice/offerings/{today.offering.public_id}/uploads/new/"
    look(page, where)
    template = download(page, "下載時數上傳範本", tmp_path)
    rows = [
        *people(3),
        ["Ngayaw‧Kacaw", an_id(9).value, "355000000I", "0.5", "1.5"],
        ["王?明", an_id(10).value, "", "", ""],
    ]
    send(page, filled(template, [*rows, ["陳美玲", "A1", "999", "x", ""]]))
    look(page)
    page.get_by_role("button", name="確認登錄").click()
    look(page)
    page.get_by_label("用途", exact=True).select_option(label="依紙本簽到補登")
    page.get_by_label("名單已與簽到或其他佐證核對，內容正確").check()
    page.get_by_role("button", name="確認登錄").click()
    look(page)
    look(page, "/backoffice/uploads/")
    while enter_next_chunk(at=now()):
        pass
    expect(page.locator("[data-hefa-running]")).to_have_count(0)
    look(page, "/backoffice/uploads/")
    held = Upload.objects.latest("pk")
    for shown in ("all", "refused", "noticed", "already"):
        look(page, f"/backoffice/uploads/{held.public_id}/?show={shown}")
    context.close()
