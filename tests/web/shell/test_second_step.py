"""The second step of a login, 登入安全, and staff that may not go on without a second factor."""

import base64
import re
from datetime import datetime, timedelta

import pytest
import time_machine
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from pytest_django.fixtures import Settings

from hefa.accounts.actions import add_app, ask_reset, make_recovery_codes, reset_password
from hefa.accounts.models import Account, AuthenticatorApp, RecoveryCode
from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.base.clock import now
from hefa.web.shell.audience import Audience
from tests import cast
from tests.cast import PASSWORD, World, an_account

pytestmark = pytest.mark.django_db
SEED = bytes(range(20))
STEP = timedelta(seconds=30)


def code_at(at: datetime, seed: bytes = SEED) -> str:
    app = TOTP(seed, 6, SHA1(), 30)  # noqa: S303 - what every app speaks
    return app.generate(at.timestamp()).decode()


def code_now(seed: bytes = SEED) -> str:
    return code_at(now(), seed)


def first_step(browser: Client, username: str, then: str = "/") -> str:
    """Where the right password leads."""
    return str(browser.post("/login/", {"username": username, "password": PASSWORD, "next": then})["Location"])


def with_app(account: Account) -> None:
    """An app whose code of this very moment is not taken yet."""
    add_app(
        account=account,
        seed=SEED,
        code=code_at(now() - STEP),
        at=now() - STEP,
    )


@pytest.fixture
def demanded(settings: Settings) -> None:
    settings.HEFA_SECOND_FACTOR_DEMANDED = True


@pytest.mark.control("T21")
def test_another_password_ends_a_login_that_the_old_one_began(client: Client, world: World) -> None:
    with_app(world.alice.account)
    first_step(client, "alice")
    [letter] = ask_reset(username_or_email="alice", at=now())
    assert reset_password(token=letter.token, password="Another-2026", at=now()) is not None  # noqa: S106
    assert client.post("/login/second/", {"proof_code": code_now()})["Location"] == "/login/"
    assert client.get("/profile/").status_code == 302


def test_after_the_password_the_code_is_asked_and_leads_where_one_wanted(client: Client, world: World) -> None:
    with_app(world.alice.account)
    assert first_step(client, "alice", "/backoffice/") == "/login/second/"
    assert client.get("/backoffice/")["Location"].startswith("/login/")
    wrong = client.post("/login/second/", {"proof_code": "000000"})
    assert wrong.status_code == 200 and "驗證未通過，請再試一次。" in wrong.content.decode()
    assert client.post("/login/second/", {"proof_code": code_now()})["Location"] == "/backoffice/"
    assert client.get("/backoffice/").status_code == 200


def test_the_second_step_is_over_after_ten_minutes(client: Client, world: World, hour: time_machine.Traveller) -> None:
    with_app(world.alice.account)
    first_step(client, "alice")
    hour.shift(timedelta(minutes=10))
    assert client.post("/login/second/", {"proof_code": code_now()})["Location"] == "/login/"
    assert Client().get("/login/second/")["Location"] == "/login/"


def test_wrong_codes_lock_the_account_and_the_page_says_until_when(client: Client, world: World) -> None:
    with_app(world.alice.account)
    first_step(client, "alice")
    pages = [client.post("/login/second/", {"proof_code": "000000"}).content.decode() for _ in range(5)]
    assert "已鎖定 15 分鐘" in pages[4] and "已鎖定" not in pages[3]
    assert "已鎖定" in client.post("/login/second/", {"proof_code": code_now()}).content.decode()


def test_a_session_before_the_second_step_is_nobodys(client: Client, world: World) -> None:
    client.get("/reset/x/")
    before = client.cookies["hefa"].value
    with_app(world.alice.account)
    first_step(client, "alice")
    waiting = client.cookies["hefa"].value
    assert waiting != before and "登出" not in client.get("/").content.decode()
    client.post("/login/second/", {"proof_code": code_now()})
    assert client.cookies["hefa"].value != waiting


def pages_of(door: str, audience: Audience) -> list[str]:
    """Addresses without arguments of one door, for this audience."""
    there = get_resolver().namespace_dict[door][1].url_patterns
    return [
        reverse(f"{door}:{one.name}")
        for one in there
        if isinstance(one, URLPattern)
        and getattr(one.callback, "audience", None) == audience
        and "<" not in str(one.pattern)
    ]


