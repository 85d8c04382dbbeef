"""The officer's phone at the door: a film of personal codes plays before its camera."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from hefa.audit.names import SYSTEM
from hefa.awards.models import Award, Scan
from hefa.awards.names import Refusal, Verdict
from hefa.base.clock import now
from hefa.codes.actions import void_code
from hefa.codes.names import VoidReason
from hefa.codes.queries import static_text
from tests.cast import World, a_registered, a_walk_in
from tests.journeys.conftest import FilmedPhone
from tests.journeys.film import drawn, film
from tests.journeys.steps import expect_counts, log_in, make_code, open_scanner, picture_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("camera"),  # one film at a time: two cores decode one
]
LEARNERS = 30
SCANS = "**/api/scan/v1/scans"
TRACK_SAYS = "event => document.querySelector('video').srcObject.getVideoTracks()[0].dispatchEvent(new Event(event))"
HOURS_WORDS = "數位： 0 小時， 實體： 2 小時"


def test_both_ways_to_a_code_lead_to_the_passbook(
    phone: Page, filmed_phone: FilmedPhone, today: World, tmp_path: Path
) -> None:
    """Steps 1 to 7 of the manual: flow B and flow A, from the learner's pixels through the camera to the hours."""
    make_code(phone, 1, name="王小明")
    without_account, walk_in = picture_of(phone), phone.url
    a_registered(2, at=now())
    log_in(phone, "lizhekun")
    phone.goto("/code/")
    if phone.get_by_role("button", name="建立個人條碼").is_visible():
        phone.get_by_role("button", name="建立個人條碼").click()
    with_account = picture_of(phone)

    scanner = filmed_phone(film(tmp_path / "two.mjpeg", [without_account, with_account], codes_a_second=0.5))
    open_scanner(scanner, today.offering.public_id)
    expect_counts(scanner, awarded=2)
    expect(scanner.locator("#list-words")).to_have_text("總共 2 筆資料, 目前顯示第 1~2 筆")
    expect(scanner.locator("#list-rows")).to_contain_text("王小明")
    expect(scanner.locator("#card-message")).to_have_text("完成核發時數")
    expect(scanner.locator("#card-name")).to_have_text("李喆堃")

    expect(phone.get_by_text("完成核發時數")).to_be_visible()
    phone.goto("/passbook/")
    expect(phone.locator("main")).to_contain_text("測試活動001")
    expect(phone.locator("main")).to_contain_text(HOURS_WORDS)
    phone.goto(walk_in)
    expect(phone.locator("[data-hefa-part=earned]")).to_contain_text(HOURS_WORDS)


def test_thirty_learners_at_three_codes_a_second_none_missed(
    filmed_phone: FilmedPhone, today: World, tmp_path: Path
) -> None:
    at = now()
    codes = [static_text(a_walk_in(n, unit=today.green_water, at=at).code) for n in range(1, LEARNERS + 1)]
    page = filmed_phone(
        film(tmp_path / "queue.mjpeg", [drawn(code) for code in codes], codes_a_second=3, empty_seconds=2)
    )
    open_scanner(page, today.offering.public_id)
    expect_counts(page, awarded=LEARNERS, seconds=60)
    assert Award.objects.count() == Scan.objects.filter(verdict=Verdict.AWARDED).count() == LEARNERS
    expect(page.locator("#list-words")).to_have_text("總共 30 筆資料, 目前顯示第 1~30 筆")
    expect(page.locator("#unsent")).to_be_hidden()


def test_a_duplicate_and_a_voided_code_are_refused_in_the_manuals_words(
    filmed_phone: FilmedPhone, today: World, tmp_path: Path
) -> None:
    at = now()
    good, voided = a_walk_in(1, at=at).code, a_walk_in(2, name="林一", at=at).code
    void_code(code=voided, reason=VoidReason.OWNER, actor=SYSTEM, at=at)
    shown = [drawn(static_text(good)), drawn(static_text(voided)), drawn(static_text(good))]
    page = filmed_phone(film(tmp_path / "again.mjpeg", shown, codes_a_second=1, pause=4))
    open_scanner(page, today.offering.public_id)
    message = page.locator("#card-message")
    expect(message).to_have_text("完成核發時數", timeout=20_000)
    expect(message).to_have_text("QRCode 已失效，請重新產生 QRCode", timeout=20_000)
    expect(message).to_have_text("已登錄時數", timeout=20_000)
    expect(page.locator("#card-detail")).to_contain_text("首次掃描")
    expect_counts(page, awarded=1, already=1, refused=1)
    assert Award.objects.count() == 1
    assert set(Scan.objects.values_list("refusal", flat=True)) == {"", Refusal.VOIDED_CODE, Refusal.ALREADY_AWARDED}


def test_a_foreign_code_is_refused_and_stored(filmed_phone: FilmedPhone, today: World, tmp_path: Path) -> None:
    page = filmed_phone(film(tmp_path / "foreign.mjpeg", [drawn("9" * 63)], codes_a_second=0.5))
    open_scanner(page, today.offering.public_id)
    expect(page.locator("#card-message")).to_have_text("非環境教育個人條碼，無法核發時數", timeout=20_000)
    expect_counts(page, awarded=0, refused=1)
    assert Scan.objects.get().refusal == Refusal.UNKNOWN_CODE


