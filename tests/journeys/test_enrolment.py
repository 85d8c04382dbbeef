"""報名 from finding an activity to the roster, and lecturers; axe on each page at both sizes."""

import io
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer
from python_calamine import CalamineWorkbook

from hefa.activities.actions import decide_enrolments, enrol_oneself
from hefa.activities.models import Enrolment
from hefa.base.clock import now
from tests.cast import World, a_lecturer, an_applicant, an_open_offering, teach
from tests.journeys.steps import DESK, PHONE, earned, log_in, look

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_learner_enrols_is_approved_and_makes_room_for_the_next(
    chromium: Browser, live_server: LiveServer, today: World, tmp_path: Path
) -> None:
    at = now()
    offering = an_open_offering(today.organiser, at=at, capacity=1, approval_needed=True)
    first, second = (an_applicant(number, name=name, at=at) for number, name in ((21, "李喆堃"), (22, "林一")))
    phones = [chromium.new_page(base_url=live_server.url, viewport=PHONE, locale="zh-TW") for _ in range(2)]
    for phone, link in zip(phones, (first, second), strict=True):
        phone.goto("/")
        phone.get_by_label("網站內容查詢：請輸入關鍵字").fill("溪流")
        phone.get_by_role("button", name="查詢").click()
        phone.get_by_role("link", name="溪流觀察").click()
        phone.get_by_role("link", name="登入後報名").click()
        phone.get_by_label("帳號").fill(link.account.username)
        phone.get_by_label("密碼").fill("Green-Water-2026")
        phone.locator("main").get_by_role("button", name="登入").click()
        phone.get_by_role("button", name="報名" if link is first else "登記候補").click()
    expect(phones[0].locator("main")).to_contain_text("待開課單位核准")
    expect(phones[1].locator("main")).to_contain_text("候補第 1 位")

    desk = chromium.new_page(base_url=live_server.url, viewport=DESK, locale="zh-TW")
    log_in(desk, "alice", at="/backoffice/")
    desk.get_by_role("link", name="報名准駁 / 下載名冊").click()
    desk.get_by_role("link", name="溪流觀察").click()
    desk.get_by_label("勾選 李喆堃").check()
    desk.get_by_label("給學員的訊息").fill("請自備雨鞋")
    desk.get_by_role("button", name="核准勾選的學員", exact=True).click()
    expect(desk.locator("main")).to_contain_text("已核准 1 人的報名，並將通知學員：李喆堃。")

    phones[0].reload()
    expect(phones[0].locator("main")).to_contain_text("請自備雨鞋")
    phones[0].get_by_role("link", name="取消報名").click()
    phones[0].get_by_role("button", name="確定取消報名").click()
    expect(phones[0].locator("main")).to_contain_text("已取消報名。")
    phones[1].reload()
    expect(phones[1].locator("main")).to_contain_text("待開課單位核准")

    desk.reload()
    desk.get_by_role("button", name="全部核准").click()
    desk.get_by_role("link", name="下載名冊", exact=True).click()
    with desk.expect_download() as started:
        desk.get_by_role("button", name="下載").click()
    file = tmp_path / "roster.xlsx"
    started.value.save_as(file)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file.read_bytes())).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows] == ["姓名", "林一"]
    for page in (*phones, desk):
        page.close()
    assert Enrolment.objects.filter(offering=offering).count() == 2


def test_a_lecturer_is_noted_and_teaches(desk: Page, today: World) -> None:
    log_in(desk, "alice", at="/backoffice/")
    desk.get_by_role("link", name="維護講師").click()
    desk.get_by_role("link", name="新增講師").click()
    desk.get_by_label("姓名", exact=True).fill("黃綉峯")
    desk.get_by_label("自然保育").check()
    desk.get_by_label("公開上列資料與聯絡方式").check()
    desk.get_by_role("button", name="儲存").click()
    expect(desk.locator(".error-summary")).to_contain_text("公開講師資料須填寫同意日期。")
    desk.get_by_label("同意日期").fill("115-11-01")
    desk.get_by_label("同意方式").select_option(label="書面同意書")
    desk.get_by_role("button", name="儲存").click()
    expect(desk.locator("main")).to_contain_text("已新增講師「黃綉峯」。")
    desk.goto(f"/backoffice/planning/{today.offering.public_id}/")
    desk.get_by_role("link", name="指定本期講師").click()
    desk.get_by_label("黃綉峯").check()
    desk.get_by_role("button", name="儲存").click()
    expect(desk.locator("main")).to_contain_text("新增 1 位，移除 0 位")


def test_axe_finds_nothing_wrong(chromium: Browser, live_server: LiveServer, today: World) -> None:
    at = now()
    offering = an_open_offering(today.organiser, at=at, capacity=1, approval_needed=True)
    links = [an_applicant(number, name=name, at=at) for number, name in ((21, "李喆堃"), (22, "Ngayaw‧Kacaw"))]
    mine, _ = [enrol_oneself(offering=offering, link=link, at=at) for link in links]
    decide_enrolments(
        offering=offering,
        versions={mine.public_id: mine.version},
        approve=True,
        message="請自備雨鞋",
        officer=today.alice,
        at=at,
    )
    earned(today, 1, "現場的人")
    agreed: dict[str, Any] = {"publishes": "contact", "consented_on": at.date(), "consent_means": "written"}
    lecturer = a_lecturer(today.alice, number=5, **agreed)
    teach(today.alice, offering, lecturer)
    context = chromium.new_context(base_url=live_server.url, viewport=DESK, bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    for path in (
        "/",
        "/activities/",
        "/activities/?county=10&keywords=溪流",
        "/activities/?keywords=無",
        "/search/?q=時數",
    ):
        look(page, path)
    look(page, f"/activities/{offering.public_id}/?lang=en")
    log_in(page, "person021")
    for path in (
        "/enrolments/?lang=zh",
        f"/enrolments/{mine.public_id}/withdrawal/",
        f"/activities/{offering.public_id}/",
    ):
        look(page, path)
    page.context.clear_cookies()
    log_in(page, "alice")
    desk = f"/backoffice/offerings/{offering.public_id}/"
    for path in ("enrolments/", "enrolments/?state=declined", "enrolments/new/", "roster/", "lecturers/"):
        look(page, desk + path)
    look(page, f"/backoffice/offerings/{today.offering.public_id}/enrolments/")
    own = f"/backoffice/lecturers/{lecturer.public_id}/"
    for path in (
        "/backoffice/enrolments/",
        "/backoffice/lecturers/",
        "/backoffice/lecturers/new/",
        own,
        own + "change/",
    ):
        look(page, path)
    for path in (own + "retirement/", "/backoffice/lecturer-directory/", "/backoffice/lecturers/?retired=1"):
        look(page, path)
    context.close()
