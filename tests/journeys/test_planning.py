"""新增維護活動 as an officer does it: plan, split, attach, copy, put off, cancel; axe on every page of it."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from hefa.activities.actions import TopicPlan, add_attachment, add_code, set_topics
from hefa.activities.models import Attachment, Offering
from hefa.activities.names import AttachmentKind, CodeList
from hefa.activities.queries import topics_of
from hefa.audit.names import SYSTEM
from hefa.awards.actions import cancel_offering
from hefa.base.clock import now
from hefa.base.hours import Hours
from hefa.base.roc import TAIPEI, format_roc
from tests.activities import files
from tests.cast import World, a_walk_in, an_offering, enrolled
from tests.journeys.steps import DESK, log_in, look

pytestmark = pytest.mark.django_db(transaction=True)


def day(days: int = 0) -> str:
    return format_roc(now().astimezone(TAIPEI).date() + timedelta(days=days))


def a_list_of_sites() -> None:
    for code, label in (("E001", "綠水溪環境教育園區"), ("E002", "藍山自然教育中心")):
        add_code(code_list=CodeList.SITE, code=code, label=label, valid_from=None, actor=SYSTEM, at=now())


def describe(page: Page, **changes: str) -> None:
    """The form of a new outdoor activity that is held today."""
    typed = {
        "name": "溪流觀察",
        "code": "River",
        "summary": "認識溪流生物與棲地環境，並動手檢測水質",
        "place": "綠水溪親水公園",
        "starts_on": day(),
        "ends_on": day(),
        "starts_time": "00:00",
        "ends_time": "23:59",
        "in_person": "2",
    } | changes
    for name, value in typed.items():
        page.locator(f"#id_{name}").fill(value)
    page.get_by_label("學習方法").select_option(label="7 戶外學習")
    page.get_by_label("內容領域（課程類別代碼）").select_option(label="341 自然保育")
    page.get_by_label("實施縣市").select_option(label="10 臺北市")


def save(page: Page) -> None:
    page.get_by_role("button", name="儲存").click()


def test_an_outdoor_activity_is_planned_at_a_certified_site_split_and_copied(desk: Page, today: World) -> None:
    a_list_of_sites()
    log_in(desk, "alice", at="/backoffice/planning/")
    desk.get_by_role("link", name="新增活動").click()
    describe(desk, enrol_from_on=day(-7), enrol_until_on=day())
    save(desk)
    expect(desk.locator(".error-summary")).to_contain_text("戶外學習須於經認證的環境教育設施場所辦理")
    desk.locator("#id_site").select_option(label="綠水溪環境教育園區")
    desk.get_by_label("公開活動").check()
    desk.get_by_label("報名後由承辦人准駁").check()
    save(desk)
    expect(desk.locator("main")).to_contain_text("已新增活動「溪流觀察」第 1 期。")
    desk.get_by_role("link", name="設定子題").click()
    for row, (name, field, hours) in enumerate((("溪流生態", "341", "1"), ("水質檢測", "342", "1.5")), start=1):
        desk.locator(f"#id_topic-{row}-name").fill(name)
        desk.locator(f"#id_topic-{row}-field").select_option(field)
        desk.locator(f"#id_topic-{row}-in_person").fill(hours)
    save(desk)
    expect(desk.locator(".error-summary")).to_contain_text("子題時數的合計須等於期別的時數")
    desk.locator("#id_topic-2-in_person").fill("1")
    save(desk)
    expect(desk.locator("main")).to_contain_text("已儲存子題。")
    held = Offering.objects.get(activity__code="River")
    desk.goto("/backoffice/planning/")
    desk.locator(f'a[href="/backoffice/planning/{held.public_id}/copy/"]').click()
    desk.locator("#id_code").fill("River2")
    for name in ("starts_on", "ends_on"):
        desk.locator(f"#id_{name}").fill(day(30))
    save(desk)
    expect(desk.locator("main")).to_contain_text("水質檢測　數位： 0 小時， 實體： 1 小時")
    copy = Offering.objects.get(activity__code="River2")
    assert [one.name for one in topics_of(copy)] == ["溪流生態", "水質檢測"] and copy.activity.site == "E001"


def test_files_are_attached_delivered_and_removed(desk: Page, today: World, tmp_path: Path) -> None:
    photograph = tmp_path / "王小明.jpg"
    photograph.write_bytes(files.a_photograph())
    log_in(desk, "alice", at="/backoffice/planning/")
    desk.locator(f'a[href="/backoffice/offerings/{today.offering.public_id}/attachments/"]').click()
    desk.get_by_label("種類").select_option(label="照片")
    desk.get_by_label("檔案").set_input_files(photograph)
    desk.get_by_role("button", name="上傳").click()
    expect(desk.locator("main")).to_contain_text("已上傳「照片-1.jpg」。")
    with desk.expect_download() as started:
        desk.get_by_role("link", name="照片-1.jpg", exact=True).click()
    assert started.value.suggested_filename == "照片-1.jpg"
    assert started.value.path().read_bytes() == Attachment.objects.get().content
    desk.get_by_role("link", name="移除").click()
    desk.get_by_label("移除原因").fill("不是這一期")
    desk.get_by_role("button", name="移除附件").click()
    expect(desk.locator("main")).to_contain_text("原因：不是這一期")


def test_an_activity_is_put_off_cancelled_and_held_after_all_on_the_phone(phone: Page, today: World) -> None:
    held = today.offering
    enrolled(held, a_walk_in(1, at=now()).code, at=now())
    log_in(phone, "alice", at=f"/backoffice/planning/{held.public_id}/")
    phone.get_by_label("內容概要").fill("認識溪流生物與棲地環境，並動手檢測水質")
    for name in ("starts_on", "ends_on"):
        phone.locator(f"#id_{name}").fill(day(14))
    phone.locator("#id_starts_time").fill("09:00")
    phone.locator("#id_ends_time").fill("23:59")
    save(phone)
    expect(phone.locator("main")).to_contain_text("活動時間已變更，請通知已報名的 1 位學員。")
    phone.goto(f"/backoffice/planning/{held.public_id}/")
    phone.get_by_role("link", name="取消這一期").click()
    phone.get_by_label("取消原因").fill("颱風停課")
    phone.get_by_role("button", name="取消這一期").click()
    expect(phone.locator("main")).to_contain_text("這一期已取消")
    phone.goto("/scanner/")
    expect(phone.locator(f'a[href="/scanner/{held.public_id}/"]')).to_have_count(0)
    phone.goto(f"/backoffice/planning/{held.public_id}/")
    phone.get_by_role("link", name="恢復期別").click()
    phone.get_by_role("button", name="恢復期別").click()
    expect(phone.locator("main")).to_contain_text("已恢復這一期。")


def test_an_activity_is_planned_on_the_phone_and_scanned_at_once(phone: Page, today: World) -> None:
    log_in(phone, "alice", at="/backoffice/")
    phone.get_by_role("link", name="新增維護活動").click()
    phone.get_by_role("link", name="新增活動").click()
    save(phone)
    expect(phone.locator(".error-summary").first).to_contain_text("請輸入活動名稱。")
    describe(phone)
    save(phone)
    expect(phone.locator(".error-summary")).to_contain_text("須聲明實施地點為經認證的環境教育設施場所")
    phone.get_by_label("聲明：實施地點為經認證的環境教育設施場所").check()
    save(phone)
    expect(phone.locator("main")).to_contain_text("已新增活動「溪流觀察」第 1 期。")
    phone.goto("/scanner/")
    expect(phone.locator("main")).to_contain_text("溪流觀察")


def test_axe_finds_nothing_wrong_on_the_pages_of_planning(
    chromium: Browser, live_server: LiveServer, today: World
) -> None:
    held, cancelled = today.offering, an_offering(today.activity, number=2, at=now())
    topics = [TopicPlan("溪流生態", "341", Hours.of(0, 1)), TopicPlan("水質檢測", "342", Hours.of(0, 1))]
    set_topics(offering=held, version=1, topics=topics, actor=SYSTEM, at=now())
    kept = add_attachment(
        offering=held, kind=AttachmentKind.SIGN_IN, content=files.PDF, account=today.alice.account, at=now()
    )
    cancel_offering(offering=cancelled, reason="颱風停課", officer=today.alice, at=now())
    # Axe is put in as a script, which the pages' own policy would, rightly, refuse; colours are still when it looks.
    context = chromium.new_context(base_url=live_server.url, viewport=DESK, bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    log_in(page, "alice", at="/backoffice/planning/")
    look(page)
    planning, offering = "/backoffice/planning/", f"/backoffice/offerings/{held.public_id}/attachments/"
    for path in ("?phase=cancelled", "new/"):
        look(page, planning + path)
    for path in ("", "next/", "copy/", "topics/", "cancellation/"):
        look(page, f"{planning}{held.public_id}/{path}")
    for path in ("", "restoration/"):
        look(page, f"{planning}{cancelled.public_id}/{path}")
    for path in ("", f"{kept.public_id}/removal/"):
        look(page, offering + path)
    for path, button in ((planning + "new/", "儲存"), (offering, "上傳")):
        page.goto(path)
        page.get_by_role("button", name=button).click()
        look(page)
    context.close()
