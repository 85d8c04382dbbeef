"""The code page: whose it is, voiding, digits, pictures, 本機條碼."""

import re
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from hefa.audit.names import SYSTEM
from hefa.base import code_token
from hefa.codes.actions import take_typed, void_code
from hefa.codes.models import PersonalCode
from hefa.codes.names import VoidReason
from hefa.codes.queries import static_text
from tests.cast import NOW, World, a_registered, a_walk_in, an_id
from tests.web.learner.pages import WHOLE_NUMBER, browser_of, make, text_of

pytestmark = pytest.mark.django_db
ADDRESSES = ("", "voiding/", "print/", "code.svg", "code.png", "progress/")
POSTS = ("voiding/", "typed/", "live-key/")


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_belongs_to_a_code_is_kept_in_no_cache(client: Client, address: str) -> None:
    code = make(client)
    answer = client.get(f"/code/{code.public_id}/{address}")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.control("T2")
@pytest.mark.parametrize("address", ADDRESSES)
def test_another_browser_and_another_account_find_nothing(client: Client, world: World, address: str) -> None:
    mine = make(client)
    registered = a_registered(2)
    stranger = Client()
    make(stranger, 3)
    charlie = Client()
    charlie.force_login(world.charlie.account)
    for other in (stranger, charlie, Client()):
        for code in (mine, registered):
            assert other.get(f"/code/{code.public_id}/{address}").status_code == 404


@pytest.mark.parametrize("address", POSTS)
def test_nobody_else_can_change_a_code(client: Client, world: World, address: str) -> None:
    code = make(client)
    stranger = Client()
    stranger.force_login(world.alice.account)
    assert stranger.post(f"/code/{code.public_id}/{address}").status_code == 404
    code.refresh_from_db()
    assert code.voided_at is None and not code.typed_codes.exists()


def test_a_wrong_secret_opens_nothing(client: Client) -> None:
    code = make(client)
    assert code.holder is not None
    for cookie in ("", "x", "00000000-0000-0000-0000-000000000000.AAAA", f"{code.holder.public_id}.AAAA", "é.é"):
        other = Client()
        other.cookies["hefa-codes"] = cookie
        assert other.get(f"/code/{code.public_id}/").status_code == 404
        assert "這支手機還沒有條碼" in text_of(other.get("/code/own/"))


def test_the_owners_login_opens_the_code_of_the_account(client: Client) -> None:
    code = a_registered(2)
    _log_in_owner(client, code)
    assert "李喆堃" in text_of(client.get(f"/code/{code.public_id}/"))


def test_voiding_asks_first_then_kills_the_old_code_and_makes_a_new_one(client: Client) -> None:
    old = make(client)
    page = text_of(client.get(f"/code/{old.public_id}/voiding/"))
    assert "產生新條碼，舊條碼立即失效作廢" in page
    old.refresh_from_db()
    assert old.voided_at is None
    answer = client.post(f"/code/{old.public_id}/voiding/")
    new = PersonalCode.objects.exclude(pk=old.pk).get()
    assert answer["Location"] == f"/code/{new.public_id}/"
    dead = client.get(f"/code/{old.public_id}/")
    assert dead.status_code == 410 and "QRCode 已失效，請重新產生 QRCode" in text_of(dead)
    assert client.get(f"/code/{new.public_id}/").status_code == 200
    for address in ("code.svg", "code.png"):
        assert client.get(f"/code/{old.public_id}/{address}").status_code == 404
    assert client.post(f"/code/{old.public_id}/live-key/").status_code == 404


def test_voiding_twice_makes_one_new_code(client: Client) -> None:
    old = make(client)
    client.post(f"/code/{old.public_id}/voiding/")
    answer = client.post(f"/code/{old.public_id}/voiding/", follow=True)
    assert "這個條碼先前已作廢。" in text_of(answer)
    assert PersonalCode.objects.count() == 2


def test_a_code_that_ran_out_says_so(client: Client, hour: time_machine.Traveller) -> None:
    code = make(client)
    hour.shift(31 * 24 * 3600)
    page = client.get(f"/code/{code.public_id}/")
    assert page.status_code == 410
    assert "QRCode 已失效，請重新產生 QRCode" in text_of(page) and "這個條碼已超過有效期限。" in text_of(page)


