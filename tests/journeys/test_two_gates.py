"""A hall with two doors and no network: 60 learners, two phones, ten people at both, and the ledger afterwards."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from hefa.audit.models import AuditEntry
from hefa.audit.names import SYSTEM, ActorKind, Verb
from hefa.awards.models import Award, Review, Scan
from hefa.awards.names import Refusal, Verdict
from hefa.awards.queries import AwardSearch, Sort, award_rows
from hefa.base import code_token
from hefa.base.clock import now
from hefa.codes.actions import void_code
from hefa.codes.models import PersonalCode
from hefa.codes.names import VoidReason
from hefa.codes.queries import static_text
from hefa.passbook.queries import progress_of
from tests.cast import TWO_HOURS, World, a_walk_in
from tests.journeys.conftest import a_line, a_phone_behind
from tests.journeys.line import Line
from tests.journeys.steps import expect_counts, open_scanner, wedge

pytestmark = pytest.mark.django_db(transaction=True)
EAST, WEST = "承辦人 alice", "承辦人 bob"
SURNAMES, GIVEN = "王李張劉陳楊", ["一", "志豪", "美玲", "建宏", "怡君", "曉雯", "明珊", "家豪", "淑芬", "俊傑"]
NAMES = [surname + given for surname in SURNAMES for given in GIVEN]
FORGED, VOIDED = 59, 60
BEFORE_ANYTHING = timedelta(days=1)
MARGIN = timedelta(seconds=10)
"""More than the five seconds by which the clock of a phone may be wrong about a void (R7)."""
KEPT_HERE = """() => new Promise((told) => {
  indexedDB.open("hefa-scanner").onsuccess = ({ target }) => {
    target.result.transaction("items").objectStore("items").count().onsuccess = (event) => told(event.target.result);
  };
})"""


def forged(code: PersonalCode) -> str:
    """A code of our form that we never made: the last bit of its proof is another."""
    token = code_token.parse(static_text(code))
    assert token is not None
    return code_token.write(replace(token, mac=token.mac[:-1] + bytes([token.mac[-1] ^ 1])))


def ready(context: BrowserContext, today: World, officer: str) -> Page:
    """A scanner that has all it needs for a hall without a network."""
    page = context.new_page()
    open_scanner(page, today.offering.public_id, officer=officer)
    expect(page.locator("#preflight .check-good")).to_have_count(5)
    return page


def scan(page: Page, texts: Sequence[str], *, unsent: int) -> None:
    """Hold these before the wedge, one after the other, and wait until the phone says that it keeps them all."""
    for text in texts:
        wedge(page, text)
    expect(page.locator("#unsent")).to_contain_text(f"未上傳 {unsent} 筆")


def a_second_passes(page: Page) -> None:
    """On the phone's own clock: first scans less than a second apart count as one moment (R4)."""
    page.wait_for_function("since => performance.now() - since > 1100", arg=page.evaluate("performance.now()"))


def bring_in(page: Page, line: Line) -> None:
    """The network is back, and the phone tells what it has until nothing waits."""
    line.mend()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#unsent")).to_be_hidden()


@pytest.mark.long
def test_sixty_learners_at_two_doors_without_a_network(
    hall: BrowserContext, line: Line, chromium: Browser, live_server: LiveServer, today: World
) -> None:
    codes = [a_walk_in(n, name=name, unit=today.green_water, at=now()).code for n, name in enumerate(NAMES, start=1)]
    shown = {n: static_text(code) for n, code in enumerate(codes, start=1)}
    shown[FORGED] = forged(codes[FORGED - 1])
    with a_line(live_server) as other_line, a_phone_behind(chromium, other_line) as other_hall:
        east, west = ready(hall, today, "alice"), ready(other_hall, today, "bob")
        line.cut()
        other_line.cut()
        voided_at = now() - MARGIN
        void_code(code=codes[VOIDED - 1], reason=VoidReason.OWNER, actor=SYSTEM, at=voided_at)
        scan(west, [shown[n] for n in range(26, 31)], unsent=5)
        scan(east, [shown[n] for n in range(31, 36)], unsent=5)
        a_second_passes(east)
        scan(east, [shown[n] for n in range(1, 31)], unsent=35)
        scan(west, [shown[n] for n in range(31, 61)], unsent=35)
        assert Scan.objects.count() == 0

        bring_in(east, line)
        expect_counts(east, awarded=35)
        bring_in(west, other_line)
        expect_counts(west, awarded=58, already=10, refused=2)
        expect_counts(east, awarded=58)
        expect(east.locator("#list-words")).to_have_text("總共 58 筆資料, 目前顯示第 1~50 筆")
        assert [page.evaluate(KEPT_HERE) for page in (east, west)] == [0, 0]
    _every_scan_has_its_verdict(codes)
    _every_award_stands_once(codes)
    _the_officer_and_the_learners_see_them(codes, today)
    _the_audit_tells_of_all(codes)


