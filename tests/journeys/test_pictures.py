"""Pictures of the main pages at 390 px and on a desktop, for README and guides.

`HEFA_WRITE_PICTURES=1` renews them in docs/guides/pictures; otherwise they are made beside the test and must look
like pages: not empty, of the right width, and each with its counterpart among the kept ones.
"""

import os
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from hefa.activities.models import Activity
from hefa.base.clock import now
from hefa.codes.queries import static_text
from tests.cast import World, a_gate, a_walk_in, an_id
from tests.journeys.conftest import FilmedPhone
from tests.journeys.film import drawn, film
from tests.journeys.steps import DESK, PHONE, earned, expect_counts, hold_before, log_in, make_code, open_scanner

pytestmark = pytest.mark.django_db(transaction=True)
KEPT = Path(__file__).parents[2] / "docs" / "guides" / "pictures"
NEXT = ["吳建宏", "邱曉雯"]
NAMES = ["王小明", "林志豪", "Sayun‧Nomin", "歐陽美玲", "李喆堃", "陳怡君", "游明珊"]
FEWEST_COLOURS = 8


@pytest.fixture
def album(tmp_path: Path) -> Path:
    """Where the pictures go."""
    if os.environ.get("HEFA_WRITE_PICTURES") == "1":
        KEPT.mkdir(parents=True, exist_ok=True)
        return KEPT
    return tmp_path


def shoot(page: Page, album: Path, name: str, *, whole: bool = True) -> None:
    """Take the picture and check that a page is on it."""
    assert page.viewport_size is not None
    width = page.viewport_size["width"]
    path = album / f"{name}-{width}.png"
    page.screenshot(path=path, full_page=whole, animations="disabled")
    with Image.open(path) as picture:
        assert picture.width == width
        assert len(picture.convert("RGB").quantize(64).getcolors() or []) >= FEWEST_COLOURS, path.name
    assert (KEPT / path.name).is_file(), f"make it with HEFA_WRITE_PICTURES=1: {path.name}"


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_learners_pages(
    chromium: Browser, live_server: LiveServer, today: World, album: Path, size: ViewportSize
) -> None:
    page = chromium.new_page(base_url=live_server.url, viewport=size, locale="zh-TW")
    page.goto("/")
    shoot(page, album, "home")
    page.goto("/code/?lang=zh")
    page.get_by_label("姓名").fill("王小明")
    page.get_by_label("身分證統一編號").fill(an_id(1).value)
    page.get_by_label("一般民眾（無服務單位）").check()
    shoot(page, album, "code-form")
    make_code(page, 1)
    expect(page.locator("[data-hefa-part=kind]")).to_have_text("條碼每 30 秒自動更新")
    shoot(page, album, "code")
    hold_before(a_gate(today.alice, today.offering, at=now()), page)
    expect(page.get_by_text("完成核發時數")).to_be_visible()
    shoot(page, album, "code-earned")
    page.goto("/passbook/")
    expect(page.locator("main")).to_contain_text("測試活動001")
    shoot(page, album, "passbook")
    page.close()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_officers_pages(
    chromium: Browser, live_server: LiveServer, today: World, album: Path, size: ViewportSize
) -> None:
    for number, name in enumerate(NAMES, start=1):
        earned(today, number, name)
    page = chromium.new_page(base_url=live_server.url, viewport=size, locale="zh-TW")
    log_in(page, "alice", at="/scanner/")
    shoot(page, album, "scanner-list")
    desk = f"/backoffice/offerings/{today.offering.public_id}/"
    for path, name in (("awards/", "awards"), ("awards/printing/passed/", "print"), ("export/", "export")):
        page.goto(desk + path)
        shoot(page, album, name)
    page.goto("/backoffice/planning/")
    shoot(page, album, "planning")
    page.goto(f"/backoffice/planning/{today.offering.public_id}/")
    shoot(page, album, "plan")
    page.close()


@pytest.mark.xdist_group("camera")
def test_the_scanner(filmed_phone: FilmedPhone, today: World, album: Path, tmp_path: Path) -> None:
    for number, name in enumerate(NAMES, start=1):
        earned(today, number, name)
    Activity.objects.update(spot_check=False)  # else one picture in twenty would show its prompt
    codes = [a_walk_in(10 + n, name=name, unit=today.green_water, at=now()).code for n, name in enumerate(NEXT)]
    shown = [drawn(static_text(code)) for code in codes]
    page = filmed_phone(film(tmp_path / "door.mjpeg", shown, codes_a_second=0.5))
    open_scanner(page, today.offering.public_id)
    expect_counts(page, awarded=len(NAMES) + len(NEXT))
    expect(page.locator("#card-message")).to_have_text("完成核發時數")
    shoot(page, album, "scanner")
    page.set_viewport_size(DESK)
    shoot(page, album, "scanner")
