"""Who comes too often to an open door is told when to come again; scans of good codes are never counted."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client, override_settings

from hefa.accounts.models import DoorCount, ResetWish
from hefa.codes.models import PersonalCode
from hefa.codes.queries import static_text
from tests.cast import NOW, World, a_gate, a_walk_in
from tests.door import scan_over_http
from tests.web.learner.pages import filled, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.control("T24")]
DOORS = {
    "codes": ("post", "/code/making/", {}),
    "registrations": ("post", "/register/", {}),
    "resets": ("post", "/forgotten/", {}),
    "units": ("get", "/units/", {"q": "綠水"}),
}


@pytest.mark.parametrize("door", DOORS)
@override_settings(HEFA_LIMITS=dict.fromkeys(DOORS, (2, 1000)))
def test_an_address_that_comes_too_often_waits(door: str, hour: time_machine.Traveller) -> None:
    method, where, told = DOORS[door]

    def come(address: str = "192.0.2.1") -> Any:
        return getattr(Client(REMOTE_ADDR=address), method)(where, told)

    hour.shift(timedelta(seconds=1))
    assert [come().status_code for _ in range(2)] == [200, 200]
    turned = come()
    assert (turned.status_code, turned["Retry-After"]) == (429, "600")
    assert "操作次數過多" in text_of(turned) and "10 分鐘後再試一次" in text_of(turned)
    assert come("192.0.2.2").status_code == 200
    hour.shift(timedelta(minutes=10))
    assert come().status_code == 200


@override_settings(HEFA_LIMITS={"codes": (1000, 1)})
def test_a_browser_is_counted_by_the_cookie_of_its_forms() -> None:
    mine, other = Client(), Client()
    for client in (mine, other):
        client.get("/code/")
        assert settings.CSRF_COOKIE_NAME in client.cookies
    assert [mine.post("/code/making/", filled(n)).status_code for n in (1, 2)] == [302, 429]
    assert other.post("/code/making/", filled(3)).status_code == 302
    assert PersonalCode.objects.count() == 2


@pytest.mark.control("T1", "附表十 身分驗證管理 7")
@pytest.mark.parametrize("who", ["dora", "nobody"])
def test_letters_for_one_account_are_few_known_or_not(world: World, who: str) -> None:
    asked = [Client().post("/forgotten/", {"username_or_email": f" {who.upper()}"}).status_code for _ in range(6)]
    assert asked == [200] * 5 + [429] and ResetWish.objects.count() == 5


def test_scans_of_good_codes_are_not_counted(world: World) -> None:
    gate = a_gate(world.alice, world.offering)
    for number in range(3):
        code = static_text(a_walk_in(number + 1, at=NOW).code)
        assert scan_over_http(gate, code)["verdict"] == "AWARDED"
    assert not DoorCount.objects.exists()
