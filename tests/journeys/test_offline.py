"""A hall without a network: open the scanner once, then scan in flight mode; nothing is lost and nothing doubled."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from hefa.audit.names import SYSTEM
from hefa.awards.models import Award, Scan
from hefa.awards.names import Refusal, Verdict
from hefa.base.clock import now
from hefa.codes.actions import void_code
from hefa.codes.models import PersonalCode
from hefa.codes.names import VoidReason
from hefa.codes.queries import static_text
from tests.cast import World, a_gate, a_walk_in, enrolled
from tests.door import scan_over_http
from tests.journeys.line import Line
from tests.journeys.steps import expect_counts, go_dark, open_scanner, wedge

pytestmark = pytest.mark.django_db(transaction=True)
KEPT = "已暫存，連線後核發時數"


def code(number: int, name: str) -> PersonalCode:
    return a_walk_in(number, name=name, at=now()).code


def show(page: Page, text: str, message: str, name: str = "") -> None:
    """Hold a code before the gate, by wedge, and read the card."""
    wedge(page, text)
    expect(page.locator("#card-message")).to_have_text(message)
    expect(page.locator("#card-name")).to_have_text(name)


def ready(page: Page) -> None:
    """The pre-flight panel has nothing to complain of."""
    expect(page.locator("#preflight .check-good")).to_have_count(5, timeout=20_000)


def test_a_whole_event_in_flight_mode(hall: BrowserContext, line: Line, today: World) -> None:
    roster, voided, held, stranger, late = (
        code(n, name) for n, name in enumerate(["李喆堃", "林一", "陳怡君", "吳建宏", "邱曉雯"], start=1)
    )
    enrolled(today.offering, roster, at=now())
    void_code(code=voided, reason=VoidReason.OWNER, actor=SYSTEM, at=now())
    scan_over_http(a_gate(today.alice, today.offering, at=now()), static_text(held), at=now())
    page = hall.new_page()
    open_scanner(page, today.offering.public_id)
    ready(page)
    expect(page.locator("#preflight")).to_contain_text("名單 1")
    go_dark(page, line)

    show(page, static_text(roster), KEPT, "李○堃")
    show(page, static_text(voided), "QRCode 已失效，請重新產生 QRCode")
    show(page, static_text(held), "已登錄時數")
    show(page, "9" * 63, "非環境教育個人條碼，無法核發時數")
    show(page, static_text(stranger), KEPT)
    expect(page.locator("#unsent")).to_contain_text("未上傳 5 筆")
    page.reload()
    expect(page.locator("#unsent")).to_contain_text("未上傳 5 筆")
    show(page, static_text(late), KEPT)
    page.close()
    page = hall.new_page()
    page.goto(f"/scanner/{today.offering.public_id}/")
    expect(page.locator("#unsent")).to_contain_text("未上傳 6 筆")
    assert Scan.objects.count() == 1

    line.mend()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#unsent")).to_be_hidden(timeout=20_000)
    expect_counts(page, awarded=4, already=1, refused=2)
    assert Award.objects.count() == 4
    assert sorted(Scan.objects.filter(verdict=Verdict.REFUSED).values_list("refusal", flat=True)) == [
        Refusal.ALREADY_AWARDED,
        Refusal.UNKNOWN_CODE,
        Refusal.VOIDED_CODE,
    ]


def test_a_code_that_was_voided_while_the_phone_looked_on_is_refused_offline(
    hall: BrowserContext, line: Line, today: World
) -> None:
    """The void list comes in deltas, with the phone's sign of life every 15 seconds."""
    lost = code(1, "林一")
    page = hall.new_page()
    open_scanner(page, today.offering.public_id)
    ready(page)
    void_code(code=lost, reason=VoidReason.OWNER, actor=SYSTEM, at=now())
    with page.expect_response(lambda answer: "/pack?cursor=" in answer.url and answer.status == 200) as delta:
        pass
    delta.value.finished()
    go_dark(page, line)
    show(page, static_text(lost), "QRCode 已失效，請重新產生 QRCode")
