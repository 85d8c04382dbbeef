"""The year at the desk: a roster imported, an ambiguous line settled, somebody exempted; who lacks hours, and sums."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from hefa.awards.actions import EnteredRow, enter_awards
from hefa.awards.names import AwardSource
from hefa.base.clock import now
from hefa.base.hours import Hours
from hefa.base.roc import TAIPEI, roc_year
from hefa.paperwork.actions.reminders import open_reminders
from hefa.paperwork.actions.year import exempt_member, open_roster, set_classes, stage_roster, take_import
from hefa.paperwork.models import Reminder, YearRoster
from tests.activities.files import PDF
from tests.cast import World, a_unit, an_activity, an_id, an_offering
from tests.journeys.steps import DESK, log_in, look

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = (
    "王小明",
    "李喆堃",
    "Ngayaw‧Kacaw",
    "歐陽美玲",
    "游明珊",
    "邱曉雯",
    "林志豪",
    "陳怡君",
    "吳建宏",
    "何冠廷",
    "羅詩涵",
    "江啓峯",
)
TWIN = next(number for number in range(1001, 99999, 1000) if an_id(number).last4 == an_id(1).last4)


def earn(world: World, hours: dict[int, str], *, name: str = "", unit: object = None, code: str = "River") -> None:
    """Hours of invented people, entered for an activity of some days ago in this year."""
    at = now()
    new_year = at.astimezone(TAIPEI).replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    activity = world.organiser.activities.filter(code=code).first() or an_activity(
        world.organiser, at=at, name="溪流觀察", code=code
    )
    offering = activity.offerings.first() or an_offering(
        activity, at=at, starts_in=-min(timedelta(days=2), at - new_year)
    )
    rows = [
        EnteredRow(
            an_id(number),
            name or NAMES[number - 1],
            (unit or world.green_water).pk,  # type: ignore[attr-defined]
            hours=Hours.of("0.5", told),
        )
        for number, told in hours.items()
    ]
    enter_awards(offering=offering, rows=rows, source=AwardSource.HAND, reviewed=True, officer=world.alice, at=at)


def roster_file(folder: Path) -> Path:
    """Twelve people, and a row that says nothing."""
    lines = [f"{name},{an_id(number).last4},," for number, name in enumerate(NAMES, start=1)]
    path = folder / "名冊.csv"
    path.write_text(
        "\r\n".join(["姓名,身分證字號末四碼,到職日,離職日", *lines, "無名氏,12,,", ",,,"]), encoding="utf-8-sig"
    )
    return path


def test_a_year_from_the_roster_to_the_overview(desk: Page, today: World, tmp_path: Path) -> None:
    old = a_unit("355000009I", "綠水縣環境保護科")
    old.successor = today.green_water
    old.save(update_fields=("successor",))
    earn(today, {1: "1.5", 3: "2.5", 4: "3.5"})
    earn(today, {TWIN: "2.5"}, name="王小明")
    earn(today, {2: "1.5"}, unit=old)
    earn(today, {2: "2.5"}, code="Hill")
    year = roc_year(now().astimezone(TAIPEI).date())

    log_in(desk, "alice", at="/backoffice/")
    desk.get_by_role("link", name="年度人員名冊").click()
    expect(desk.locator("main")).to_contain_text("這個年度還沒有名冊")
    desk.get_by_role("link", name="建立名冊").click()
    desk.get_by_label("機關", exact=True).select_option(label="355000000I 綠水縣政府環境保護局")
    desk.get_by_role("button", name="建立名冊").click()
    expect(desk.locator("main")).to_contain_text(f"已建立 {year} 年度「綠水縣政府環境保護局」的人員名冊。")

    desk.get_by_role("link", name="匯入名冊").click()
    with desk.expect_download() as template:
        desk.get_by_role("link", name="下載範本（XLSX）").click()
    assert template.value.suggested_filename == "年度人員名冊範本.xlsx"
    desk.get_by_label("名冊檔案").set_input_files(roster_file(tmp_path))
    desk.get_by_role("button", name="上傳並預覽").click()
    expect(desk.locator("main")).to_contain_text("新增 13 人、更新 0 人、相同 0 人、無法匯入 0 列。")
    expect(desk.locator("main")).to_contain_text("末四碼「12」不足四碼")
    desk.get_by_role("button", name="確認匯入").click()
    expect(desk.locator("main")).to_contain_text("已匯入名冊：新增 13 人、更新 0 人。")
    expect(desk.locator("main")).to_contain_text("待確認對應：1 人")

    row = desk.locator("tr", has_text="李喆堃")
    expect(row).to_contain_text("已達 4 小時")
    expect(desk.locator("tr", has_text="Ngayaw‧Kacaw")).to_contain_text("尚缺時數")

    desk.get_by_role("link", name="確認對應").click()
    desk.get_by_label("第 2 位").check()
    desk.get_by_role("button", name="送出").click()
    expect(desk.locator("main")).to_contain_text("已確認 1 位人員。")
    expect(desk.locator("tr", has_text="王小明")).to_contain_text("3")

    desk.locator("tr", has_text="邱曉雯").get_by_role("link").click()
    desk.get_by_label("豁免原因").fill("育嬰留職停薪")
    desk.get_by_label("證明文件").set_input_files({"name": "證明.pdf", "mimeType": "application/pdf", "buffer": PDF})
    desk.get_by_role("button", name="列為豁免").click()
    expect(desk.locator("main")).to_contain_text("「邱曉雯」已列為豁免。")
    with desk.expect_download() as proof:
        desk.get_by_role("link", name="豁免證明.pdf").click()
    assert Path(proof.value.path()).read_bytes() == PDF


@pytest.fixture
def busy(today: World, tmp_path: Path) -> YearRoster:
    """A roster with somebody of every kind, an ambiguous line, classes and a reminder."""
    at = now()
    year = roc_year(at.astimezone(TAIPEI).date())
    earn(today, {1: "1.5", 3: "2.5", 4: "3.5"})
    earn(today, {TWIN: "2.5"}, name="王小明")
    roster = open_roster(unit=today.green_water, roc_year=year, following=None, officer=today.alice, at=at)
    staged = stage_roster(roster=roster, content=roster_file(tmp_path).read_bytes(), officer=today.alice, at=at)
    take_import(staged=staged, officer=today.alice, at=at)
    member = roster.members.order_by("pk")[5]
    exempt_member(member=member, version=1, reason="育嬰留職停薪", proof=PDF, officer=today.alice, at=at)
    set_classes(roster=roster, classes=[("三年一班", 28), ("三年二班", 31)], officer=today.alice, at=at)
    open_reminders(at=at)
    return roster


def test_who_lacks_hours_is_found_and_taken_out(desk: Page, today: World, busy: YearRoster) -> None:
    log_in(desk, "alice", at=f"/backoffice/year/{busy.public_id}/")
    desk.locator("tr", has_text="無名氏").get_by_role("link").click()
    desk.get_by_role("link", name="移出名冊").click()
    desk.get_by_role("button", name="移出名冊").click()
    expect(desk.locator("main")).to_contain_text("已將「無名氏」移出名冊")
    expect(desk.locator("main")).to_contain_text("列計：11 人, 已達 4 小時：1 人, 尚缺時數：10 人")
    desk.get_by_label("狀態：").select_option(label="尚缺時數")
    desk.get_by_role("button", name="搜尋").click()
    expect(desk.locator(".paging")).to_contain_text("總共 10 筆資料")
    assert "邱曉雯" not in desk.locator("main").inner_text()

    desk.get_by_role("link", name="匯出").click()
    desk.get_by_label("用途", exact=True).select_option(label="通知尚缺時數的人員")
    with desk.expect_download() as started:
        desk.get_by_role("button", name="匯出").click()
    assert started.value.suggested_filename == f"年度人員名冊_{busy.roc_year}_355000000I.xlsx"

    desk.goto("/backoffice/overview/")
    expect(desk.locator("#sources-title")).to_have_text("時數來源")
    expect(desk.get_by_role("img", name="各月時數，數字見表格")).to_be_visible()
    expect(desk.locator("main")).to_contain_text("4 人次核發時數")


def test_a_reminder_is_done_on_the_phone(phone: Page, today: World) -> None:
    open_reminders(at=now())
    Reminder.objects.get_or_create(
        organiser=today.organiser,
        occasion="roster",
        roc_year=115,
        defaults={"opened_at": now(), "due_on": now().date()},
    )
    log_in(phone, "alice", at="/backoffice/")
    expect(phone.locator("main")).to_contain_text("年度人員名冊自 11 月 1 日起校正")
    waiting = Reminder.objects.filter(organiser=today.organiser, done_at__isnull=True).count()
    phone.get_by_role("button", name="已處理").first.click()
    expect(phone.locator("main")).to_contain_text("已標示為已處理。")
    assert Reminder.objects.filter(organiser=today.organiser, done_at__isnull=True).count() == waiting - 1


def test_axe_finds_nothing_wrong_on_the_pages_of_the_year(
    chromium: Browser, live_server: LiveServer, today: World, busy: YearRoster, tmp_path: Path
) -> None:
    context = chromium.new_context(base_url=live_server.url, viewport=DESK, bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    log_in(page, "alice", at="/backoffice/")
    look(page)
    for path in ("year/", "year/?year=1", "year/new/", "overview/"):
        look(page, f"/backoffice/{path}")
    desk = f"/backoffice/year/{busy.public_id}/"
    for path in ("", "printing/", "export/", "import/", "matching/", "classes/", "members/new/"):
        look(page, desk + path)
    page.get_by_role("button", name="儲存", exact=True).click()
    look(page)
    exempt = busy.members.order_by("pk")[5].public_id
    for path in (f"members/{exempt}/", f"members/{exempt}/removal/"):
        look(page, desk + path)
    page.goto(desk + "import/")
    page.get_by_label("名冊檔案").set_input_files(roster_file(tmp_path))
    page.get_by_role("button", name="上傳並預覽").click()
    look(page)
    context.close()
