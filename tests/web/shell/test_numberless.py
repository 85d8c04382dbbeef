"""A number that came in an address leaves it, whichever page was asked for."""

import pytest
from django.test import Client

from hefa.web.shell.forms import looks_like_a_number
from hefa.web.shell.numberless import TAKEN_OUT
from tests.cast import World, an_id

pytestmark = pytest.mark.django_db
NUMBER = an_id(1).value
TOKEN = "0f3c" + NUMBER.lower() + "9e"
"""As a provider may say it: letters and digits in which something looks like a number."""


@pytest.mark.control("T23")
@pytest.mark.parametrize("where", ["/search/?q=", "/units/?q=", "/units/?parent=", "/activities/?keywords=", "/?"])
def test_a_number_is_taken_out_of_the_address_and_the_page_says_so(world: World, client: Client, where: str) -> None:
    answer = client.get(f"{where}{NUMBER}&page=1")
    assert answer.status_code == 302 and answer["Location"] == f"?page=1&{TAKEN_OUT}=1"
    page = client.get(f"{where}{NUMBER}", follow=True)
    told = page.content.decode()
    assert page.status_code == 200 and "請勿在此輸入身分證統一編號" in told and NUMBER not in told


def test_everything_else_stays_in_the_address(world: World, client: Client) -> None:
    told = client.get(f"/activities/?keywords=溪流&state={TOKEN}").content.decode()
    assert "請勿在此輸入身分證統一編號" not in told and 'value="溪流"' in told


@pytest.mark.control("T23")
def test_no_address_of_others_is_sent_to(world: World, client: Client) -> None:
    assert client.get(f"//example.org/?q={NUMBER}")["Location"] == f"?{TAKEN_OUT}=1"


def test_tokens_are_no_numbers() -> None:
    assert not looks_like_a_number(TOKEN) and looks_like_a_number(f"ID{NUMBER}")
