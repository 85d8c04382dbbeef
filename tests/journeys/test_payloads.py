"""Every page of the site with a corpus of payloads in every text that people can fill, in Chromium (security.md, T7).

Each page is made in a transaction that is undone after it, and given to Chromium without the site's policy: whatever
could run would. Pages with scripts of their own are also opened as the site sends them, one for each set of scripts.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.db import connections, transaction
from django.http import HttpResponse
from django.template import Context as Words
from django.template import Template
from django.test import Client
from playwright.sync_api import Browser, Dialog, Error, Page, Route, expect

from hefa.codes.queries import static_text
from hefa.web.shell.audience import Audience
from ops.doors import Door, doors
from tests.cast import NOW, World, a_unit, a_walk_in
from tests.journeys.steps import PHONE, expect_counts, wedge
from tests.web.opening import everybody, opened
from tests.web.payloads.corpus import PAYLOADS
from tests.web.payloads.storing import Stored, store_everywhere
from tests.web.touched import touched

SITE = "http://localhost"
WATCH = """
  window.__broken = [];
  document.addEventListener("securitypolicyviolation", (told) => window.__broken.push(told.violatedDirective));
"""
SEEN = r"""() => {
  const texts = [];
  const walk = document.createTreeWalker(document, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) texts.push(node.data);
    else for (const one of node.attributes) texts.push(one.value);
  }
  const isForeign = (one) => [...one.attributes].some(({ name, value }) =>
    name === "data-foreign" || name.startsWith("on") || /^\s*(javascript|data:text)/i.test(value) && name !== "value");
  return {
    owned: window.__owned === 1,
    broken: window.__broken,
    foreign: [...document.querySelectorAll("*")].filter(isForeign).map((one) => one.outerHTML.slice(0, 200)),
    texts: texts.filter((one) => one.includes("§") || one.includes("35007")),
  };
}"""
KNOWN = "django is not defined"
"""Of the framework's own pages of records, which are to be read alone: a script of theirs finds no form to fill."""
NOT_SHOWN = {
    "award.late_reason",
    "award.revoke_reason",
    "enrolment.message",
    "review.told_name",
    "scan.said_at_gate",
    "station.helper_name",
    "unit.english_name",
    "unit.level",
    "upload.purpose_note",
    "year_member.exempt_reason",
}
"""Stored, and told by no page as it is opened here: after a search, on paper or in a file."""
SCRIPT = re.compile(r'<script[^>]*\ssrc="([^"]+)"[^>]*></script>')
ASKED = re.compile(r"http://localhost/(?!static/.*\.(?:css|svg|png|ico)$)")
"""Without styles and pictures: nobody answers for them."""
MASK = "○"
MARK = re.compile(r"§\d+§")


@dataclass
class Window:
    """A window of Chromium that asks whatever `browser` it is given, and notes what should never be."""

    page: Page
    bare: Page
    """Without an address, and so without the policy of one."""
    context: Context
    """Of the test: Playwright answers in another, which would have a connection of its own."""
    browser: Client | None = None
    wrong: list[str] = field(default_factory=list)
    run_once: frozenset[str] = frozenset()

    def show(self, browser: Client, path: str, stored: Stored) -> set[str]:
        """Look at a page. Returns the marks of the texts that it shows as they were typed."""
        self.browser = browser
        status, headers, body = self.context.run(self._asked, "GET", path)
        assert status < 500, path
        if not headers.get("Content-Type", "").startswith("text/html"):
            return set()
        scripts = frozenset(SCRIPT.findall(body.decode()))
        if scripts - self.run_once:
            self.run_once |= scripts
            self.open(path)
            self.look(stored)
        self.bare.set_content(SCRIPT.sub("", body.decode()))
        return self.look(stored, self.bare)

    def open(self, path: str) -> None:
        """Go to the address, as a person does."""
        self.page.goto(SITE + path, wait_until="load")

    def look(self, stored: Stored, page: Page | None = None) -> set[str]:
        """What the page shows by now."""
        told: dict[str, Any] = (page or self.page).evaluate(SEEN)
        self.wrong += ["owned"] if told["owned"] else []
        self.wrong += [f"breaks the policy: {one}" for one in told["broken"]]
        self.wrong += [f"foreign: {one}" for one in told["foreign"]]
        self.wrong += [f"worked out: {one}" for one in told["texts"] if "35007" in one]
        return self._as_typed(told["texts"], stored)

    def _as_typed(self, texts: list[str], stored: Stored) -> set[str]:
        seen: set[str] = set()
        for text in texts:
            for mark in MARK.findall(text):
                if stored.texts.get(mark, mark) in text:
                    seen.add(mark)
                elif MASK not in text:
                    self.wrong.append(f"not as typed: {text!r} for {stored.texts[mark]!r}")
        return seen

    def hear_dialog(self, dialog: Dialog) -> None:
        self.wrong.append("a dialog")
        dialog.dismiss()

    def hear_error(self, told: Error) -> None:
        self.wrong += [] if KNOWN in str(told) else [f"an error: {told}"]

    def answer(self, route: Route) -> None:
        """What the site answers, through the browser of the tests. Where it sends on to another page nothing is shown:
        that page is opened as its own."""
        asked, where = route.request, urlsplit(route.request.url)
        sent = {name: value for name, value in asked.headers.items() if name in ("authorization", "accept")}
        kind = asked.headers.get("content-type", "text/plain")
        told = self.context.run(
            self._asked, asked.method, where.path, asked.post_data_buffer or b"", kind, headers=sent, query=where.query
        )
        route.fulfill(status=told[0], headers=told[1], body=told[2])

    def _asked(
        self, method: str, path: str, body: bytes = b"", kind: str = "", query: str = "", **more: Any
    ) -> tuple[int, dict[str, str], bytes]:
        assert self.browser is not None
        with time_machine.travel(NOW, tick=False):
            told = self.browser.generic(method, path, body, kind, QUERY_STRING=query, HTTP_HOST="localhost", **more)
            if told.status_code in (301, 302, 303) or "attachment" in told.headers.get("Content-Disposition", ""):
                return 200, {}, b"elsewhere, or a file"
            return told.status_code, dict(told.headers), told.getvalue()


