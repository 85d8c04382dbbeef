"""匯出 as a person works it: a rare name, a correction after export, the portal's answer; an operator's own format."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from hefa.activities.models import Offering
from hefa.base.clock import now
from hefa.paperwork.models import Paper
from tests.cast import World, olga
from tests.journeys.steps import DESK, earned, log_in, look

pytestmark = pytest.mark.django_db(transaction=True)


def export_file(page: Page, tmp_path: Path, name: str = "ecpa.csv") -> str:
    """Press 匯出 and read what comes."""
    with page.expect_download() as started:
        page.locator("main").get_by_role("button", name="匯出").click()
    file = tmp_path / name
    started.value.save_as(file)
    return file.read_bytes().decode("cp950")


def test_a_rare_name_a_correction_and_the_portals_answer(desk: Page, today: World, tmp_path: Path) -> None:
    first = earned(today, 1, "王小明")
    earned(today, 2, "李喆堃")
    log_in(desk, "alice")
    offering = f"/backoffice/offerings/{today.offering.public_id}/"
    desk.goto(offering + "export/")
    expect(desk.locator("main")).to_contain_text("「姓名」中的「喆、堃」不在收件系統的字集（Big5）內")
    desk.get_by_role("link", name="設定 ECPA 姓名").click()
    desk.get_by_label("ECPA 姓名").fill("李哲坤")
    desk.get_by_role("button", name="儲存").click()
    expect(desk.locator("main")).to_contain_text("上傳檔案中以「李哲坤」列入。")
    content = export_file(desk, tmp_path)
    assert ",李哲坤," in content and ",王小明," in content and "?" not in content

    desk.goto(offering + "awards/")
    desk.locator(f"#in_person-{first.public_id}").fill("1.5")
    desk.get_by_label("更正原因").fill("早退半小時")
    desk.get_by_role("button", name="送出").click()
    desk.goto("/backoffice/")
    desk.get_by_role("link", name="匯出後異動清單").click()
    row = desk.locator("tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("實體 2→1.5（早退半小時）")
    expect(row).to_contain_text("修改這位學員的時數")
    desk.get_by_label("勾選 王小明").check()
    desk.get_by_role("button", name="標示為已處理").click()
    expect(desk.locator("main")).to_contain_text("已標示 1 筆異動為已處理。")

    desk.get_by_role("link", name="匯出紀錄").first.click()
    desk.get_by_role("link", name="測試活動001 第 1 期").click()
    desk.get_by_label("上傳狀態", exact=True).select_option(label="已上傳")
    desk.get_by_role("button", name="儲存上傳狀態").click()
    expect(desk.locator("main")).to_contain_text("為已上傳。")
    desk.get_by_role("link", name="匯入收件系統的錯誤清單").click()
    errors = tmp_path / "errors.csv"
    errors.write_bytes("列號,錯誤訊息\r\n2,姓名與身分證字號不符\r\n".encode("cp950"))
    desk.get_by_label("錯誤清單").set_input_files(errors)
    desk.get_by_role("button", name="下一步").click()
    desk.get_by_role("button", name="核對").click()
    expect(desk.locator("main")).to_contain_text("退回 1 筆，其餘 1 筆標示為已接受")
    desk.get_by_role("button", name="確認並標示").click()
    expect(desk.locator("main")).to_contain_text("退回的學員：1 筆")
    desk.goto(offering + "export/")
    expect(desk.locator("main")).to_contain_text("上次匯出遭收件系統退回：姓名與身分證字號不符")


def test_an_operator_copies_a_format_and_an_officer_uses_it(
    phone: Page, desk: Page, today: World, tmp_path: Path
) -> None:
    earned(today, 1, "王小明")
    olga(at=now())
    log_in(desk, "olga", at="/operator/")
    desk.get_by_role("link", name="匯出格式").click()
    desk.get_by_role("link", name="ECPA 學習時數（公務人員終身學習入口網站）").click()
    desk.get_by_role("link", name="複製").click()
    desk.get_by_label("格式代碼").fill("ecpa-2027")
    desk.get_by_label("格式名稱").fill("ECPA 新版格式")
    desk.get_by_label("說明").fill("入口網站改版")
    desk.get_by_role("button", name="複製").click()
    desk.get_by_label("欄位名稱", exact=True).first.fill("*身分證號,碼")
    desk.get_by_role("button", name="預覽").click()
    expect(desk.get_by_role("alert").first).to_contain_text("含檔案不能有的字元")
    desk.get_by_label("欄位名稱", exact=True).first.fill("*身分證號碼")
    desk.get_by_role("button", name="預覽").click()
    expect(desk.locator(".file-preview")).to_contain_text("*身分證號碼,*課程名稱,")
    desk.get_by_label("說明").fill("欄名更改")
    desk.get_by_role("button", name="儲存為新版本").click()
    expect(desk.locator("main")).to_contain_text("已儲存「ECPA 新版格式」")
    desk.get_by_label("說明").fill("開放使用")
    desk.get_by_role("button", name="啟用").click()
    expect(desk.locator("main")).to_contain_text("已啟用「ECPA 新版格式」")

    log_in(phone, "alice")
    phone.goto(f"/backoffice/offerings/{today.offering.public_id}/export/")
    phone.get_by_role("link", name="ECPA 新版格式").click()
    assert export_file(phone, tmp_path).startswith("*身分證號碼,*課程名稱,")
    phone.reload()
    expect(phone.locator("main")).to_contain_text("ECPA 新版格式")
    assert Paper.objects.get().profile_version == 3


def test_axe_finds_nothing_wrong_on_the_pages_of_export(
    chromium: Browser, live_server: LiveServer, today: World, tmp_path: Path
) -> None:
    award = earned(today, 1, "王小明")
    rare = earned(today, 2, "李喆堃")
    context = chromium.new_context(base_url=live_server.url, viewport=DESK, bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    log_in(page, "alice")
    offering = f"/backoffice/offerings/{today.offering.public_id}/"
    for path in ("export/?profile=ecpa-existing-17&dialect=words", f"export/names/{rare.public_id}/"):
        look(page, offering + path)
    page.goto(offering + "export/")
    page.get_by_label("上列有問題的 1 筆不列入檔案").check()
    export_file(page, tmp_path)
    look(page, offering + "export/")
    page.goto(offering + "awards/")
    page.locator(f"#in_person-{award.public_id}").fill("3")
    page.get_by_label("更正原因").fill("漏登")
    page.get_by_role("button", name="送出").click()
    Offering.objects.filter(pk=today.offering.pk).update(
        starts_at=now() - timedelta(days=40), ends_at=now() - timedelta(days=39)
    )
    paper = f"/backoffice/exports/{Paper.objects.get().public_id}/"
    for path in (
        "/backoffice/exports/",
        "/backoffice/exports/changes/",
        "/backoffice/exports/due/",
        paper,
        paper + "reply/",
    ):
        look(page, path)
    errors = tmp_path / "errors.csv"
    errors.write_text("列號,錯誤訊息\r\n1,重複\r\n9,不明\r\n", encoding="utf-8")
    page.get_by_label("錯誤清單").set_input_files(errors)
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="核對").click()
    look(page)
    page.get_by_role("button", name="確認並標示").click()
    look(page)
    context.close()

    context = chromium.new_context(base_url=live_server.url, viewport=DESK, bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    olga(at=now())
    log_in(page, "olga", at="/operator/profiles/")
    for path in ("", "ecpa-existing-17/", "ecpa-existing-17/copy/"):
        look(page, f"/operator/profiles/{path}")
    page.get_by_label("格式代碼").fill("copied")
    page.get_by_label("格式名稱").fill("複製")
    page.get_by_label("說明").fill("試用")
    page.get_by_role("button", name="複製").click()
    page.get_by_label("欄位名稱", exact=True).first.fill("堃")
    page.get_by_role("button", name="儲存為新版本").click()
    look(page)
    context.close()