def test_scans_without_a_server_are_kept_and_sent_later(
    filmed_phone: FilmedPhone, today: World, tmp_path: Path
) -> None:
    at = now()
    codes = [a_walk_in(n, at=at).code for n in (1, 2)]
    shown = [drawn(static_text(code)) for code in codes]
    page = filmed_phone(film(tmp_path / "offline.mjpeg", shown, codes_a_second=1, empty_seconds=4))
    page.route(SCANS, lambda route: route.abort())  # from the first: the film may begin before the network is gone
    open_scanner(page, today.offering.public_id)
    expect(page.locator("#video")).to_have_attribute("data-state", "running")
    expect(page.locator("#list-empty")).to_be_visible()
    page.context.set_offline(True)
    expect(page.locator("#card-message")).to_have_text("已暫存，連線後核發時數", timeout=20_000)
    expect(page.locator("#unsent")).to_contain_text("未上傳 2 筆", timeout=20_000)
    assert Scan.objects.count() == 0
    page.unroute(SCANS)
    page.context.set_offline(False)
    expect_counts(page, awarded=2, seconds=40)
    expect(page.locator("#unsent")).to_be_hidden()


def test_a_reload_while_offline_loses_nothing(filmed_phone: FilmedPhone, today: World, tmp_path: Path) -> None:
    code = static_text(a_walk_in(1, at=now()).code)
    page = filmed_phone(film(tmp_path / "reload.mjpeg", [drawn(code)], codes_a_second=1, empty_seconds=4))
    page.route(SCANS, lambda route: route.abort())
    open_scanner(page, today.offering.public_id)
    expect(page.locator("#unsent")).to_contain_text("未上傳 1 筆", timeout=20_000)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/scanner/")
    page.unroute(SCANS)
    page.goto(f"/scanner/{today.offering.public_id}/")
    expect_counts(page, awarded=1)


def test_an_award_is_undone_with_a_reason_and_can_be_given_again(
    filmed_phone: FilmedPhone, today: World, tmp_path: Path
) -> None:
    code = static_text(a_walk_in(1, at=now()).code)
    page = filmed_phone(film(tmp_path / "undo.mjpeg", [drawn(code)] * 2, codes_a_second=1, pause=10))
    open_scanner(page, today.offering.public_id)
    expect_counts(page, awarded=1)
    page.locator("#card-undo").click()
    page.get_by_label("原因", exact=True).select_option("掃錯人")
    page.get_by_role("button", name="確定復原").click()
    expect(page.locator("#card-message")).to_have_text("已復原")
    award = Award.objects.get()
    assert award.revoked_at is not None and award.revoke_reason == "掃錯人"
    expect_counts(page, awarded=1, seconds=30)
    assert Award.objects.filter(revoked_at__isnull=True).count() == 1


def test_a_camera_taken_away_says_so_and_comes_back(filmed_phone: FilmedPhone, today: World, tmp_path: Path) -> None:
    code = static_text(a_walk_in(1, at=now()).code)
    page = filmed_phone(film(tmp_path / "away.mjpeg", [drawn(code)], codes_a_second=1, empty_seconds=3))
    open_scanner(page, today.offering.public_id)
    expect(page.locator("#video")).to_have_attribute("data-state", "running")
    page.evaluate(TRACK_SAYS, "mute")
    expect(page.locator("#camera-sentence")).to_contain_text("鏡頭已中斷")
    page.evaluate(TRACK_SAYS, "unmute")
    expect(page.locator("#camera-off")).to_be_hidden()
    page.evaluate(TRACK_SAYS, "ended")
    expect(page.locator("#camera-sentence")).to_contain_text("鏡頭已中斷")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#video")).to_have_attribute("data-state", "running")
    page.evaluate(TRACK_SAYS, "ended")
    page.get_by_role("button", name="重新開啟鏡頭").click()
    expect(page.locator("#video")).to_have_attribute("data-state", "running")
    expect(page.locator("#count-awarded")).to_have_text("1")  # a film that begins anew may show the code twice


def test_a_camera_refused_is_told_in_words(filmed_phone: FilmedPhone, today: World, tmp_path: Path) -> None:
    page = filmed_phone(film(tmp_path / "no.mjpeg", []), allowed=False)
    open_scanner(page, today.offering.public_id)
    expect(page.locator("#camera-sentence")).to_contain_text("未取得鏡頭權限")
    expect(page.get_by_role("button", name="輸入 8 位數字")).to_be_visible()
    picture = page.locator("#camera-help img").nth(1)
    assert picture.evaluate("picture => picture.naturalWidth") == 0
    page.get_by_text("開啟相機權限的方法（圖解）").click()
    page.get_by_text("Android：Chrome", exact=True).click()
    page.wait_for_function("() => document.querySelectorAll('#camera-help img')[1].naturalWidth > 0")