def _of(code: PersonalCode) -> dict[str, Scan]:
    """The scans of a code by door."""
    return {scan.station.name: scan for scan in Scan.objects.filter(code=code).select_related("station")}


def _every_scan_has_its_verdict(codes: Sequence[PersonalCode]) -> None:
    """R2, R3, R6 and R15."""
    told = Counter(Scan.objects.values_list("station__name", "verdict", "refusal"))
    assert told == {
        (EAST, Verdict.AWARDED, ""): 35,
        (WEST, Verdict.AWARDED, ""): 23,
        (WEST, Verdict.REFUSED, Refusal.ALREADY_AWARDED): 10,
        (WEST, Verdict.REFUSED, Refusal.VOIDED_CODE): 1,
        (WEST, Verdict.REFUSED, Refusal.UNKNOWN_CODE): 1,
    }
    by_number = {n: {door: scan.refusal for door, scan in _of(code).items()} for n, code in enumerate(codes, start=1)}
    assert by_number == {
        **{n: {EAST: ""} for n in range(1, 26)},
        **{n: {EAST: "", WEST: Refusal.ALREADY_AWARDED} for n in range(26, 36)},
        **{n: {WEST: ""} for n in range(36, 59)},
        FORGED: {},
        VOIDED: {WEST: Refusal.VOIDED_CODE},
    }
    assert set(Scan.objects.values_list("said_at_gate", "offering__number")) == {("pending", 1)}
    assert not Review.objects.exists()


def _every_award_stands_once(codes: Sequence[PersonalCode]) -> None:
    """The first who told has the award (R3); the first who scanned has its time (R4)."""
    stood = {
        award.code_id: (award.station.name if award.station else "", award.first_scanned_at, award.hours, award.flags)
        for award in Award.objects.select_related("station")
    }
    first = {code.pk: {door: scan.effective_at for door, scan in _of(code).items()} for code in codes}
    assert stood == {
        **{code.pk: (EAST, first[code.pk][EAST], TWO_HOURS, []) for code in [*codes[:25], *codes[30:35]]},
        **{code.pk: (EAST, first[code.pk][WEST], TWO_HOURS, []) for code in codes[25:30]},
        **{code.pk: (WEST, first[code.pk][WEST], TWO_HOURS, []) for code in codes[35:58]},
    }


def _the_officer_and_the_learners_see_them(codes: Sequence[PersonalCode], today: World) -> None:
    rows = award_rows(today.offering, search=AwardSearch(), sort=Sort.NAME, per_page=100).rows
    assert sorted(row.name for row in rows) == sorted(NAMES[:58])
    passbooks = [progress_of(code, since=today.at - BEFORE_ANYTHING).lines for code in codes]
    assert [[(line.hours, line.counts) for line in lines] for lines in passbooks] == [
        *[[(TWO_HOURS, True)]] * 58,
        [],
        [],
    ]


def _the_audit_tells_of_all(codes: Sequence[PersonalCode]) -> None:
    written = AuditEntry.objects.filter(actor_kind=ActorKind.STATION)
    assert Counter(written.values_list("verb", flat=True)) == {
        Verb.AWARDED: 58,
        Verb.SCAN_REFUSED: 12,
        Verb.FIRST_SCAN_EARLIER: 5,
    }
    moved = written.filter(verb=Verb.FIRST_SCAN_EARLIER).values_list("subject_id", flat=True)
    assert set(moved) == set(Award.objects.filter(code__in=codes[25:30]).values_list("public_id", flat=True))
    refused = written.filter(verb=Verb.SCAN_REFUSED).values_list("facts__refusal", flat=True)
    assert Counter(refused) == {Refusal.ALREADY_AWARDED: 10, Refusal.VOIDED_CODE: 1, Refusal.UNKNOWN_CODE: 1}
