"""Nothing is lost and nothing readable stays: of a phone whose officer logs out, and of one that stays offline."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from hefa.awards.models import Award, Scan
from hefa.base.clock import now
from hefa.codes.queries import static_text
from tests.cast import World, a_gate, a_walk_in, enrolled, told
from tests.journeys.line import Line
from tests.journeys.steps import DESK, expect_counts, go_dark, log_in, look, open_scanner, wedge
from tests.rescuing import rescue_file

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = ("李喆堃", "林一")
DUMP = """async () => {
  const told = [];
  const text = (bytes) => new TextDecoder("latin1").decode(bytes) + new TextDecoder().decode(bytes);
  const open = (name) => new Promise((done) => {
    const asked = indexedDB.open(name);
    asked.onsuccess = () => done(asked.result);
  });
  const all = (store) => new Promise((done) => {
    const asked = store.getAll();
    asked.onsuccess = () => done(asked.result);
  });
  for (const { name } of await indexedDB.databases()) {
    const db = await open(name);
    for (const store of db.objectStoreNames) {
      const rows = await all(db.transaction(store).objectStore(store));
      const buffers = (_, value) => value instanceof ArrayBuffer ? text(value) : value;
      told.push(`${name}/${store}`, ...rows.map((row) => JSON.stringify(row, buffers)));
    }
    db.close();
  }
  for (const name of await caches.keys()) {
    const kept = await caches.open(name);
    for (const request of await kept.keys()) {
      told.push(request.url, await (await kept.match(request)).text());
    }
  }
  told.push(JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie);
  return told.join("\\n");
}"""
"""Everything that this origin keeps in the browser, as text."""


def scan_offline(phone: BrowserContext, line: Line, world: World) -> tuple[Page, list[str]]:
    """Open the scanner once, lose the network, scan two people of whom one is on the roster."""
    codes = [a_walk_in(number, name=name, at=now()).code for number, name in enumerate(NAMES, start=1)]
    enrolled(world.offering, codes[0], at=now())
    page = phone.new_page()
    open_scanner(page, world.offering.public_id)
    expect(page.locator("#preflight .check-good")).to_have_count(5, timeout=20_000)
    go_dark(page, line)
    texts = [static_text(code) for code in codes]
    for count, text in enumerate(texts, start=1):
        wedge(page, text)
        expect(page.locator("#unsent")).to_contain_text(f"未上傳 {count} 筆")
    return page, texts


def test_after_a_logout_nothing_readable_is_left_and_the_next_login_brings_it_in(
    hall: BrowserContext, line: Line, today: World
) -> None:
    scanner, texts = scan_offline(hall, line, today)
    before = scanner.evaluate(DUMP)
    secrets = re.findall(r'"secret":"([\w-]{43})"', before)
    readable = [*texts, *secrets, "李○堃", *NAMES, today.offering.activity.name]
    assert secrets and all(text in before for text in (*texts, today.offering.activity.name))
    scanner.close()
    line.mend()

    page = hall.new_page()
    page.goto("/")
    page.locator("main").get_by_role("button", name="登出").click()
    expect(page.locator("#logged-out-sentence")).to_contain_text("這支手機有 2 筆未上傳的掃描，已加密保存")
    left = page.evaluate(DUMP)
    assert [text for text in readable if text in left] == []
    assert "HRF1" in left and page.evaluate("caches.keys()") == [] and not Scan.objects.exists()

    open_scanner(page, today.offering.public_id, officer="bob")
    expect_counts(page, awarded=2)
    expect(page.locator("#unsent")).to_be_hidden()
    page.wait_for_function(f"async () => !(await ({DUMP})()).includes('HRF1')", timeout=20_000)
    assert {award.station.name for award in Award.objects.all() if award.station} == {"承辦人 alice"}
    assert Award.objects.count() == Scan.objects.count() == 2


def test_a_phone_that_stays_offline_hands_over_a_file(
    hall: BrowserContext, desk: Page, line: Line, today: World, tmp_path: Path
) -> None:
    phone, texts = scan_offline(hall, line, today)
    phone.get_by_text("離線準備").click()
    with phone.expect_download() as saved:
        phone.get_by_role("button", name="儲存救援檔").click()
    file = tmp_path / saved.value.suggested_filename
    saved.value.save_as(file)
    assert re.fullmatch(r"rescue-[0-9a-f-]{36}\.hefa", file.name)
    assert not any(text.encode() in file.read_bytes() for text in texts)
    expect(phone.locator("#unsent")).to_contain_text("未上傳 2 筆")

    log_in(desk, "bob")
    desk.goto(f"/backoffice/offerings/{today.offering.public_id}/stations/")
    for replayed in (False, True):
        desk.get_by_label("救援檔", exact=True).set_input_files(file)
        desk.get_by_role("button", name="上傳救援檔").click()
        expect(desk.locator("main")).to_contain_text("共 2 筆：核發 2、已登錄 0、待確認 0、未核發 0")
        expect(desk.get_by_text("先前已上傳")).to_have_count(1 if replayed else 0)
        assert Award.objects.count() == 2
        desk.get_by_role("link", name="回掃描點").click()
    desk.get_by_label("救援檔", exact=True).set_input_files({"name": "x.hefa", "mimeType": "", "buffer": b"HRF1"})
    desk.get_by_role("button", name="上傳救援檔").click()
    expect(desk.locator(".error-summary")).to_contain_text("這不是本網站的救援檔")

    line.mend()
    phone.evaluate("window.dispatchEvent(new Event('online'))")
    expect(phone.locator("#unsent")).to_be_hidden(timeout=20_000)
    assert Award.objects.count() == Scan.objects.count() == 2


def test_a_scanner_in_another_tab_closes_when_its_officer_logs_out(phone: Page, today: World) -> None:
    open_scanner(phone, today.offering.public_id)
    other = phone.context.new_page()
    other.goto("/")
    other.locator("main").get_by_role("button", name="登出").click()
    expect(other.get_by_role("heading", name="已登出")).to_be_visible()
    expect(other.locator("#logged-out-sentence")).to_be_hidden()
    expect(phone.get_by_label("密碼")).to_be_visible()


def test_axe_finds_nothing_wrong_with_a_rescue(chromium: Browser, live_server: LiveServer, today: World) -> None:
    gate = a_gate(today.alice, today.offering, at=now())
    codes = [static_text(a_walk_in(n, name=name, at=now()).code) for n, name in enumerate(NAMES)]
    scans = [told(gate, code=code, at=now(), seq=n) for n, code in enumerate([*codes, codes[0], "9" * 63])]
    context = chromium.new_context(base_url=live_server.url, viewport=DESK, bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    log_in(page, "alice")
    page.goto(f"/backoffice/offerings/{today.offering.public_id}/stations/")
    page.get_by_role("button", name="上傳救援檔").click()
    look(page)
    buffer = rescue_file(gate, *scans, "broken").getvalue()
    page.get_by_label("救援檔", exact=True).set_input_files({"name": "x.hefa", "mimeType": "", "buffer": buffer})
    page.get_by_role("button", name="上傳救援檔").click()
    expect(page.locator("main")).to_contain_text("共 4 筆：核發 2、已登錄 1、待確認 0、未核發 1")
    look(page)
    page.get_by_role("button", name="登出").first.click()
    expect(page.get_by_role("heading", name="已登出")).to_be_visible()
    look(page)
    context.close()
