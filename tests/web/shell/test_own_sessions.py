"""Sessions: idle by role, renewed when rights change, listed and ended by their owner."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from hefa.accounts.actions import purge_expired
from hefa.accounts.models import Account, AccountSession
from hefa.accounts.sessions import sessions_of
from hefa.audit.names import SYSTEM
from hefa.base.clock import now
from hefa.organisers.actions import change_duties
from hefa.organisers.names import Duty
from hefa.web.shell.logins import BROWSER, PLACE
from tests import cast
from tests.cast import NOW, PASSWORD, World, a_gate, an_account, an_officer
from tests.door import heartbeat_over_http
from tests.web.shell.test_second_step import first_step

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
BY_SCRIPT = {"Sec-Fetch-Dest": "empty"}


def logged_in(username: str, **headers: str) -> Client:
    browser = Client(headers=headers)
    first_step(browser, username)
    return browser


def is_in(browser: Client, headers: dict[str, str] | None = None) -> bool:
    return browser.get("/profile/", headers=headers or {}).status_code == 200


@pytest.mark.parametrize(("username", "minutes"), [("ming", 60), ("alice", 30), ("olga", 15)])
@pytest.mark.control("T21", "附表十 帳號管理 5", "附表十 帳號管理 6")
def test_each_role_is_logged_out_after_its_time(
    world: World, hour: time_machine.Traveller, username: str, minutes: int
) -> None:
    an_account("ming")
    cast.olga(at=world.at)
    browser = logged_in(username)
    hour.shift(minutes * MINUTE)
    assert is_in(browser)
    hour.shift((minutes + 1) * MINUTE)
    gone = browser.get("/profile/")
    assert gone["Location"] == "/login/?next=%2Fprofile%2F"
    assert "閒置過久，已自動登出" in browser.get(gone["Location"]).content.decode()
    assert not AccountSession.objects.filter(account__isnull=False).exists()


@pytest.mark.parametrize(("username", "hours"), [("ming", 720), ("alice", 12), ("olga", 12)])
@pytest.mark.control("T21", "附表十 帳號管理 6")
def test_however_much_it_is_used_a_session_ends(
    world: World, settings: Settings, hour: time_machine.Traveller, username: str, hours: int
) -> None:
    settings.HEFA_IDLE_MINUTES = dict.fromkeys(settings.HEFA_IDLE_MINUTES, hours * 60)
    an_account("ming")
    cast.olga(at=world.at)
    browser = logged_in(username)
    assert browser.cookies["hefa"]["max-age"] == (hours + 24) * 3600
    for _ in range(2):
        hour.shift(hours * 30 * MINUTE)
        assert is_in(browser)
    assert browser.get("/session/left/", headers=BY_SCRIPT).json() == {"seconds": 0, "final": True}
    hour.shift(MINUTE)
    gone = browser.get("/profile/")
    assert "登入時間已達上限" in browser.get(gone["Location"]).content.decode()


@pytest.mark.control("T21")
def test_what_scripts_and_scanners_do_meanwhile_lengthens_nothing(world: World, hour: time_machine.Traveller) -> None:
    browser = logged_in("alice")
    gate = a_gate(world.alice, world.offering, at=NOW)
    board = f"/backoffice/offerings/{world.offering.public_id}/stations/board/"
    for _ in range(3):
        hour.shift(10 * MINUTE)
        assert browser.get(board, headers=BY_SCRIPT).status_code == 200
        browser.get("/session/left/", headers=BY_SCRIPT)
        assert heartbeat_over_http(gate.authorization, unsent=0, now_dev=NOW).status_code == 200
    hour.shift(MINUTE)
    assert not is_in(browser)
    assert heartbeat_over_http(gate.authorization, unsent=0, now_dev=NOW).status_code == 200


def test_the_page_asks_how_long_is_left_and_lengthens_it(hour: time_machine.Traveller) -> None:
    an_account("ming")
    browser = logged_in("ming")
    hour.shift(59 * MINUTE)
    assert browser.get("/session/left/", headers=BY_SCRIPT).json() == {"seconds": 60, "final": False}
    assert browser.post("/session/extension/", headers=BY_SCRIPT).json() == {"seconds": 3600, "final": False}
    hour.shift(61 * MINUTE)
    assert browser.get("/session/left/", headers=BY_SCRIPT).json() == {"seconds": 0, "final": True}
    assert browser.post("/session/extension/").status_code == 302
    assert Client().get("/session/left/").json() == {"seconds": 0, "final": True}


@pytest.mark.control("T21")
def test_changed_duties_give_the_session_a_new_key_and_its_time(world: World) -> None:
    an_account("ming")
    alice, ming = logged_in("alice"), logged_in("ming")
    keys = {browser: browser.cookies["hefa"].value for browser in (alice, ming)}
    change_duties(officer=world.alice, duties=(Duty.READ,), actor=SYSTEM, at=NOW, today=NOW.date())
    for browser in (alice, ming):
        assert is_in(browser)
    assert alice.cookies["hefa"].value != keys[alice] and ming.cookies["hefa"].value == keys[ming]
    alice.cookies["hefa"] = keys[alice]
    assert not is_in(alice)


def test_a_new_officer_is_idle_no_longer_than_one(world: World, hour: time_machine.Traveller) -> None:
    browser = logged_in(an_account("erin").username)
    officer = an_officer("frank", world.organiser)
    type(officer).objects.filter(pk=officer.pk).update(account=Account.objects.get(username="erin"))
    change_duties(
        officer=type(officer).objects.get(pk=officer.pk), duties=(Duty.READ,), actor=SYSTEM, at=NOW, today=NOW.date()
    )
    assert is_in(browser)
    hour.shift(31 * MINUTE)
    assert not is_in(browser)


@pytest.mark.control("附表十 身分驗證管理 4")
def test_staff_with_an_old_password_changes_it_first_and_is_never_sent_from_a_queue(
    world: World, settings: Settings, hour: time_machine.Traveller
) -> None:
    settings.HEFA_PASSWORD_DAYS = 90
    an_account("ming")
    Account.objects.filter(username__in=("alice", "ming")).update(password_changed_at=NOW - timedelta(days=90) + MINUTE)
    young = logged_in("alice")
    hour.shift(2 * MINUTE)
    assert young.get("/backoffice/").status_code == 200
    old = logged_in("alice")
    for path in ("/backoffice/", f"/scanner/{world.offering.public_id}/"):
        assert old.get(path)["Location"] == "/profile/password/"
    assert "超過機關規定的 90 天" in old.get("/profile/password/").content.decode()
    new = {"old_password": PASSWORD, "password": "Another-2026", "password_again": "Another-2026"}
    assert old.post("/profile/password/", new)["Location"] == "/profile/"
    assert old.get("/backoffice/").status_code == 200
    learner = logged_in("ming")
    assert is_in(learner) and "超過機關規定" not in learner.get("/profile/password/").content.decode()


@pytest.mark.control("T21")
def test_ones_sessions_are_listed_with_this_one_first_and_the_others_ended(hour: time_machine.Traveller) -> None:
    account = an_account("ming")
    there = logged_in(
        "ming", **{"User-Agent": "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"}
    )
    hour.shift(2 * MINUTE)
    here = logged_in("ming", **{"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Version/17.0 Safari/604.1"})
    page = here.get("/security/sessions/").content.decode()
    assert page.index("Safari（iPhone）") < page.index("這個裝置") < page.index("Chrome（Windows）")
    assert "127.0.*.*" in page and "127.0.0.1" not in page
    here.post("/security/sessions/ending/", {"session": "others"})
    assert is_in(here) and not is_in(there)
    [left] = sessions_of(account, current=None)
    assert left.content[BROWSER] == "Safari（iPhone）" and left.content[PLACE] == "127.0.*.*"


def test_a_login_that_is_over_is_not_listed_and_gone_the_day_after(hour: time_machine.Traveller) -> None:
    an_account("ming")
    logged_in("ming", **{"User-Agent": "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36"})
    hour.shift(61 * MINUTE)
    here = logged_in("ming")
    assert "Windows" not in here.get("/security/sessions/").content.decode()
    hour.shift(23 * 60 * MINUTE)
    assert purge_expired(at=now()) == 1 and AccountSession.objects.filter(account__isnull=False).count() == 1


def test_one_ends_a_single_session_and_never_somebody_elses() -> None:
    account, other = an_account("ming"), an_account("chen")
    here, there, foreign = logged_in("ming"), logged_in("ming"), logged_in("chen")
    [theirs] = sessions_of(other, current=None)
    here.post("/security/sessions/ending/", {"session": theirs.digest})
    assert is_in(foreign)
    [ended] = [one for one in sessions_of(account, current=here.cookies["hefa"].value) if not one.current]
    here.post("/security/sessions/ending/", {"session": ended.digest})
    assert is_in(here) and not is_in(there)


def test_a_changed_password_ends_the_other_sessions_and_renews_this_one() -> None:
    an_account("ming")
    here, there = logged_in("ming"), logged_in("ming")
    key = here.cookies["hefa"].value
    new = "Another-2026"
    here.post("/profile/password/", {"old_password": cast.PASSWORD, "password": new, "password_again": new})
    assert is_in(here) and here.cookies["hefa"].value != key and not is_in(there)
    assert AccountSession.objects.filter(account__isnull=False).count() == 1