@pytest.mark.control("附表十 內部使用者之識別與鑑別 2")
@pytest.mark.parametrize(
    ("door", "username", "audience"),
    [
        ("backoffice", "alice", Audience.OFFICER),
        ("backoffice", "audrey", Audience.OFFICER),
        ("scanner", "alice", Audience.OFFICER),
        ("operator", "olga", Audience.OPERATOR),
    ],
)
def test_staff_without_a_second_factor_is_sent_to_set_one_up(
    demanded: None, world: World, door: str, username: str, audience: Audience
) -> None:
    browser = Client()
    cast.olga(at=world.at)
    cast.audrey(world)
    assert first_step(browser, username, "/backoffice/") == "/security/"
    assert "設定完成後才能使用管理功能" in browser.get("/security/").content.decode()
    refused = pages_of(door, audience)
    assert refused
    for path in refused:
        for answer in (browser.get(path), browser.post(path)):
            assert answer.status_code in (302, 403), path
            assert answer.headers.get("Location", "/security/") == "/security/", path


def test_learners_go_on_without_and_the_demonstration_too(demanded: None, client: Client, settings: Settings) -> None:
    an_account("ming")
    assert first_step(client, "ming", "/passbook/") == "/passbook/"
    settings.HEFA_SECOND_FACTOR_DEMANDED = False
    olga = Client()
    cast.olga(at=now())
    assert first_step(olga, "olga", "/operator/") == "/operator/" and olga.get("/operator/").status_code == 200


def test_an_app_is_set_up_with_its_first_code_and_opens_the_back_office(
    demanded: None, client: Client, world: World
) -> None:
    first_step(client, "alice", "/backoffice/")
    page = client.get("/security/app/").content.decode()
    secret = re.search(r"app-secret\">([a-z2-7 ]+)<", page)
    assert secret and "<path" in page and "otpauth" not in page
    seed = base64.b32decode(secret[1].replace(" ", "").upper())
    assert "驗證碼不正確" in client.post("/security/app/", {"code": "000000"}).content.decode()
    assert client.post("/security/app/", {"code": code_now(seed)})["Location"] == "/security/recovery-codes/"
    codes = client.get("/security/recovery-codes/").content.decode()
    assert len(re.findall(r">[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}<", codes)) == RecoveryCode.objects.count() == 10
    assert "備用碼已顯示過" in client.get("/security/recovery-codes/").content.decode()
    assert client.get("/backoffice/").status_code == 200
    assert AuthenticatorApp.objects.get().account == world.alice.account


def test_another_session_shows_the_factor_that_was_set_up_meanwhile(
    demanded: None, client: Client, world: World
) -> None:
    first_step(client, "alice")
    with_app(world.alice.account)
    assert client.get("/backoffice/")["Location"] == "/security/"
    assert client.get("/security/")["Location"] == "/proof/"
    assert "驗證碼或備用碼" in client.get("/proof/").content.decode()
    answer = client.post("/proof/", {"proof_asked": "1", "proof_code": code_now()})
    assert answer.status_code == 302 and client.get("/proof/")["Location"] == "/"
    assert client.get("/backoffice/").status_code == 200


def test_staff_keeps_its_last_factor_and_others_may_take_it_away(
    demanded: None, client: Client, world: World, settings: Settings
) -> None:
    client.force_login(world.alice.account)
    with_app(world.alice.account)
    assert "移除" not in client.get("/security/").content.decode().replace("再移除", "")
    client.post("/security/removal/", {"factor": "app"})
    assert AuthenticatorApp.objects.exists()
    settings.HEFA_SECOND_FACTOR_DEMANDED = False
    for nothing in ("", "x", "6f0c6a52-0c0e-4a6c-9d5c-111111111111"):
        client.post("/security/removal/", {"factor": nothing})
    client.post("/security/removal/", {"factor": "app"})
    assert not AuthenticatorApp.objects.exists()
    assert AuditEntry.objects.filter(verb=Verb.FACTOR_REMOVED).count() == 1


def test_new_recovery_codes_end_the_old_and_without_a_factor_there_are_none(client: Client, world: World) -> None:
    account = world.alice.account
    client.force_login(account)
    client.post("/security/recovery-codes/new/")
    assert not RecoveryCode.objects.exists()
    with_app(account)
    old = set(make_recovery_codes(account=account, at=now()))
    client.post("/security/recovery-codes/new/")
    shown = client.get("/security/recovery-codes/").content.decode()
    assert not any(code in shown for code in old) and RecoveryCode.objects.count() == 10


def test_a_passkey_that_is_none_is_refused_in_words(client: Client, world: World) -> None:
    client.force_login(world.alice.account)
    page = client.get("/security/passkey/")
    assert page["Permissions-Policy"].count("publickey-credentials-get=(self)") == 1
    for passkey in ("", "{", "[]", '{"id": "x"}', "[" * 9000):
        answer = client.post("/security/passkey/", {"name": "手機", "passkey": passkey})
        assert "沒有建立通行密鑰" in answer.content.decode()
