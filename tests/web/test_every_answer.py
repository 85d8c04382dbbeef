"""Every address of the site, asked by nobody and by an operator: its headers, and what it does without a token."""

import re
from collections.abc import Iterator
from contextlib import closing
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django.fixtures import Settings

from tests.cast import PASSWORD, World, an_account
from tests.web.headers import ALWAYS, POWERS, wanting

pytestmark = pytest.mark.django_db
NOBODY = UUID("6b1f7e0c-0000-4000-8000-000000000000")
WORDS = {"which": "passed", "code": "no-such-code", "token": "no-such-token"}
THING = re.compile(r"<(?:(\w+):)?(\w+)>")
SCAN_API = "api/scan/"
"""No cookie opens it, so no other site can use one: a phone shows a secret in a header."""


def addresses(resolver: URLResolver | None = None, prefix: str = "/") -> Iterator[str]:
    """Every address that the site answers, with objects that nobody has."""
    for one in (resolver or get_resolver()).url_patterns:
        where = prefix + str(one.pattern).removeprefix("^").removesuffix("$")
        if isinstance(one, URLResolver):
            yield from addresses(one, where)
        elif isinstance(one, URLPattern):
            yield THING.sub(invented, where)


def invented(thing: re.Match[str]) -> str:
    """Something in the place of `<uuid:public_id>`."""
    kind, name = thing.groups()
    return str(NOBODY) if "uuid" in kind else WORDS.get(name, "1")


def test_the_walk_knows_every_address() -> None:
    walked = list(addresses())
    assert len(walked) > 150 and not [where for where in walked if "<" in where or "(" in where]
    assert {"/", "/login/", "/admin/", "/scanner/sw.js", f"/scanner/{NOBODY}/"} <= set(walked)


@pytest.mark.control("T7", "附表十 系統發展生命週期開發階段 2")
def test_every_answer_is_strict_whoever_asks(world: World, client: Client, olga: Client) -> None:
    """`strict_headers` looks at each; what officers see of their own objects it looks at in `test_every_door`."""
    for where in addresses():
        for browser in (client, olga):
            assert browser.get(where).status_code < 500, where


@pytest.mark.control("T7")
def test_a_scanner_compiles_its_decoder_and_no_other_page_does(world: World, alice: Client) -> None:
    scanner = alice.get(f"/scanner/{world.offering.public_id}/").headers
    assert wanting(scanner, compiles=True, films=True) == []
    assert [told.partition(":")[0] for told in wanting(scanner)] == [
        "Content-Security-Policy",
        "Permissions-Policy without camera=()",
    ]


@pytest.mark.control("T7")
def test_an_answer_without_headers_is_seen() -> None:
    assert len(wanting({})) == 1 + len(ALWAYS) + len(POWERS) + 1


@pytest.mark.control("T7")
@pytest.mark.parametrize("name", ["hefa/site.css", "hefa/mark.svg", "scanner/scanner.js", "scanner/reader.worker.js"])
def test_static_files_are_strict_and_may_be_kept(client: Client, name: str) -> None:
    """Looked at as every answer; of the scripts the decoder's worker alone may compile."""
    with closing(client.get(f"/static/{name}")) as answer:
        assert answer.status_code == 200


@pytest.mark.control("T21", "附表十 系統發展生命週期開發階段 2")
def test_no_form_is_taken_from_another_site(world: World) -> None:
    """Of whoever is logged in: without the token of the site's own page nothing is done."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.alice.account)
    asked = [where for where in addresses() if SCAN_API not in where and where != "/scanner/sw.js"]
    for where in asked:
        answer = browser.post(where)
        assert answer.status_code == 403 and "表單已逾時" in answer.content.decode(), where
    assert len(asked) > 150


@pytest.mark.control("T21")
def test_no_cookie_opens_the_scan_api(world: World, alice: Client) -> None:
    doors = [where for where in addresses() if SCAN_API in where]
    assert len(doors) >= 8
    for where in doors:
        for method in ("get", "post"):
            assert getattr(alice, method)(where).status_code in (401, 404, 405), where


@pytest.mark.control("T21", "附表十 身分驗證管理 2")
def test_cookies_are_of_this_host_and_not_for_scripts(client: Client, settings: Settings) -> None:
    an_account("ming", name="王小明")
    token = client.get("/login/").cookies[settings.CSRF_COOKIE_NAME]
    client.post("/login/", {"username": "ming", "password": PASSWORD})
    for cookie in (token, client.cookies[settings.SESSION_COOKIE_NAME]):
        assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/" and not cookie["domain"]
