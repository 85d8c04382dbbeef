"""學習護照: what an account, a proven account and a browser see."""

from collections.abc import Callable

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from hefa.audit.models import AuditEntry
from hefa.audit.names import SYSTEM, Verb
from hefa.awards.actions import EnteredRow, enter_by_hand
from hefa.awards.models import Award as AwardRow
from hefa.codes.models import PersonalCode
from hefa.learners.actions import prove_link
from hefa.learners.models import AccountLink
from hefa.learners.names import LinkProof
from tests.cast import NOW, World, a_registered, a_walk_in, an_account, an_activity, an_id, an_offering
from tests.web.learner.pages import WHOLE_NUMBER, browser_of, filled, make, text_of

pytestmark = pytest.mark.django_db
Award = Callable[[PersonalCode], None]
ACTIVITY, ELSEWHERE = "測試活動001 第 1 期", "水質檢測實作"
TAKE = "併入本機條碼的時數"


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


@pytest.fixture
def ming(award: Award, world: World, hour: time_machine.Traveller) -> Client:
    """王小明 earned hours by a code of this browser and others that an officer entered, and has registered since."""
    earlier = a_walk_in(5, name="王小明")
    award(earlier.code)
    elsewhere = an_offering(an_activity(world.organiser, code="T2", name=ELSEWHERE))
    row = EnteredRow(an_id(5), "王小明", None)
    enter_by_hand(offering=elsewhere, rows=[row], alone=2, officer=world.alice, at=NOW)
    browser = browser_of(earlier)
    hour.shift(60)
    browser.force_login(an_account("ming", name="王小明"))
    browser.post("/code/making/", filled(5))
    return browser


def test_an_unproven_account_is_told_what_it_shows_and_sees_nothing_earlier(award: Award) -> None:
    award(a_walk_in(5, name="王小明").code)
    browser = Client()
    browser.force_login(an_account("ming", name="王小明"))
    browser.post("/code/making/", filled(5))
    page = text_of(browser.get("/passbook/"))
    assert ACTIVITY not in page
    assert "目前只顯示以這個帳號的條碼取得的時數" in page and "請承辦人核對您的身分證件" in page
    assert TAKE not in page
    answer = text_of(browser.post("/passbook/codes/", follow=True))
    assert "沒有可併入的條碼" in answer and ACTIVITY not in answer


def test_an_account_takes_over_what_the_codes_of_its_browser_earned(ming: Client) -> None:
    page = text_of(ming.get("/passbook/"))
    assert TAKE in page and ACTIVITY not in page
    page = text_of(ming.post("/passbook/codes/", follow=True))
    assert "已將這支手機的 1 個條碼併入帳號" in page and ACTIVITY in page and TAKE not in page
    again = text_of(ming.post("/passbook/codes/", follow=True))
    assert "沒有可併入的條碼" in again and ACTIVITY in again
    assert AuditEntry.objects.filter(verb=Verb.CODE_TAKEN).count() == 1


@pytest.mark.control("T2b")
def test_a_code_that_was_made_and_used_with_anothers_number_opens_nothing_else_of_that_person(ming: Client) -> None:
    """Whoever attends once under a colleague's name and number has a code of the colleague's from before."""
    page = text_of(ming.post("/passbook/codes/", follow=True))
    assert ELSEWHERE not in page and "目前只顯示以這個帳號" in page
    assert "請先確認身分" in text_of(ming.get("/rights/"))
    owner = AccountLink.objects.get()
    assert owner.proven_at is None
    assert prove_link(link=owner, proof=LinkProof.OFFICER, actor=SYSTEM, at=NOW)
    assert ELSEWHERE in text_of(ming.get("/passbook/"))


def test_a_code_is_taken_once_and_another_persons_never(ming: Client, award: Award) -> None:
    other = a_walk_in(6, name="陳美麗")
    award(other.code)
    ming.post("/passbook/codes/")
    taken = PersonalCode.objects.get(taken_by__isnull=False)
    ming.force_login(an_account("ling", name="王小明"))
    ming.post("/code/making/", filled(5))
    assert TAKE not in text_of(ming.get("/passbook/")), "what another account has taken is not offered"
    page = text_of(ming.post("/passbook/codes/", follow=True))
    assert "沒有可併入的條碼" in page and ACTIVITY not in page
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonalCode.objects.filter(account__isnull=False).update(taken_by=taken.taken_by)


def test_what_a_taken_code_earned_somebody_else_after_a_parting_is_not_shown(ming: Client) -> None:
    assert ACTIVITY in text_of(ming.post("/passbook/codes/", follow=True))
    parted = a_walk_in(6, name="王小明").code.learner
    taken = PersonalCode.objects.filter(taken_by__isnull=False)
    AwardRow.objects.filter(code__in=taken).update(learner=parted)
    taken.update(learner=parted)
    assert ACTIVITY not in text_of(ming.get("/passbook/"))


def test_taking_codes_over_needs_a_login_and_a_form(client: Client, world: World) -> None:
    assert client.post("/passbook/codes/")["Location"] == "/login/?next=%2F"
    client.force_login(world.alice.account)
    assert client.get("/passbook/codes/")["Location"] == "/passbook/"


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
