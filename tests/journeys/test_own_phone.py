"""`dev.py serve --https`: the site over TLS for the phones of a network, and the page that says how to trust it."""

import http.client
import os
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection
from playwright.sync_api import Browser, expect

from ops.dev import phones, serving
from ops.dev.postgres import SERVING_URL
from tests.cast import World
from tests.journeys.steps import PHONE, look, open_scanner


@pytest.fixture
def trust(tmp_path: Path) -> serving.Trust:
    return phones.trust_in(tmp_path)


@pytest.fixture
def front(trust: serving.Trust) -> serving.Front:
    """On this machine, so that the test needs no network."""
    front = phones.front(serving.HOST, _two_free_ports(), trust)
    phones.check_ports(front)
    phones.certify(front, trust)
    return front


@pytest.fixture
def site(front: serving.Front, transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The site, with the database of the tests."""
    for variable in {"DATABASE_URL", SERVING_URL} & set(os.environ):
        database = urlsplit(os.environ[variable])._replace(path=f"/{connection.settings_dict['NAME']}")
        monkeypatch.setenv(variable, database.geturl())
    with serving.serving(front) as address:
        yield address


def _two_free_ports() -> int:
    while True:
        with socket.socket() as one, socket.socket() as next_to_it:
            one.bind((serving.HOST, 0))
            port = int(one.getsockname()[1])
            try:
                next_to_it.bind((serving.HOST, port + 1))
            except OSError:
                continue
            return port


@pytest.mark.django_db(transaction=True)
def test_the_scanner_gets_the_camera_over_https(
    chromium: Browser, today: World, front: serving.Front, trust: serving.Trust, site: str
) -> None:
    for host in (serving.HOST, "localhost"):
        asked = _verified(host, front.port, trust)
        asked.request("GET", "/login/")
        answer = asked.getresponse()
        cookies = answer.headers.get_all("Set-Cookie") or []
        assert answer.status == 200 and cookies
        assert all(cookie.startswith("__Host-") and "Secure" in cookie for cookie in cookies)
        assert "Strict-Transport-Security" not in answer.headers
        asked.close()
    context = chromium.new_context(base_url=site, viewport=PHONE, ignore_https_errors=True)
    page = context.new_page()
    open_scanner(page, today.offering.public_id)
    assert page.evaluate("window.isSecureContext && 'mediaDevices' in navigator")
    context.close()


def test_the_certificate_is_handed_out_with_words(
    chromium: Browser, front: serving.Front, trust: serving.Trust
) -> None:
    with phones.handing_out(front, trust) as address:
        page = chromium.new_page(viewport=PHONE)
        look(page, address)
        expect(page.locator("code")).to_have_text(phones.fingerprint(trust))
        expect(page.get_by_role("link", name="開啟網站")).to_have_attribute("href", front.address)
        handed = page.request.get(address + phones.CERTIFICATE_PATH[1:])
        assert handed.headers["content-type"] == "application/x-x509-ca-cert"
        assert handed.body() == trust.authority.read_bytes()
        assert page.request.get(address + "site.key").status == 404
        page.close()


def _verified(host: str, port: int, trust: serving.Trust) -> http.client.HTTPSConnection:
    context = ssl.create_default_context(cafile=str(trust.authority))
    return http.client.HTTPSConnection(host, port, timeout=20, context=context)
