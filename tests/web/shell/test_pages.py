"""Home, 網站導覽, health, what every page carries, and the pages for when something is wrong."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import URLPattern

from hefa.web.learner.urls import urlpatterns as learner_pages
from hefa.web.shell import views
from hefa.web.shell.audience import Audience
from hefa.web.shell.urls import urlpatterns as shell_pages
from tests.cast import World, an_account

pytestmark = pytest.mark.django_db


def test_home_has_the_ways_in_of_the_manual(client: Client, settings: Any) -> None:
    page = client.get("/").content.decode()
    for words in (
        settings.HEFA_AGENCY_NAME,
        "環境教育終身學習網",
        "帳號",
        "密碼",
        "登入",
        "忘記帳號/密碼",
        "註冊個人帳號",
        "QRCode掃描",
        "建立個人條碼",
        "網站導覽",
        "Android系統建議使用Google Chrome瀏覽器",
        "iOS系統建議使用Safari瀏覽器，且版本為12（含）以上",
    ):
        assert words in page, words
    assert "學習資訊維護" not in page


def test_a_learner_has_the_menu_without_the_officers_lines(client: Client) -> None:
    client.force_login(an_account("ming", name="王小明"))
    page = client.get("/").content.decode()
    for words in ("登入身分:", "服務單位:", "修改個人資料", "建立個人條碼", "學習護照", "登出"):
        assert words in page, words
    assert "學習資訊維護" not in page


def test_an_officer_has_all_of_the_menu(client: Client, world: World) -> None:
    client.force_login(world.alice.account)
    page = client.get("/").content.decode()
    assert "學習資訊維護" in page and "QRCode掃描" in page and world.organiser.name in page


def test_the_site_map_leads_to_pages_that_exist(client: Client, world: World) -> None:
    client.force_login(world.alice.account)
    page = client.get("/site-map/").content.decode()
    links = set(re.findall(r'<a (?:class="\w+" )?href="(/[^"#]*)"', page.split("<main")[1]))
    assert len(links) >= 9
    for link in links:
        assert client.get(link).status_code in (200, 302), link


@pytest.mark.parametrize("path", ["/", "/site-map/", "/login/", "/code/", "/register/", "/units/", "/passbook/"])
def test_every_page_has_landmarks_language_and_strict_headers(client: Client, path: str) -> None:
    answer = client.get(path)
    page = answer.content.decode()
    assert '<html lang="zh-Hant-TW">' in page and page.count("<h1") == 1
    for part in ('href="#main">', 'accesskey="U"', 'accesskey="C"', 'accesskey="Z"', "<header", "<main", "<footer"):
        assert part in page, part
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", page)
    assert "camera=()" in answer["Permissions-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]


@pytest.mark.control("附表十 資通系統監控 2")
def test_health_says_that_the_database_answers(client: Client) -> None:
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (200, {"database": "ok"})


@pytest.mark.parametrize("path", ["/", "/site-map/", "/health/"])
def test_pages_that_are_read_are_not_written_to(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


def test_lines_browser_is_sent_outside_from_the_first_page(client: Client) -> None:
    answer = client.get("/", headers={"User-Agent": "Line/13.0"})
    assert answer["Location"] == "/?openExternalBrowser=1"


def test_every_page_says_whom_it_is_for() -> None:
    said = {pattern.name: vars(pattern.callback).get("audience") for pattern in _patterns()}
    assert None not in said.values(), said
    assert {name for name, audience in said.items() if audience is Audience.LEARNER} == {
        "profile",
        "rights",
        "own_data",
        "own_data_file",
        "claims_seen",
        "password",
        "change_unit",
        "codes_taken",
        "identity",
        "identity_choice",
        "offices",
        "new_organiser_request",
        "office_request",
        "office_withdrawal",
        "enrol",
        "enrolments",
        "withdrawal",
        "proof",
        "security",
        "app_setup",
        "passkey_setup",
        "recovery_codes",
        "new_recovery_codes",
        "factor_removal",
        "provider_link",
        "provider_unlink",
        "own_sessions",
        "session_ending",
        "session_extension",
    }


def test_an_unknown_page_is_told_in_words_with_a_number_to_quote(client: Client) -> None:
    answer = client.get("/nothing/here/")
    page = answer.content.decode()
    assert answer.status_code == 404 and "找不到網頁" in page
    assert re.search(r"代號 <code>[0-9A-F]{8}</code>", page)


def test_a_sentence_of_the_refusal_is_shown(client: Client) -> None:
    client.force_login(an_account("ming"))
    answer = client.get("/scanner/")
    assert answer.status_code == 403
    assert "您的帳號沒有這項功能的權限，請洽開課單位。" in answer.content.decode()


Handler = Callable[[HttpRequest], Any]


@pytest.fixture
def no_database(django_assert_num_queries: Callable[[int], Any]) -> Iterator[None]:
    with django_assert_num_queries(0):
        yield


@pytest.mark.usefixtures("no_database")
@pytest.mark.parametrize(
    ("handler", "status", "title"),
    [
        pytest.param(views.bad_request, 400, "送出的資料無法處理", id="400"),
        pytest.param(lambda request: views.forbidden(request, PermissionDenied()), 403, "沒有權限", id="403"),
        pytest.param(views.not_found, 404, "找不到網頁", id="404"),
        pytest.param(views.csrf_failure, 403, "表單已逾時", id="csrf"),
        pytest.param(views.server_error, 500, "系統發生錯誤", id="500"),
    ],
)
def test_error_pages_need_no_database(rf: RequestFactory, handler: Handler, status: int, title: str) -> None:
    answer = handler(rf.get("/"))
    assert answer.status_code == status and title in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.control("附表十 系統發展生命週期開發階段 3")
@pytest.mark.usefixtures("no_database")
@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_database_that_is_gone_is_told_apart_with_retry_after(rf: RequestFactory, error: type[Exception]) -> None:
    try:
        raise error("connection refused: host 10.0.0.7, user hefa")
    except error:
        answer = views.server_error(rf.get("/"))
    assert (answer.status_code, answer["Retry-After"]) == (503, "15")
    assert "系統暫時無法服務" in answer.content.decode() and "10.0.0.7" not in answer.content.decode()


@pytest.mark.usefixtures("no_database")
def test_phones_are_answered_in_their_own_format(rf: RequestFactory) -> None:
    answer = views.not_found(rf.get("/api/scan/v1/nothing"))
    assert answer["Content-Type"] == "application/json"
    assert '"reason": "HTTP_404"' in answer.content.decode()


def _patterns() -> list[URLPattern]:
    return [pattern for pattern in (*shell_pages, *learner_pages) if isinstance(pattern, URLPattern)]