def test_the_page_draws_the_static_code_for_browsers_without_scripts(client: Client) -> None:
    code = make(client)
    page = text_of(client.get(f"/code/{code.public_id}/"))
    drawn = re.search(r'data-hefa-modules fill="#000" d="([^"]+)"', page)
    picture = re.search(r'<path d="([^"]+)"/>', text_of(client.get(f"/code/{code.public_id}/code.svg")))
    assert drawn is not None and picture is not None
    assert drawn[1] == picture[1]


def test_pages_carry_no_inline_script_or_style_and_no_whole_number(client: Client) -> None:
    code = make(client)
    for address in ("", "voiding/", "print/"):
        page = text_of(client.get(f"/code/{code.public_id}/{address}"))
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page)
        assert not WHOLE_NUMBER.search(page)
        assert an_id(1).value not in page


def test_eight_digits_stand_for_the_code_for_five_minutes(client: Client) -> None:
    code = make(client)
    page = text_of(client.post(f"/code/{code.public_id}/typed/"))
    found = re.search(r"data-hefa-typed-digits>(\d{4}) (\d{4})<", page)
    assert found is not None
    assert 'data-hefa-typed-until="2026-11-24T01:35:00.000+00:00"' in page and "有效至 09:35:00" in page
    assert take_typed(digits=found[1] + found[2], at=NOW) == code
    assert client.get(f"/code/{code.public_id}/typed/")["Location"] == f"/code/{code.public_id}/"


def test_digits_asked_twice_leave_only_the_second(client: Client) -> None:
    code = make(client)
    pages = [text_of(client.post(f"/code/{code.public_id}/typed/")) for _ in range(2)]
    first, second = (re.search(r"typed-digits>(\d{4}) (\d{4})<", page).groups() for page in pages)  # type: ignore[union-attr]
    assert take_typed(digits="".join(first), at=NOW) is None or first == second
    assert take_typed(digits="".join(second), at=NOW) == code


def test_a_dead_code_gives_no_digits(client: Client) -> None:
    code = make(client)
    void_code(code=code, reason=VoidReason.LOST, actor=SYSTEM, at=NOW)
    page = client.post(f"/code/{code.public_id}/typed/")
    assert page.status_code == 410 and not code.typed_codes.exists()


def test_own_codes_lists_several_people_by_name_and_only_this_browsers(client: Client, world: World) -> None:
    make(client, 1, name="王小明")
    make(client, 2, name="王大明", unit_choice=world.green_water.code)
    a_walk_in(3, name="陳美麗")
    page = text_of(client.get("/code/own/"))
    assert [name for name in ("王小明", "王大明", "陳美麗") if name in page] == ["王小明", "王大明"]
    assert world.green_water.code in page and not WHOLE_NUMBER.search(page)


def test_own_codes_leaves_out_what_no_longer_works(client: Client) -> None:
    old = make(client)
    client.post(f"/code/{old.public_id}/voiding/")
    page = text_of(client.get("/code/own/"))
    assert str(old.public_id) not in page
    assert page.count("顯示條碼") == 1


def test_own_codes_holds_the_accounts_code_too(client: Client) -> None:
    code = a_registered(2)
    _log_in_owner(client, code)
    assert str(code.public_id) in text_of(client.get("/code/own/"))


def test_an_award_stands_on_the_page_when_it_is_opened_again(
    client: Client, award: Callable[[PersonalCode], None]
) -> None:
    code = make(client)
    assert 'data-hefa-part="earned" hidden' in text_of(client.get(f"/code/{code.public_id}/"))
    award(code)
    page = text_of(client.get(f"/code/{code.public_id}/"))
    assert "完成核發時數" in page and "測試活動001 第 1 期" in page and "數位： 0 小時， 實體： 2 小時" in page


def test_the_capability_works_wherever_it_was_made(world: World) -> None:
    made = a_walk_in(1)
    assert browser_of(made).get(f"/code/{made.code.public_id}/").status_code == 200


def test_the_static_code_is_genuine(client: Client) -> None:
    token = code_token.parse(static_text(make(client)))
    assert token is not None and token.type is code_token.TokenType.STATIC


def _log_in_owner(client: Client, code: PersonalCode) -> None:
    assert code.account is not None
    client.force_login(code.account)
