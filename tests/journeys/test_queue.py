"""What a queue asks of one phone: a sound for each end, no silence, and nothing lost by leaving."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Dialog, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from hefa.awards.models import Award, Scan
from hefa.base.clock import now
from hefa.codes.queries import static_text
from tests.cast import World, a_gate, a_walk_in
from tests.door import scan_over_http
from tests.journeys.steps import PHONE, look, open_scanner, wedge

pytestmark = pytest.mark.django_db(transaction=True)
EARS = """
window.heard = [];
window.story = [];
window.felt = 0;
window.lit = 0;
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) {
  window.heard.push(this.frequency.value);
  window.story.push("a sound");
  return start.apply(this, when);
};
navigator.vibrate = () => { window.felt += 1; return true; };
addEventListener("DOMContentLoaded", () => {
  const message = document.getElementById("card-message");
  if (message === null) return;
  const told = () => window.story.push(message.textContent);
  new MutationObserver(told).observe(message, { childList: true, characterData: true, subtree: true });
});
if (navigator.wakeLock) navigator.wakeLock.request = () => { window.lit += 1; return Promise.resolve({}); };
"""
UNDER_AN_INPUT_METHOD = """(text) => {
  for (const digit of text) {
    const stroke = { code: `Digit${digit}`, key: "Process", keyCode: 229, isComposing: true };
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { ...stroke, bubbles: true, cancelable: true }));
  }
}"""
GOOD, KNOWN, BAD, KEPT = [1047, 1568], [660, 660], [196], [523]


@pytest.fixture
def scanner(chromium: Browser, live_server: LiveServer, today: World) -> Iterator[Page]:
    context = chromium.new_context(
        base_url=live_server.url, viewport=PHONE, locale="zh-TW", bypass_csp=True, reduced_motion="reduce"
    )
    context.add_init_script(EARS)
    page = context.new_page()
    open_scanner(page, today.offering.public_id)
    expect(page.locator("#preflight .check-good")).to_have_count(5)
    page.locator(".scan-title").click()
    yield page
    context.close()


def hears(page: Page, tones: list[int]) -> bool:
    """The sounds since the last time that somebody listened; nothing else was heard."""
    page.wait_for_function("many => window.heard.length >= many", arg=len(tones))
    return [round(hertz) for hertz in page.evaluate("window.heard.splice(0)")] == tones


def test_each_end_has_its_sound_and_none_is_heard_before_its_verdict(scanner: Page, today: World) -> None:
    good, known, kept = (static_text(a_walk_in(n, name="王小明", at=now()).code) for n in (1, 2, 3))
    scan_over_http(a_gate(today.alice, today.offering, at=now()), known, at=now())
    message, card = scanner.locator("#card-message"), scanner.locator("#card")
    for code, words, mood, tones in (
        (good, "完成核發時數", "good", GOOD),
        (known, "已登錄時數", "known", KNOWN),
        ("9" * 63, "非環境教育個人條碼，無法核發時數", "bad", BAD),
    ):
        with scanner.expect_response("**/api/scan/v1/scans"):
            wedge(scanner, code)
        expect(message).to_have_text(words)
        expect(card).to_have_attribute("data-mood", mood)
        expect(scanner.locator("#viewfinder")).to_have_attribute("data-mood", mood)
        assert scanner.locator("#card-icon").inner_text() and hears(scanner, tones)
    assert scanner.evaluate("window.felt") == 3

    held: list[Route] = []
    scanner.route("**/api/scan/v1/scans", lambda route: held.append(route))
    scanner.evaluate("window.story.length = 0")
    wedge(scanner, kept)
    expect(message).to_have_text("已暫存，連線後核發時數")
    assert hears(scanner, KEPT)
    story = scanner.evaluate("window.story")
    waits = story.index("時數登錄中...")
    assert "a sound" not in story[:waits] and {*story[waits + 1 :]} == {"a sound", "已暫存，連線後核發時數"}
    expect(scanner.locator("#unsent")).to_contain_text("未上傳 1 筆")

    scanner.get_by_role("link", name="回上頁").click()
    expect(scanner.get_by_role("heading", name="還有掃描未上傳")).to_be_visible()
    look(scanner)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    scanner.once("dialog", stay)
    with scanner.expect_event("dialog"):
        scanner.get_by_role("link", name="仍要離開").click(no_wait_after=True)
    scanner.get_by_role("button", name="留在掃描器").click()
    assert asked == ["beforeunload"]
    held.pop().continue_()
    scanner.unroute("**/api/scan/v1/scans")
    expect(message).to_have_text("完成核發時數")
    assert hears(scanner, GOOD)
    expect(scanner.locator("#unsent")).to_be_hidden()


TRIES = 5
"""A machine that stalls between two keys types as slowly as a person; whoever holds a scanner then scans again."""


def test_a_wedge_is_heard_under_an_input_method_and_from_within_a_field(scanner: Page, today: World) -> None:
    first, second = (static_text(a_walk_in(n, name="李喆堃", at=now()).code) for n in (1, 2))
    scanner.evaluate(UNDER_AN_INPUT_METHOD, first)
    expect(scanner.locator("#card-name")).to_have_text("李喆堃")
    scanner.get_by_role("button", name="查詢姓名或末四碼").click()
    name = scanner.get_by_label("姓名（可輸入部分）")
    for _ in range(TRIES):
        name.fill("李")
        scanner.keyboard.type(second)
        if not name.input_value():
            break
    expect(name).to_have_value("")
    expect(scanner.locator("#count-awarded")).to_have_text("2")
    assert Award.objects.count() == Scan.objects.count() == 2

    scanner.get_by_role("button", name="說明／診斷資料").click()
    scanner.get_by_label("遮罩姓名").check()
    expect(scanner.locator("#list-rows .row-name").first).to_have_text("李○堃")
    expect(scanner.locator("#card-name")).to_have_text("李○堃")
    look(scanner)

    scanner.context.grant_permissions(["clipboard-read", "clipboard-write"])
    scanner.get_by_role("button", name="複製").click()
    expect(scanner.locator("#diagnosis-done")).to_be_visible()
    copied = scanner.evaluate("navigator.clipboard.readText()")
    boot = str(Scan.objects.first().boot)  # type: ignore[union-attr]
    assert f"參考編號：{boot[:8].upper()}" in copied and "camera NotFoundError" in copied
    assert not any(personal in copied for personal in (first, second, "李喆堃", "李○堃", "alice"))
    expect(scanner.locator("#camera-help")).to_be_hidden()
    before = scanner.evaluate("window.lit")
    scanner.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert scanner.evaluate("window.lit") == before + 1 > 1
