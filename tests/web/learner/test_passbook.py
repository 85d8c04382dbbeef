"""學習護照: what an account, a proven account and a browser see."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from hefa.codes.models import PersonalCode
from hefa.learners.queries import link_of
from tests.cast import World, a_registered, a_walk_in, an_account, an_id
from tests.web.learner.pages import WHOLE_NUMBER, browser_of, filled, make, text_of

pytestmark = pytest.mark.django_db
Award = Callable[[PersonalCode], None]
ACTIVITY = "測試活動001 第 1 期"


def test_a_browser_without_codes_sees_an_empty_passbook(client: Client) -> None:
    page = text_of(client.get("/passbook/"))
    assert "還沒有環境教育時數" in page and "這裡列出本機條碼取得的時數" in page


def test_a_browser_sees_what_its_own_codes_earned_and_for_whom(client: Client, award: Award) -> None:
    award(make(client, 1))
    elsewhere = a_walk_in(2, name="陳美麗")
    page = text_of(client.get("/passbook/"))
    for words in (ACTIVITY, "115 年", "<strong>2</strong> / 4 小時", "尚需 2 小時", "已覆核", "115-11-24", "王小明"):
        assert words in page, words
    assert "綠水縣政府環境保護局" in page and not WHOLE_NUMBER.search(page)
    assert ACTIVITY not in text_of(browser_of(elsewhere).get("/passbook/"))


def test_an_account_sees_its_hours_at_once(client: Client, award: Award) -> None:
    code = a_registered(2)
    assert code.account is not None
    client.force_login(code.account)
    assert "還沒有環境教育時數" in text_of(client.get("/passbook/"))
    award(code)
    page = text_of(client.get("/passbook/"))
    assert ACTIVITY in page and "數位： 0 小時， 實體： 2 小時" in page
    assert f"******{an_id(2).last4}" in page and not WHOLE_NUMBER.search(page)


def test_an_unproven_account_is_told_how_to_prove_itself_and_sees_nothing_earlier(award: Award) -> None:
    earlier = a_walk_in(5, name="王小明")
    award(earlier.code)
    browser = Client()
    browser.force_login(an_account("ming", name="王小明"))
    browser.post("/code/making/", filled(5))
    page = text_of(browser.get("/passbook/"))
    assert ACTIVITY not in page
    assert "目前只顯示以這個帳號的條碼取得的時數" in page and "請開課單位承辦人核對您的身分證件" in page
    assert "以本機條碼確認身分" not in page
    answer = browser.post("/passbook/proving/", follow=True)
    assert "本機條碼無法確認您的身分" in text_of(answer) and ACTIVITY not in text_of(answer)


def test_the_code_of_this_browser_from_before_proves_the_account(award: Award, hour: time_machine.Traveller) -> None:
    earlier = a_walk_in(5, name="王小明")
    award(earlier.code)
    browser = browser_of(earlier)
    hour.shift(60)
    account = an_account("ming", name="王小明")
    browser.force_login(account)
    browser.post("/code/making/", filled(5))
    assert "以本機條碼確認身分" in text_of(browser.get("/passbook/"))
    answer = browser.post("/passbook/proving/", follow=True)
    page = text_of(answer)
    assert "已確認身分" in page and ACTIVITY in page and "目前只顯示以這個帳號" not in page
    link = link_of(account)
    assert link is not None and link.proven_at is not None
    again = text_of(browser.post("/passbook/proving/", follow=True))
    assert ACTIVITY in again


def test_another_persons_code_in_this_browser_proves_nothing(award: Award, hour: time_machine.Traveller) -> None:
    other = a_walk_in(6, name="陳美麗")
    award(other.code)
    browser = browser_of(other)
    hour.shift(60)
    browser.force_login(an_account("ming", name="王小明"))
    browser.post("/code/making/", filled(5))
    page = text_of(browser.post("/passbook/proving/", follow=True))
    assert "本機條碼無法確認您的身分" in page and ACTIVITY not in page


def test_proving_needs_a_login_and_a_form(client: Client, world: World) -> None:
    assert client.post("/passbook/proving/")["Location"] == "/login/?next=%2F"
    client.force_login(world.alice.account)
    assert client.get("/passbook/proving/")["Location"] == "/passbook/"


def test_an_officer_without_a_number_sees_an_empty_passbook(client: Client, world: World, award: Award) -> None:
    award(a_walk_in(1).code)
    client.force_login(world.alice.account)
    page = text_of(client.get("/passbook/"))
    assert "還沒有環境教育時數" in page and "目前只顯示以這個帳號" not in page


def test_a_name_that_differs_reads_like_an_ordinary_award(client: Client, award: Award) -> None:
    a_walk_in(1, name="林小華")
    award(make(client, 1, name="王小明"))
    page = text_of(client.get("/passbook/"))
    assert "已覆核" in page and "不符" not in page and "林小華" not in page
