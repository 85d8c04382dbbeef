"""註冊個人帳號, 忘記帳號/密碼."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client

from hefa.accounts.models import Account
from hefa.audit.names import SYSTEM
from hefa.jobs.tasks import tell_owners
from hefa.learners.actions import prove_link
from hefa.learners.models import AccountLink
from hefa.learners.names import LinkProof
from hefa.learners.queries import link_of
from tests.cast import NOW, PASSWORD, World, a_registered, a_walk_in, an_account, an_id
from tests.web.learner.pages import WHOLE_NUMBER, alike, text_of

pytestmark = pytest.mark.django_db


def registration(number: int = 1, **changes: str) -> dict[str, str]:
    return {
        "name": "王小明",
        "national_id": an_id(number).value,
        "unit_choice": "none",
        "email": "ming@example.org",
        "username": "ming",
        "password": PASSWORD,
        "password_again": PASSWORD,
    } | changes


def test_registering_logs_in_and_links_without_proof(client: Client, world: World) -> None:
    answer = client.post("/register/", registration(unit_choice=world.green_water.code), follow=True)
    page = text_of(answer)
    assert "已完成註冊" in page and "登入身分:" in page and world.green_water.name in page
    link = AccountLink.objects.get(account__username="ming")
    assert (link.proven_at, link.unit, link.learner.id_last4) == (None, world.green_water, an_id(1).last4)


def test_the_form_tells_why_the_data_are_taken(client: Client) -> None:
    page = text_of(client.get("/register/"))
    for words in ("個人資料蒐集告知事項", "蒐集目的", "您的權利", "不提供之影響", "查詢代碼"):
        assert words in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"national_id": "A123456788"}, "檢查碼不符", id="check digit"),
        pytest.param({"username": "a"}, "個英文字母、數字或 . _ -，並以", id="short"),
        pytest.param({"username": "A123456789"}, "請勿使用身分證統一編號作為帳號", id="a national ID"),
        pytest.param({"username": "dora"}, "這個帳號已有人使用", id="taken"),
        pytest.param({"username": "ＤＯＲＡ"}, "這個帳號已有人使用", id="taken, written otherwise"),
        pytest.param({"email": "x"}, "電子郵件格式不正確", id="address"),
        pytest.param({"password_again": "other"}, "兩次輸入的密碼不同", id="two passwords"),
        pytest.param({"password": "short", "password_again": "short"}, "10", id="short password"),
        pytest.param({"password": "1234567890", "password_again": "1234567890"}, "密碼", id="common password"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(
    client: Client, world: World, changes: dict[str, str], sentence: str
) -> None:
    page = text_of(client.post("/register/", registration() | changes))
    errors = page.split('id="error-summary-title"')[1].split("</section>")[0]
    assert sentence in errors
    assert not WHOLE_NUMBER.search(page) and PASSWORD not in page
    assert not AccountLink.objects.exists()


def test_two_submits_make_one_account(client: Client) -> None:
    client.post("/register/", registration())
    client.post("/register/", registration())
    Client().post("/register/", registration())
    assert Account.objects.filter(username="ming").count() == 1


def test_a_number_that_has_an_account_is_answered_like_any_other(world: World) -> None:
    """T1 and T2b: the answer is the same, the owner is told by letter, and nothing of the owner is shown."""
    owned = a_registered(1, name="林小華", unit=world.green_water)
    _prove(owned.account)
    a_walk_in(2, name="林小華", unit=world.green_water)
    seen = []
    for number in (1, 2, 3):
        client = Client()
        answer = client.post("/register/", registration(number, username=f"new{number}ming"))
        pages = [alike(text_of(client.get(path))) for path in ("/", "/code/", "/passbook/", "/profile/")]
        pages = [page.replace(an_id(number).last4, "").replace(f"new{number}ming", "") for page in pages]
        seen.append((answer.status_code, dict(answer.items()), pages))
    assert seen[0] == seen[1] == seen[2]
    assert "林小華" not in "".join(seen[0][2]) and world.green_water.name not in "".join(seen[0][2])
    _letters_are_sent()
    assert [letter.to for letter in mail.outbox] == [["lizhekun@example.org"]]
    assert "註冊了另一個帳號" in mail.outbox[0].body
    assert not WHOLE_NUMBER.search(str(mail.outbox[0].body))


def test_whoever_is_logged_in_does_not_register(client: Client) -> None:
    client.force_login(an_account("ming"))
    assert client.get("/register/")["Location"] == "/"


def test_a_letter_leads_to_a_new_password_once(client: Client) -> None:
    an_account("ming")
    page = text_of(client.post("/forgotten/", {"username_or_email": "MING@example.org"}))
    assert "如果您輸入的帳號或電子郵件已經註冊" in page
    path = _path_in_letter()
    answer = client.get(path)
    assert answer["Location"] == "/reset/" and answer["Referrer-Policy"] == "same-origin"
    new = "Blue-Hill-2027"
    answer = client.post("/reset/", {"password": new, "password_again": new}, follow=True)
    assert "請以帳號 ming 登入" in text_of(answer)
    assert client.post("/login/", {"username": "ming", "password": new}).status_code == 302
    other = Client()
    other.get(path)
    for late in (other.get("/reset/"), other.post("/reset/", {"password": PASSWORD, "password_again": PASSWORD})):
        assert "這個連結已使用過或已逾時" in text_of(late)


def test_a_letter_ends_after_half_an_hour(client: Client, hour: time_machine.Traveller) -> None:
    an_account("ming")
    client.post("/forgotten/", {"username_or_email": "ming"})
    path = _path_in_letter()
    hour.shift(timedelta(minutes=31))
    client.get(path)
    assert "這個連結已使用過或已逾時" in text_of(client.get("/reset/"))


@pytest.mark.control("附表十 身分驗證管理 4")
def test_a_weak_new_password_is_refused_and_the_letter_stays_good(client: Client) -> None:
    an_account("ming")
    client.post("/forgotten/", {"username_or_email": "ming"})
    client.get(_path_in_letter())
    assert "error-summary" in text_of(client.post("/reset/", {"password": "short", "password_again": "short"}))
    used = client.post("/reset/", {"password": PASSWORD, "password_again": PASSWORD})
    assert "不可使用最近三次用過的密碼。" in text_of(used)
    other = "Another-2026"
    assert client.post("/reset/", {"password": other, "password_again": other}).status_code == 302


@pytest.mark.parametrize("token", ["x", "AAAA", "é"])
def test_an_invented_token_opens_nothing(client: Client, token: str) -> None:
    client.get(f"/reset/{token}/")
    assert "這個連結已使用過或已逾時" in text_of(client.get("/reset/"))


def test_forgetting_tells_nobody_who_has_an_account(client: Client) -> None:
    an_account("ming")
    answers = [client.post("/forgotten/", {"username_or_email": who}) for who in ("ming", "nobody", "x@example.org")]
    assert len({(answer.status_code, str(sorted(answer.items())), alike(text_of(answer))) for answer in answers}) == 1
    _letters_are_sent()
    assert len(mail.outbox) == 1


def _prove(account: Account | None) -> None:
    assert account is not None
    link = link_of(account)
    assert link is not None
    assert prove_link(link=link, proof=LinkProof.OFFICER, actor=SYSTEM, at=NOW)


def _path_in_letter() -> str:
    _letters_are_sent()
    found = re.search(r"https?://[^/]+(/reset/\S+)", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


def _letters_are_sent() -> None:
    """The timetable sends what was asked for."""
    tell_owners(timestamp=0)
