"""個人資料權利: what a proven account sees and takes, and what nobody else does."""

import json

import pytest
from django.test import Client

from hefa.accounts.models import Account
from hefa.audit.models import AuditEntry
from hefa.audit.names import SYSTEM, Verb
from hefa.base.notice import NOTICE_VERSION
from hefa.codes.models import PersonalCode
from hefa.codes.queries import static_text
from hefa.learners.actions import prove_link
from hefa.learners.models import AccountLink
from hefa.learners.names import LinkProof
from hefa.paperwork.actions import make_paper
from hefa.paperwork.models import RightsRequest
from hefa.paperwork.names import Purpose
from hefa.paperwork.papers import PROFILES
from tests.cast import NOW, World, a_gate, a_registered, an_id
from tests.door import scan_over_http
from tests.web.learner.pages import WHOLE_NUMBER, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def proven(world: World) -> Client:
    """李喆堃, proven, with hours that Alice has sent to ECPA."""
    code = a_registered(2)
    link = AccountLink.objects.get(account=code.account)
    prove_link(link=link, proof=LinkProof.OFFICER, actor=SYSTEM, at=NOW)
    scan_over_http(a_gate(world.alice, world.offering), static_text(code))
    make_paper(
        offering=world.offering, profile=PROFILES["issued-list"], purpose=Purpose.ECPA, purpose_note="", left_out=(),
        officer=world.alice, at=NOW,
    )  # fmt: skip
    browser = Client()
    browser.force_login(link.account)
    return browser


def test_the_passbook_and_the_page_say_to_whom_it_went(proven: Client) -> None:
    for where in ("/passbook/", "/rights/", "/rights/data/"):
        page = text_of(proven.get(where))
        assert "115-11-24" in page and "測試活動001 第 1 期" in page and "綠水縣政府環境保護局" in page
        assert "開課單位留存" in page and not WHOLE_NUMBER.search(page), where


@pytest.mark.control("個資法 §3")
def test_everything_held_is_taken_as_a_file_on_record(proven: Client) -> None:
    answer = proven.get("/rights/data/file/")
    held = json.loads(answer.content)
    assert held["學習時數"][0]["來源"] and held["提供給誰"][0]["提供者"] == "綠水縣政府環境保護局"
    assert answer["Cache-Control"] == "private, no-store" and an_id(2).value not in answer.content.decode()
    assert AuditEntry.objects.filter(verb=Verb.COPY_TAKEN).get().facts == {"form": "json"}


def test_who_is_not_proven_gets_nothing(world: World) -> None:
    code = a_registered(3, username="mallory")
    scan_over_http(a_gate(world.alice, world.offering), static_text(code))
    browser = Client()
    browser.force_login(Account.objects.get(username="mallory"))
    assert "請先確認身分" in text_of(browser.get("/rights/"))
    for where in ("/rights/data/", "/rights/data/file/"):
        assert browser.get(where)["Location"] == "/rights/"
    browser.post("/rights/", {"right": "erase", "wish": "刪除"})
    assert not RightsRequest.objects.exists() and not AuditEntry.objects.filter(verb=Verb.COPY_TAKEN).exists()


def test_a_visitor_goes_to_the_login(client: Client) -> None:
    for where in ("/rights/", "/rights/data/", "/rights/data/file/"):
        assert client.get(where)["Location"].startswith("/login/")


def test_a_request_is_sent_once_and_listed_with_its_last_day(proven: Client) -> None:
    told = {"right": "erase", "wish": "請刪除我的帳號"}
    assert "已送出請求" in text_of(proven.post("/rights/", told, follow=True))
    page = text_of(proven.get("/rights/"))
    assert "期限 115-12-24" in page and "剩 30 天" in page
    assert "相同事項的請求已在處理中" in text_of(proven.post("/rights/", told))
    assert RightsRequest.objects.get().account == Account.objects.get(username="lizhekun")
    assert "請勿填寫身分證字號" in text_of(proven.post("/rights/", told | {"right": "stop", "wish": an_id(2).value}))
    assert proven.post("/rights/", told | {"right": "copy"})["Location"] == "/rights/data/"


@pytest.mark.control("個資法 §8")
def test_the_notice_that_was_shown_stands_with_account_and_code(proven: Client) -> None:
    assert Account.objects.get(username="lizhekun").notice_version == NOTICE_VERSION
    assert PersonalCode.objects.get().notice_version == NOTICE_VERSION
