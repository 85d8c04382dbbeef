"""A phone or desktop without a camera awards hours all the same: digits, a picture, a wedge scanner, a name."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from hefa.awards.models import Scan, SpotCheck
from hefa.awards.names import ScanSource, Verdict
from hefa.base.clock import now
from hefa.base.hours import Hours
from hefa.codes.actions import make_typed
from hefa.codes.queries import static_text
from tests.awards.phone import an_asked_id
from tests.cast import World, a_walk_in, an_id, enrolled
from tests.journeys.film import drawn
from tests.journeys.steps import expect_counts, log_in, open_scanner, wedge, wedge_as

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scanner(phone: Page, today: World) -> Page:
    open_scanner(phone, today.offering.public_id)
    expect(phone.locator("#camera-sentence")).to_contain_text("找不到鏡頭")
    return phone


def test_typed_digits(scanner: Page, today: World) -> None:
    digits = make_typed(code=a_walk_in(1, at=now()).code, at=now())
    scanner.get_by_role("button", name="輸入 8 位數字").click()
    field = scanner.get_by_label("數字", exact=True)
    field.fill("1234")
    scanner.locator("#typed-panel").get_by_role("button", name="核發時數").click()
    expect(scanner.locator("#typed-problem")).to_have_text("請輸入 8 位數字")
    field.fill(digits.translate(str.maketrans("0123456789", "０１２３４５６７８９")))
    field.press("Enter")
    expect_counts(scanner, awarded=1)
    assert Scan.objects.get(verdict=Verdict.AWARDED).source == ScanSource.TYPED


def test_a_picture_of_a_code(scanner: Page, today: World, tmp_path: Path) -> None:
    picture = tmp_path / "code.png"
    picture.write_bytes(drawn(static_text(a_walk_in(1, at=now()).code)))
    scanner.locator("#picture").set_input_files(picture)
    expect_counts(scanner, awarded=1)
    assert Scan.objects.get(verdict=Verdict.AWARDED).source == ScanSource.PICTURE


def test_a_picture_without_a_code_is_told_so(scanner: Page) -> None:
    scanner.locator("#picture").set_input_files("hefa/web/shell/static/hefa/mark.svg")
    expect(scanner.locator("#card-message")).to_have_text("圖片中找不到條碼，請讓條碼佔滿畫面後重拍")


def test_a_wedge_scanner_types_the_code_and_no_spot_check_holds_it_up(scanner: Page, today: World) -> None:
    first, *others = [static_text(a_walk_in(n, name=f"林{n}", at=now()).code) for n in range(1, 6)]
    wedge(scanner, first)
    expect_counts(scanner, awarded=1)
    assert Scan.objects.get(verdict=Verdict.AWARDED).source == ScanSource.WEDGE
    words, field = scanner.locator("#spot-words"), scanner.locator("#spot-last4")
    for text, last4, said in ((others[0], an_id(2).last4, "抽查相符"), (others[1], "0000", "抽查不符")):
        wedge_as(scanner, text, an_asked_id())
        expect(words).to_have_text("抽查：請看證件，核對是不是本人")
        expect(field).not_to_be_focused()
        field.fill(last4)
        field.press("Enter")
        expect(words).to_contain_text(said)
        expect(field).to_be_hidden()
    wedge_as(scanner, others[2], an_asked_id())
    expect(field).to_be_visible()
    wedge_as(scanner, others[3], an_asked_id(asked=False))
    expect_counts(scanner, awarded=5)
    expect(words).to_be_empty()
    expect(field).to_be_hidden()
    assert list(SpotCheck.objects.order_by("pk").values_list("matched", flat=True)) == [True, False]


def test_somebody_enrolled_is_found_by_name(scanner: Page, today: World) -> None:
    code = a_walk_in(1, name="李喆堃", at=now()).code
    enrolled(today.offering, code, at=now())
    scanner.get_by_role("button", name="查詢姓名或末四碼").click()
    scanner.get_by_label("姓名（可輸入部分）").fill("喆")
    scanner.get_by_role("button", name="搜尋").click()
    scanner.locator("#people").get_by_role("button", name="核發時數").click()
    expect_counts(scanner, awarded=1)
    scanner.get_by_label("姓名（可輸入部分）").fill("不在")
    scanner.get_by_role("button", name="搜尋").click()
    expect(scanner.locator("#search-problem")).to_contain_text("查無此人")


def test_hours_are_set_in_halves_and_never_both_nothing(scanner: Page, today: World) -> None:
    scanner.get_by_role("button", name="設定時數").click()
    scanner.get_by_label("數位（小時）").fill("0")
    scanner.get_by_label("實體（小時）").fill("0")
    scanner.get_by_role("button", name="套用").click()
    expect(scanner.locator("#hours-problem")).not_to_be_empty()
    scanner.get_by_label("數位（小時）").fill("1.5")
    scanner.get_by_role("button", name="套用").click()
    expect(scanner.locator("#hours-now")).to_have_text("數位： 1.5 小時， 實體： 0 小時")
    expect(scanner.locator("#warning")).to_contain_text("目前核發的時數與活動原定時數不同")
    today.offering.refresh_from_db()
    assert today.offering.hours == Hours.of("1.5", 0)


def test_the_officer_of_another_organiser_sees_nothing(phone: Page, today: World) -> None:
    log_in(phone, "charlie", at="/scanner/")
    expect(phone.locator("main")).not_to_contain_text("測試活動001")
    for path in (f"/scanner/{today.offering.public_id}/", f"/backoffice/offerings/{today.offering.public_id}/awards/"):
        answer = phone.goto(path)
        assert answer is not None and answer.status == 404
        expect(phone.locator("main")).not_to_contain_text("測試活動001")
    assert Scan.objects.count() == 0
