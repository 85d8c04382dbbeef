"""登入 and 登出, with the lock of fifteen minutes."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from hefa.accounts.rules import FAILURES_UNTIL_LOCK
from tests.cast import PASSWORD, World, an_account

pytestmark = pytest.mark.django_db


def log_in(client: Client, **changes: str) -> tuple[int, str, str]:
    """Status, address sent to, page."""
    answer = client.post("/login/", {"username": "ming", "password": PASSWORD} | changes)
    return answer.status_code, answer.headers.get("Location", ""), answer.content.decode()


def test_the_right_password_leads_home(client: Client) -> None:
    an_account("ming", name="王小明")
    assert log_in(client)[:2] == (302, "/")
    page = client.get("/").content.decode()
    assert "登入身分:" in page and "王小明" in page and "登出" in page


def test_a_login_begins_a_new_session(client: Client) -> None:
    an_account("ming")
    client.get("/reset/x/")
    before = client.cookies["hefa"].value
    log_in(client)
    assert client.cookies["hefa"].value != before


def test_whoever_asked_for_a_page_comes_back_to_it(client: Client, world: World) -> None:
    answer = client.get("/scanner/")
    assert answer["Location"] == "/login/?next=%2Fscanner%2F"
    page = client.get(answer["Location"]).content.decode()
    assert 'name="next" value="/scanner/"' in page
    assert log_in(client, username="alice", next="/scanner/")[1] == "/scanner/"


@pytest.mark.parametrize("address", ["https://example.org/", "//example.org/", "javascript:alert(1)", "/\\example.org"])
def test_another_site_is_never_gone_to(client: Client, address: str) -> None:
    an_account("ming")
    assert log_in(client, next=address)[1] == "/"


@pytest.mark.control("附表十 鑑別資訊回饋 1")
def test_a_wrong_password_and_an_unknown_account_read_alike(client: Client) -> None:
    an_account("ming")
    wrong = log_in(client, password="wrong")
    unknown = log_in(client, username="nobody", password="wrong")
    assert (wrong[0], unknown[0]) == (200, 200)
    assert "帳號或密碼不正確。" in wrong[2] and "帳號或密碼不正確。" in unknown[2]
    assert "wrong" not in wrong[2].replace("field-wrong", "")


@pytest.mark.control("T20")
def test_five_failures_lock_for_fifteen_minutes_even_for_the_right_password(
    client: Client, hour: time_machine.Traveller
) -> None:
    an_account("ming")
    pages = [log_in(client, password="wrong")[2] for _ in range(FAILURES_UNTIL_LOCK)]
    assert "鎖定" not in pages[-2]
    assert "已鎖定 15 分鐘" in pages[-1] and "09:45:00 之後" in pages[-1]
    assert log_in(client)[0] == 200
    hour.shift(timedelta(minutes=15, seconds=1))
    assert log_in(client)[0] == 302


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"username": ""}, "請輸入帳號。", id="no account"),
        pytest.param({"password": ""}, "請輸入密碼。", id="no password"),
        pytest.param({"username": "\x00"}, "error-summary", id="NUL"),
    ],
)
def test_what_is_missing_is_said(client: Client, changes: dict[str, str], sentence: str) -> None:
    status, _, page = log_in(client, **changes)
    assert status == 200 and sentence in page


def test_a_national_id_in_place_of_the_account_is_not_shown_back(client: Client) -> None:
    assert "A123456789" not in log_in(client, username="A123456789")[2]


def test_whoever_is_logged_in_sees_no_login(client: Client) -> None:
    client.force_login(an_account("ming"))
    assert client.get("/login/")["Location"] == "/"


def test_logging_out_ends_the_session_and_needs_a_form(client: Client) -> None:
    client.force_login(an_account("ming"))
    assert client.get("/logout/")["Location"] == "/" and client.put("/logout/").status_code == 405
    assert client.get("/profile/").status_code == 200
    assert client.post("/logout/")["Location"] == "/logout/done/"
    assert client.get("/profile/").status_code == 302
    assert client.post("/logout/")["Location"] == "/logout/done/"


def test_the_page_after_a_logout_ends_what_the_scanner_keeps_and_nobody_is_led_there(client: Client) -> None:
    account = an_account("ming")
    assert client.get("/logout/done/")["Location"] == "/"
    client.force_login(account)
    client.post("/logout/")
    page = client.get("/logout/done/")
    html = page.content.decode()
    assert 'id="logged-out" data-rescue-key="AQ' in html and "scanner/scanner.js" in html
    assert "no-store" in page["Cache-Control"] and client.post("/logout/done/").status_code == 405
    client.force_login(account)
    assert client.get("/logout/done/")["Location"] == "/"


def test_a_login_without_its_token_is_refused() -> None:
    an_account("ming")
    page = Client(enforce_csrf_checks=True).post("/login/", {"username": "ming", "password": PASSWORD})
    assert page.status_code == 403 and "表單已逾時" in page.content.decode()
