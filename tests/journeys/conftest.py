"""Chromium, with or without a camera, and the cast at this very hour: phones and pages read the real clock."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from hefa.base.clock import now
from tests.cast import World, build_world
from tests.journeys.line import Line
from tests.journeys.outgoing import Outgoing
from tests.journeys.steps import DESK, PHONE

CHROMIUM = shutil.which("chromium")
WITHOUT_WINDOWS = shutil.which("chromium-headless-shell") or CHROMIUM
"""The same engine without the windows of a desktop, which nobody sees and which took a third of the time; it gives a
page no camera."""
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
PATIENCE_MS = 20_000
"""How long a page may take on a machine that does other things too; a page that comes at once is not waited for."""
FilmedPhone = Callable[..., Page]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Which browsers the journeys were made in, as the tests recorded it."""
    reports = [one for kind in terminalreporter.stats.values() for one in kind if isinstance(one, pytest.TestReport)]
    engines = {str(value) for report in reports for name, value in report.user_properties if name == "engine"}
    terminalreporter.write_line(f"engines: {', '.join(sorted(engines)) or 'none'}")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def outgoing() -> Outgoing:
    """What any Chromium of these tests asks of others than the site."""
    return Outgoing()


@pytest.fixture(autouse=True)
def nothing_leaves_the_site(outgoing: Outgoing) -> Iterator[None]:
    """Whatever a journey does, its browsers ask nobody but the site."""
    yield
    left = list(outgoing.requests)
    outgoing.requests.clear()
    assert left == []


@pytest.fixture(scope="session")
def chromium(playwright: Playwright, outgoing: Outgoing) -> Iterator[Browser]:
    """Without a camera."""
    browser = playwright.chromium.launch(executable_path=WITHOUT_WINDOWS, args=QUIET)
    yield outgoing.watch(browser)
    browser.close()


@pytest.fixture
def today(transactional_db: None) -> World:
    return build_world(now())


@pytest.fixture
def phone(chromium: Browser, live_server: LiveServer, record_property: Callable[[str, object], None]) -> Iterator[Page]:
    """A learner's phone."""
    record_property("engine", f"Chromium {chromium.version}")
    yield from _page_of(chromium.new_context(base_url=live_server.url, viewport=PHONE, locale="zh-TW"))


@pytest.fixture
def desk(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    """An officer's desktop."""
    yield from _page_of(chromium.new_context(base_url=live_server.url, viewport=DESK, locale="zh-TW"))


@pytest.fixture
def filmed_phone(playwright: Playwright, live_server: LiveServer, outgoing: Outgoing) -> Iterator[FilmedPhone]:
    """An officer's phone whose camera sees a film: `filmed_phone(film)`; `allowed=False` asks, and nobody says yes."""
    with ExitStack() as opened:

        def start(film: Path, *, allowed: bool = True) -> Page:
            arguments = [*QUIET, "--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"]
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
            opened.callback(browser.close)
            context = outgoing.watch(browser).new_context(base_url=live_server.url, viewport=PHONE, locale="zh-TW")
            if allowed:
                context.grant_permissions(["camera"])
            return context.new_page()

        yield start


def _page_of(context: BrowserContext) -> Iterator[Page]:
    yield context.new_page()
    context.close()


@pytest.fixture
def line(live_server: LiveServer) -> Iterator[Line]:
    """The network between a phone and the server."""
    with a_line(live_server) as line:
        yield line


@pytest.fixture
def hall(chromium: Browser, line: Line) -> Iterator[BrowserContext]:
    """A phone whose network is the line."""
    with a_phone_behind(chromium, line) as phone:
        yield phone


@contextmanager
def a_line(live_server: LiveServer) -> Iterator[Line]:
    """A network of its own to the server; it ends with the test."""
    where = urlsplit(live_server.url)
    line = Line("127.0.0.1", where.port or 0)
    yield line
    line.cut()


@contextmanager
def a_phone_behind(chromium: Browser, line: Line) -> Iterator[BrowserContext]:
    """A phone whose network is this line."""
    context = chromium.new_context(base_url=line.url, viewport=PHONE, locale="zh-TW")
    yield context
    context.close()