@pytest.fixture
def connected(chromium: Browser) -> Iterator[None]:
    """While Playwright runs, Django has another connection for this thread: whoever opened it closes it."""
    yield
    connections.close_all()


@pytest.fixture
def window(connected: None, db: None, chromium: Browser) -> Iterator[Window]:
    context = chromium.new_context(viewport=PHONE, locale="zh-TW", service_workers="block")
    context.add_init_script(WATCH)
    made = Window(context.new_page(), context.new_page(), copy_context())
    context.route(ASKED, made.answer)
    for page in (made.page, made.bare):
        page.on("dialog", made.hear_dialog)
        page.on("pageerror", made.hear_error)
    yield made
    context.close()


def pages() -> list[Door]:
    """The doors that show a page of their own to people."""
    shown = [one for one in doors() if one.audience != Audience.STATION and not one.is_form_target]
    return [one for one in shown if {"GET", "any"} & set(one.methods)]


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def opened_at_noon(door: Door, world: World) -> tuple[Client, str]:
    with time_machine.travel(NOW, tick=False):
        return opened(door, world)


@pytest.mark.long
@pytest.mark.control("T7", "附表十 系統發展生命週期開發階段 2")
@pytest.mark.django_db
def test_no_text_that_people_type_becomes_more_than_text(connected: None, world: World, window: Window) -> None:
    with time_machine.travel(NOW, tick=False):
        everybody(world)
    stored = Stored()
    store_everywhere(stored)
    seen: set[str] = set()
    for door in pages():
        with undone():
            before = touched()
            browser, path = opened_at_noon(door, world)
            store_everywhere(stored, {name for name, count in touched().items() if count > before[name]})
            seen |= {stored.columns[mark] for mark in window.show(browser, path, stored)}
        assert window.wrong == [], (door.name, path)
    assert stored.accepted() - seen <= NOT_SHOWN
    assert {stored.texts[mark][len(mark) :] for mark in stored.texts} >= set(PAYLOADS)


@pytest.mark.control("T7")
@pytest.mark.django_db
def test_a_scanner_shows_names_as_they_are(connected: None, world: World, window: Window) -> None:
    with time_machine.travel(NOW, tick=False):
        browser = Client()
        browser.force_login(world.alice.account)
        unit = a_unit("A00000000A", f"§0§{PAYLOADS[2]}")
        codes = [a_walk_in(number, name=text, unit=unit).code for number, text in enumerate(PAYLOADS[:12], 200)]
    told = Stored(texts={"§0§": unit.name}, columns={"§0§": "unit.name"})
    window.browser = browser
    window.open(f"/scanner/{world.offering.public_id}/")
    for code in codes:
        wedge(window.page, static_text(code))
    expect_counts(window.page, awarded=len(codes))
    expect(window.page.get_by_text(unit.name).first).to_be_visible()
    window.look(told)
    assert window.wrong == []


@pytest.mark.control("T7")
def test_a_page_that_takes_text_for_markup_is_seen(window: Window) -> None:
    """With the site's policy nothing runs, and what was made of the text is counted; without, it runs as well."""
    words = Words({"name": PAYLOADS[3], "link": PAYLOADS[19]})
    page = Template("<p>{{ name|safe }}</p><a href='{{ link }}'>x</a>").render(words)
    policy = Client().get("/privacy/").headers["Content-Security-Policy"]

    class Careless(Client):
        def generic(self, *args: Any, **kwargs: Any) -> Any:
            return HttpResponse(page, headers={"Content-Security-Policy": policy})

    window.browser = Careless()
    window.open("/")
    window.look(Stored())
    assert sorted(one.partition(":")[0] for one in window.wrong) == ["breaks the policy"] + ["foreign"] * 2
    window.wrong.clear()
    window.show(Careless(), "/", Stored())
    assert sorted(one.partition(":")[0] for one in window.wrong) == ["foreign"] * 2 + ["owned"]
