"""登入 in the browser: a passkey of a virtual authenticator, the pages of 登入安全, and the minute before the end."""

from datetime import timedelta

import pytest
from django.db.models import F
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from hefa.accounts.models import AccountSession, Passkey
from hefa.accounts.sessions import SessionStore
from hefa.base.clock import now
from hefa.web.shell.logins import ENDS_AT
from tests.cast import PASSWORD, World
from tests.journeys.steps import log_in, look

pytestmark = pytest.mark.django_db(transaction=True)
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_an_officer_sets_up_a_passkey_logs_in_with_it_and_proves_herself_again(
    desk: Page, today: World, settings: Settings
) -> None:
    settings.HEFA_SECOND_FACTOR_DEMANDED = True
    devices = desk.context.new_cdp_session(desk)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    log_in(desk, "alice", at="/login/?next=/backoffice/")
    expect(desk.get_by_text("設定完成後才能使用管理功能")).to_be_visible()
    look(desk)
    look(desk, "/security/app/")
    look(desk, "/security/passkey/")
    desk.get_by_label("名稱").fill("我的電腦")
    desk.get_by_role("button", name="建立通行密鑰").click()
    expect(desk.get_by_text("備用碼只顯示這一次")).to_be_visible()
    look(desk)
    desk.get_by_role("link", name="已列印或抄下").click()
    expect(desk.get_by_text("通行密鑰：我的電腦")).to_be_visible()

    desk.locator("header").get_by_role("button", name="登出").click()
    expect(desk.get_by_role("heading", name="已登出")).to_be_visible()
    desk.goto("/login/?next=/backoffice/")
    desk.get_by_label("帳號").fill("alice")
    desk.get_by_label("密碼").fill(PASSWORD)
    desk.locator("main").get_by_role("button", name="登入").click()
    expect(desk.get_by_role("heading", name="第二步驟驗證")).to_be_visible()
    look(desk)
    desk.get_by_role("button", name="使用通行密鑰").click()
    expect(desk.get_by_role("heading", name="學習資訊維護")).to_be_visible()
    assert Passkey.objects.get().used_at is not None

    look(desk, "/security/sessions/")
    expect(desk.get_by_text("這個裝置")).to_be_visible()


def test_the_minute_before_the_session_ends_is_told_and_can_be_lengthened(desk: Page, today: World) -> None:
    log_in(desk, "alice")
    desk.clock.install()
    desk.goto("/profile/")
    expect(desk.locator("#idle[data-hefa-watched]")).to_be_attached()
    desk.get_by_label("姓名").focus()
    dialog = desk.get_by_role("alertdialog", name="即將自動登出")
    expect(dialog).to_be_hidden()
    _idle_for(minutes=29.1)
    desk.clock.fast_forward(29 * 60_000 + 30_000)
    expect(dialog).to_be_visible()
    look(desk)
    expect(dialog.get_by_role("button", name="延長")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(desk.get_by_label("姓名")).to_be_focused()
    _ends_in(desk, seconds=200)
    desk.goto("/profile/")
    expect(dialog).to_contain_text("登入時間即將達上限")
    look(desk)
    expect(dialog.get_by_role("button", name="知道了")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    _idle_for(minutes=31)
    desk.clock.fast_forward(31 * 60_000)
    expect(desk.get_by_text("閒置過久，已自動登出")).to_be_visible()
    assert desk.url.endswith("/login/?next=%2Fprofile%2F")


def _idle_for(*, minutes: float) -> None:
    """Nobody has done anything for so long."""
    AccountSession.objects.update(seen_at=F("seen_at") - timedelta(minutes=minutes))


def _ends_in(desk: Page, *, seconds: int) -> None:
    """However much it is used from now on."""
    [key] = [cookie["value"] for cookie in desk.context.cookies() if cookie["name"] == "hefa"]
    session = SessionStore(key)
    session[ENDS_AT] = int(now().timestamp()) + seconds
    session.save()
