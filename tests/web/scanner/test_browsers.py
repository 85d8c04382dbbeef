"""The help on the camera's permission opens where this browser hides it."""

import re

import pytest
from django.test import Client

from tests.cast import World

pytestmark = pytest.mark.django_db
APPLE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
ANDROID = "Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("says", "opened"),
    [
        (f"{APPLE} Version/18.5 Mobile/15E148 Safari/604.1", "iPhone、iPad：Safari"),
        (f"{ANDROID} Chrome/140.0.0.0 Mobile Safari/537.36", "Android：Chrome"),
        (f"{APPLE} Mobile/15E148 Safari Line/15.12.0", "LINE、Facebook 等 App 內開啟的網頁"),
        (f"{APPLE} Mobile/15E148 [FBAN/FBIOS;FBAV/500.0]", "LINE、Facebook 等 App 內開啟的網頁"),
        ("Mozilla/5.0 (Linux; Android 15; K; wv) Chrome/140.0 Mobile", "LINE、Facebook 等 App 內開啟的網頁"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "電腦：Chrome、Edge、Firefox"),
        ("", "電腦：Chrome、Edge、Firefox"),
    ],
    ids=["safari", "chrome", "line", "facebook", "web view", "desktop", "silent"],
)
def test_the_help_that_fits_stands_open(alice: Client, world: World, says: str, opened: str) -> None:
    page = _scanner(alice, world, says)
    assert re.findall(r"<details open><summary>(.*?)</summary>", page) == [opened]
    assert ("openExternalBrowser=1" in page) == ("Line/" in says)


def test_the_pictures_wait_until_they_are_wanted_and_words_stand_beside_each(alice: Client, world: World) -> None:
    page = _scanner(alice, world, "")
    assert page.count("<img ") == 3 == len(re.findall(r'<img [^>]*loading="lazy" alt="">\s*<ol>', page))


def _scanner(browser: Client, world: World, says: str) -> str:
    answer = browser.get(f"/scanner/{world.offering.public_id}/", headers={"User-Agent": says})
    return answer.content.decode()
