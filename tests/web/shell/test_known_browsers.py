"""The cookie of a browser that an account knows, from its first login on (ADR 23)."""

import re

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from hefa.accounts.models import KnownBrowser
from hefa.accounts.rules import BROWSER_KNOWN_FOR
from hefa.web.shell.known_browser import ACCOUNTS_OF_A_BROWSER
from tests.cast import PASSWORD, World, an_account
from tests.web.shell.test_second_step import code_now, first_step, with_app

pytestmark = pytest.mark.django_db
SENTENCE = "最近三個月內登入過此帳號的瀏覽器仍可登入"


WRONG = {"old_password": "wrong", "password": "Another-2026", "password_again": "Another-2026"}


def log_in(browser: Client, username: str = "ming", password: str = PASSWORD) -> str:
    """Where it leads, else the page."""
    answer = browser.post("/login/", {"username": username, "password": password})
    return answer.headers.get("Location") or answer.content.decode()


def lock(username: str = "ming") -> str:
    """What a stranger reads who guessed five times."""
    stranger = Client()
    return [log_in(stranger, username, "wrong") for _ in range(5)][-1]


def told(page: str) -> str:
    """A page without whose it is and without its token."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page).replace("nobody", "ming")


@pytest.mark.control("T20")
def test_an_owner_comes_back_in_the_own_browser_while_strangers_are_locked_out(client: Client) -> None:
    an_account("ming")
    assert log_in(client) == "/"
    client.post("/logout/")
    locked = lock()
    assert SENTENCE in locked and told(locked) == told(lock("nobody"))
    assert SENTENCE in log_in(Client())
    assert log_in(client) == "/"
    wrong = client.post("/profile/password/", WRONG).content.decode()
    assert "目前的密碼不正確" in wrong and "鎖定" not in wrong


@pytest.mark.control("T20")
def test_the_second_step_and_every_proof_after_it_are_of_the_same_browser(client: Client, world: World) -> None:
    with_app(world.alice.account)
    first_step(client, "alice")
    assert not KnownBrowser.objects.exists(), "a password alone makes no browser known"
    assert client.post("/login/second/", {"proof_code": code_now()})["Location"] == "/"
    client.post("/logout/")
    lock("alice")
    assert first_step(client, "alice") == "/login/second/"
    lock("alice")
    page = client.post("/login/second/", {"proof_code": "000000"}).content.decode()
    assert "驗證未通過" in page and "鎖定" not in page


def test_the_cookie_is_of_one_account_new_with_each_login_and_out_of_reach(client: Client, settings: Settings) -> None:
    an_account("ming")
    log_in(client)
    (name,) = [name for name in client.cookies if name.startswith("hefa-known-")]
    cookie, first = client.cookies[name], client.cookies[name].value
    assert "ming" not in name and cookie["httponly"] and cookie["samesite"] == "Lax"
    assert cookie["max-age"] == BROWSER_KNOWN_FOR.total_seconds()
    client.post("/logout/")
    log_in(client)
    assert client.cookies[name].value != first and KnownBrowser.objects.count() == 1
    settings.SESSION_COOKIE_SECURE = True
    secure = Client()
    log_in(secure)
    assert any(one.startswith("__Host-hefa-known-") and secure.cookies[one]["secure"] for one in secure.cookies)


def test_a_desk_that_many_log_in_at_knows_the_last_few(client: Client) -> None:
    """Each cookie of each account, sent with every request, would fill what a server reads of a header."""
    for number in range(ACCOUNTS_OF_A_BROWSER + 2):
        an_account(f"ming{number}")
        assert log_in(client, f"ming{number}") == "/"
        client.post("/logout/")
    held = [name for name in client.cookies if name.startswith("hefa-known-") and client.cookies[name].value]
    assert len(held) == ACCOUNTS_OF_A_BROWSER
    latest = f"ming{ACCOUNTS_OF_A_BROWSER + 1}"
    lock(latest)
    assert log_in(client, latest) == "/"


def test_a_changed_password_leaves_the_browser_known_in_which_it_was_changed(client: Client) -> None:
    an_account("ming")
    other = Client()
    log_in(other), log_in(client)
    change = {"old_password": PASSWORD, "password": "Another-2026", "password_again": "Another-2026"}
    assert client.post("/profile/password/", change)["Location"] == "/profile/"
    client.post("/logout/")
    lock()
    assert log_in(client, password="Another-2026") == "/"
    assert SENTENCE in log_in(other, password="Another-2026")


def test_a_site_may_know_no_browser(client: Client, settings: Settings) -> None:
    an_account("ming")
    log_in(client)
    settings.HEFA_KNOWN_BROWSERS = False
    client.post("/logout/")
    lock()
    page = log_in(client)
    assert "鎖定 15 分鐘" in page and SENTENCE not in page
    another = Client()
    an_account("ling")
    log_in(another, "ling")
    assert not any("known" in name for name in another.cookies)


@pytest.mark.parametrize("shown", ["", "=", "é", "x" * 5000, "AAAA"])
def test_whatever_a_cookie_says_a_stranger_stays_one(client: Client, shown: str) -> None:
    an_account("ming")
    log_in(client)
    (name,) = [name for name in client.cookies if name.startswith("hefa-known-")]
    stranger = Client()
    stranger.cookies[name] = shown
    lock()
    assert SENTENCE in log_in(stranger)
