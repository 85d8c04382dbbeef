"""People change: from the request to the last officer who stays; operators, auditors, and axe on all of their pages."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from hefa.activities.models import Activity
from hefa.audit.names import SYSTEM
from hefa.base.clock import now
from hefa.base.roc import TAIPEI, format_roc
from hefa.learners.actions import prove_link
from hefa.learners.models import AccountLink
from hefa.learners.names import LinkProof
from hefa.organisers.models import Officer, OfficeRequest
from hefa.paperwork.models import AuditSample
from hefa.units.models import Unit
from tests import cast
from tests.cast import World, an_account, an_id
from tests.journeys.steps import DESK, earned, log_in, look
from tests.units.test_units_file import FIRST, SECOND

pytestmark = pytest.mark.django_db(transaction=True)


def switch(page: Page, username: str, *, at: str = "/") -> None:
    """Log out and in again as somebody else."""
    page.context.clear_cookies()
    log_in(page, username)
    page.goto(at)


def test_from_the_request_to_the_last_officer_who_stays(desk: Page, today: World) -> None:
    at = now()
    cast.olga(at=at)
    an_account("erin", at=at)
    log_in(desk, "erin")
    desk.get_by_role("link", name="申請成為承辦人").click()
    desk.get_by_label("名稱或機關代碼").fill("綠水縣")
    desk.get_by_role("button", name="搜尋").click()
    desk.get_by_role("link", name="綠水縣政府環境保護局").click()
    desk.get_by_label("聯絡方式").fill("02-1234-5678")
    desk.get_by_role("button", name="送出申請").click()
    expect(desk.locator("main")).to_contain_text("待審核")

    switch(desk, "olga", at="/operator/")
    desk.get_by_role("link", name="承辦人申請（1 件待審核）").click()
    desk.get_by_role("link", name="Erin").click()
    desk.get_by_role("button", name="核准", exact=True).click()
    expect(desk.locator("main")).to_contain_text("已核准 Erin 為「綠水縣政府環境保護局」的承辦人。")

    switch(desk, "erin", at="/backoffice/")
    expect(desk.locator("main")).to_contain_text("目前身分：承辦人（綠水縣政府環境保護局）")
    desk.get_by_role("link", name="登錄 / 維護學習時數").first.click()
    expect(desk.locator("main")).to_contain_text("測試活動001")
    desk.get_by_role("button", name="切換原始身分").click()
    expect(desk.locator("main")).to_contain_text("學員")
    expect(desk.get_by_role("link", name="學習資訊維護")).to_have_count(0)
    desk.get_by_role("link", name="切換身分").click()
    desk.get_by_role("button", name=re.compile("承辦人（綠水縣政府環境保護局）")).click()

    erin = Officer.objects.get(account__username="erin")
    Activity.objects.filter(pk=today.activity.pk).update(officer=erin, officer_since=now())
    desk.get_by_role("link", name="承辦人與職務移交").click()
    desk.get_by_role("link", name=re.compile("職務移交.*Erin")).click()
    desk.get_by_label("移交給").select_option(label="Alice（alice）")
    desk.get_by_label("移交原因").fill("調任其他單位")
    desk.get_by_role("button", name="移交", exact=True).click()
    expect(desk.locator("main")).to_contain_text("Erin 移交給 Alice")
    desk.goto("/backoffice/planning/")
    expect(desk.locator("tbody tr")).to_contain_text("Alice")
    desk.get_by_text("可自行設定查詢條件").click()
    desk.get_by_label("承辦人").select_option(label="只看我承辦的")
    desk.get_by_role("button", name="搜尋").click()
    expect(desk.locator("main")).to_contain_text("沒有符合條件的活動")
    desk.goto("/backoffice/people/")
    desk.get_by_role("link", name=re.compile("卸任.*Erin")).click()
    desk.get_by_label("卸任原因").fill("調任")
    desk.get_by_role("button", name="卸任", exact=True).click()
    expect(desk.locator("main")).to_contain_text("已辦理 Erin 卸任。")

    Officer.objects.filter(pk=today.bob.pk).update(until_date=at.astimezone(TAIPEI).date())
    switch(desk, "alice", at="/backoffice/people/")
    desk.get_by_role("link", name=re.compile("卸任.*Alice")).click()
    desk.get_by_label("卸任原因").fill("退休")
    desk.get_by_role("button", name="卸任", exact=True).click()
    expect(desk.get_by_role("alert")).to_contain_text("您是最後一位可維護活動的承辦人")


def test_a_deputy_works_on_the_phone_while_the_officer_is_away(phone: Page, today: World) -> None:
    day = now().astimezone(TAIPEI).date()
    log_in(phone, "alice")
    phone.goto("/backoffice/people/")
    phone.get_by_role("link", name=re.compile("職務代理人.*Alice")).click()
    phone.get_by_label("職務代理人").select_option(label="Dora（dora）")
    phone.get_by_label("代理開始日").fill(format_roc(day))
    phone.get_by_label("代理結束日").fill(format_roc(day + timedelta(days=1)))  # this day may end in between
    phone.get_by_role("button", name="指派", exact=True).click()
    expect(phone.locator("main")).to_contain_text("已指派 Dora 為 Alice 的職務代理人。")
    switch(phone, "dora", at="/identity/")
    phone.get_by_role("button", name=re.compile("代理 Alice")).click()
    phone.get_by_role("link", name="新增維護活動").click()
    expect(phone.locator("h1")).to_have_text("新增維護活動")


def test_the_operator_imports_units_after_a_look_at_the_differences(desk: Page, today: World, tmp_path: Path) -> None:
    cast.olga(at=now())
    log_in(desk, "olga")
    for text, told in ((FIRST, "新增"), (SECOND, "綠水縣政府 → 綠水市政府")):
        file = tmp_path / "units.csv"
        file.write_text(text, encoding="utf-8-sig")
        desk.goto("/operator/units/")
        desk.get_by_label("機關代碼檔（CSV）").set_input_files(file)
        desk.get_by_role("button", name="上傳並預覽").click()
        expect(desk.locator("main")).to_contain_text(told)
        desk.get_by_role("button", name="確認匯入").click()
        expect(desk.locator("main")).to_contain_text("已匯入：")
    assert Unit.objects.get(code="A00000000A").name == "綠水市政府"


def test_the_auditor_samples_and_takes_the_bundle_and_nothing_elsewhere(
    desk: Page, today: World, tmp_path: Path
) -> None:
    earned(today, 1, "李喆堃")
    cast.audrey(today)
    type(today.offering).objects.update(ends_at=now())
    log_in(desk, "audrey")
    desk.goto("/backoffice/")
    desk.get_by_role("link", name="查核").click()
    desk.get_by_role("button", name="抽樣").click()
    desk.get_by_role("link", name="測試活動001 第 1 期").click()
    expect(desk.locator("main")).to_contain_text("李○堃")
    desk.get_by_role("link", name="佐證資料包").click()
    desk.get_by_label("用途").fill("115 年度查核")
    with desk.expect_download() as started:
        desk.get_by_role("button", name="下載佐證資料包").click()
    started.value.save_as(tmp_path / "bundle.pdf")
    assert (tmp_path / "bundle.pdf").read_bytes().startswith(b"%PDF")
    answer = desk.goto(f"/backoffice/auditing/offerings/{today.other_offering.public_id}/")
    assert answer is not None and answer.status == 404


@pytest.mark.long
def test_axe_finds_nothing_wrong(chromium: Browser, live_server: LiveServer, today: World) -> None:
    at = now()
    cast.olga(at=at)
    earned(today, 1, "李喆堃")
    earned(today, 2, "李喆")
    organiser = f"/operator/organisers/{today.organiser.public_id}/"
    officer = f"/operator/officers/{today.bob.public_id}/"
    mine = f"/backoffice/people/{today.alice.public_id}/"
    walks = {
        "alice": ("/identity/", "/backoffice/people/", mine + "handover/", mine + "deputy/", mine + "leaving/",
                  "/offices/?q=綠水", "/offices/new/", "/site-map/"),
        "olga": ("/operator/", "/operator/requests/", "/operator/organisers/", "/operator/organisers/new/", organiser,
                 organiser + "changing/", organiser + "disabling/", organiser + "merging/", organiser + "officers/new/",
                 officer + "duties/", officer + "leaving/", "/operator/codes/method/", "/operator/codes/method/1/",
                 "/operator/units/", "/operator/names/", "/operator/announcements/", "/operator/announcements/new/",
                 "/operator/operators/", "/operator/accounts/", "/operator/numbers/", "/operator/hand-rows/",
                 f"/operator/accounts/{today.alice.account.public_id}/"),
        "audrey": ("/backoffice/auditing/", "/backoffice/auditing/offerings/", "/backoffice/auditing/hints/",
                   f"/backoffice/auditing/offerings/{today.offering.public_id}/",
                   f"/backoffice/auditing/offerings/{today.offering.public_id}/bundle/"),
    }  # fmt: skip
    cast.audrey(today)
    context = chromium.new_context(base_url=live_server.url, viewport=DESK, bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    for who, paths in walks.items():
        switch(page, who)
        for path in paths:
            look(page, path)
    _look_at_a_merge(page)
    switch(page, "audrey")
    page.goto("/backoffice/auditing/")
    page.get_by_role("button", name="抽樣").click()
    look(page)
    assert AuditSample.objects.exists() and not OfficeRequest.objects.exists()
    context.close()


def _look_at_a_merge(page: Page) -> None:
    """The preview of two numbers that are one person with two accounts, and the record of their merge."""
    for number, username in ((1, "lizhekun"), (2, "lizhe")):
        link = AccountLink.objects.get(account=cast.a_registered(number, username=username, at=now()).account)
        prove_link(link=link, proof=LinkProof.OFFICER, actor=SYSTEM, at=now())
    switch(page, "olga", at="/operator/numbers/")
    page.get_by_label("原證號").fill(an_id(1).value)
    page.get_by_label("新證號").fill(an_id(2).value)
    page.get_by_label("已核對").check()
    page.get_by_label("變更原因").fill("換發新式統一證號")
    page.get_by_role("button", name="預覽").click()
    expect(page.get_by_role("button", name="確認合併")).to_be_visible()
    look(page)
    page.get_by_role("radio", name="lizhe（新證號）").check()
    page.get_by_role("button", name="確認合併").click()
    expect(page.get_by_role("heading", name="合併學員的紀錄")).to_be_visible()
    expect(page.locator("main")).to_contain_text(f"原證號 ******{an_id(1).last4}")
    look(page)
    page.goto("/operator/numbers/")
    page.get_by_label("原證號").fill(an_id(2).value)
    page.get_by_label("新證號").fill(an_id(9).value)
    page.get_by_label("已核對").check()
    page.get_by_label("變更原因").fill("換發新式統一證號")
    page.get_by_role("button", name="預覽").click()
    expect(page.get_by_role("button", name="確認變更")).to_be_visible()
    look(page)
