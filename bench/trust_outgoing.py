"""What a browser asks of others than the site while somebody goes through the main pages: nothing."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import Browser, Page, expect, sync_playwright

from bench.database import own_database
from bench.server import served
from tests.journeys.outgoing import Outgoing

ROOT = Path(__file__).parents[1]
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
PUBLIC = ("/", "/site-map/", "/login/", "/code/?lang=zh", "/code/?lang=en", "/register/", "/activities/", "/units/")
OFFICE = ("/backoffice/", "/backoffice/offerings/", "/backoffice/year/", "/backoffice/uploads/", "/security/")
PASSWORD = "Hefa-demo-2026"  # noqa: S105 - of the demonstration
PATIENCE_MS = 30_000


def figures() -> dict[str, float]:
    """`outgoing_requests`: of pages, workers and service workers, over the demonstration served as it is installed."""
    with own_database("hefa_bench_outgoing"):
        for command in (["migrate"], ["seed_demo"]):
            told = [sys.executable, "-m", "django", *command, "--verbosity", "0"]
            subprocess.run(told, cwd=ROOT, env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}, check=True)
        with served() as port:
            left = asked_of_others(f"http://localhost:{port}")
    for address in left:
        print(f"{'':>26}  {address}", file=sys.stderr)
    return {"outgoing_requests": float(len(left))}


def asked_of_others(site: str) -> Sequence[str]:
    """What left the site while its pages were looked at, a scanner with its decoder among them."""
    outgoing = Outgoing()
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = outgoing.watch(playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET))
        _look_around(browser, site)
        browser.close()
    return outgoing.requests


def _look_around(browser: Browser, site: str) -> None:
    page = browser.new_context(base_url=site, locale="zh-TW", viewport={"width": 390, "height": 844}).new_page()
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
    for where in PUBLIC:
        _open(page, where)
    page.goto("/login/")
    page.get_by_label("帳號").fill("demo-alice")
    page.get_by_label("密碼").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="登入").click()
    expect(page.locator("main").get_by_role("button", name="登入")).to_have_count(0)
    for where in OFFICE:
        _open(page, where)
    page.goto("/scanner/")
    page.locator('a[href^="/scanner/"][href$="-"], a[href*="/scanner/"]').filter(has_text="開啟掃描器").first.click()
    expect(page.locator("#scanner")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    assert page.evaluate(DECODES) == "decoder answered", "the decoder did not start under the site's policy"
    assert refused == [], refused


DECODES = """() => new Promise((tell) => {
  const worker = new Worker(document.querySelector("[data-worker]").dataset.worker);
  worker.onmessage = (told) => tell(told.data.failed === undefined ? "decoder answered" : told.data.failed);
  worker.onerror = (error) => tell(error.message);
  const picture = { kind: "gray", width: 64, height: 64, data: new ArrayBuffer(64 * 64) };
  worker.postMessage({ id: 1, picture, effort: "live" });
})"""
"""The worker as the scanner starts it: it answers only once its WebAssembly has been compiled."""


def _open(page: Page, where: str) -> None:
    answer = page.goto(where)
    assert answer is not None and answer.status == 200, where
