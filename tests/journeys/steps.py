"""What the journeys do again and again, as a person does it: log in, make a code, open the scanner, look at a page."""

from io import BytesIO
from uuid import UUID

import zxingcpp
from axe_playwright_python.base import AXE_SCRIPT
from PIL import Image
from playwright.sync_api import Page, ViewportSize, expect

from hefa.awards.models import Award
from hefa.base import code_token
from hefa.base.clock import now
from hefa.codes.queries import static_text
from tests.cast import PASSWORD, Gate, World, a_gate, a_walk_in, an_id
from tests.door import scan_over_http
from tests.journeys.line import Line

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 900}
AXE_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,
}
VIOLATIONS = """rules => axe.run(document, rules).then(
  ({violations}) => violations.map(rule => [rule.id, rule.nodes.map(node => node.target)])
)"""
"""Nothing else of axe's answer leaves the page: the whole of it took twice as long as finding it."""
BEFORE_GATE = "請將此條碼交由開課單位掃描，您即可取得環境教育時數"


def log_in(page: Page, username: str, *, at: str = "/login/") -> None:
    """Through the login page, wherever `at` leads to."""
    page.goto(at)
    page.get_by_label("帳號").fill(username)
    page.get_by_label("密碼").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="登入").click()
    expect(page.locator("main").get_by_role("button", name="登入")).to_have_count(0)


def make_code(page: Page, number: int, *, name: str = "王小明") -> None:
    """Flow B: a code without an account, of somebody without a unit."""
    page.goto("/code/?lang=zh")
    page.get_by_label("姓名").fill(name)
    page.get_by_label("身分證統一編號").fill(an_id(number).value)
    page.get_by_label("一般民眾（無服務單位）").check()
    page.get_by_role("button", name="建立個人條碼").click()
    expect(page.locator("svg.code-picture")).to_be_visible()


def picture_of(page: Page) -> bytes:
    """The pixels of the code as the learner's screen shows it."""
    return page.locator("svg.code-picture").screenshot()


def digits_of(picture: bytes) -> str:
    """What the camera of a gate reads from these pixels."""
    (found,) = zxingcpp.read_barcodes(Image.open(BytesIO(picture)))
    return found.text


def token_on(page: Page) -> code_token.CodeToken:
    """The code on the learner's screen, taken apart."""
    token = code_token.parse(digits_of(picture_of(page)))
    assert token is not None
    return token


def hold_before(gate: Gate, page: Page) -> dict[str, object]:
    """Hold the page before a gate and return the verdict. The gate has its own network, whatever the phone has."""
    result = scan_over_http(gate, digits_of(picture_of(page)), at=now())
    return {key: result[key] for key in ("verdict", "flags") if key in result}


def earned(world: World, number: int, name: str) -> Award:
    """Hours of invented person `number`, scanned at Alice's gate."""
    at = now()
    code = a_walk_in(number, name=name, at=at).code
    result = scan_over_http(a_gate(world.alice, world.offering, at=at), static_text(code), at=at)
    assert result["verdict"] == "AWARDED"
    return Award.objects.get(code=code)


def open_scanner(page: Page, offering: UUID, *, officer: str = "alice") -> None:
    """QRCode掃描 → 承辦人登入 → 課程 → 開啟掃描器, which listens by now."""
    log_in(page, officer, at="/scanner/")
    page.locator(f'a[href="/scanner/{offering}/"]').first.click()
    expect(page.locator("#scanner")).to_be_visible()
    expect(page.locator("[data-opens]:disabled")).to_have_count(0)


WEDGE = """(text) => {
  for (const code of [...[...text].map((digit) => `Digit${digit}`), "Enter"]) {
    document.dispatchEvent(new KeyboardEvent("keydown", { code, bubbles: true }));
  }
}"""


def wedge(page: Page, text: str) -> None:
    """Hold a code before a wedge scanner, which types as fast as one whatever else this machine is doing."""
    page.evaluate(WEDGE, text)


def wedge_as(page: Page, text: str, scan_id: UUID) -> None:
    """The same, and the phone happens to draw this id for its scan."""
    page.evaluate("(id) => { crypto.randomUUID = () => id }", str(scan_id))
    wedge(page, text)


def go_dark(page: Page, line: Line) -> None:
    """The network goes, and the scanner has asked for the server in vain."""
    line.cut()
    with page.expect_event("requestfailed", lambda asked: asked.url.endswith("/heartbeat")):
        page.evaluate("window.dispatchEvent(new Event('online'))")


def expect_counts(page: Page, *, awarded: int, already: int = 0, refused: int = 0, seconds: float = 20) -> None:
    """The counters of the scanner come to say so."""
    for name, count in (("awarded", awarded), ("already", already), ("refused", refused)):
        expect(page.locator(f"#count-{name}")).to_have_text(str(count), timeout=seconds * 1000)


def look(page: Page, path: str = "") -> None:
    """No violation that axe knows of and nothing wider than the window, at the size of a desktop and of a phone."""
    if path:
        page.goto(path)
    page.wait_for_load_state()
    usual = page.viewport_size
    page.evaluate(AXE_SCRIPT)
    _sound(page)
    page.set_viewport_size(PHONE if usual != PHONE else DESK)
    _sound(page)
    if usual is not None:
        page.set_viewport_size(usual)


def _sound(page: Page) -> None:
    where = f"{page.url} at {page.viewport_size}"
    told_of = page.evaluate(VIOLATIONS, AXE_RULES)
    assert told_of == [], f"{where}: {told_of}"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), where
