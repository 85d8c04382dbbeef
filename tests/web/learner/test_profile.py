"""修改個人資料, 變更密碼, 變更服務單位."""

import pytest
from django.test import Client

from hefa.accounts.models import Account
from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.codes.models import PersonalCode
from hefa.learners.models import AccountLink
from tests.cast import PASSWORD, World, a_registered, an_account, an_id
from tests.web.learner.pages import WHOLE_NUMBER, text_of

pytestmark = pytest.mark.django_db
NEW = "Blue-Hill-2027"


@pytest.fixture
def code(client: Client, world: World) -> PersonalCode:
    """李喆堃's, who is logged in."""
    code = a_registered(2, unit=world.green_water)
    assert code.account is not None
    client.force_login(code.account)
    return code


@pytest.mark.parametrize("path", ["/profile/", "/profile/password/", "/profile/unit/"])
def test_a_visitor_is_sent_to_the_login_and_back(client: Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (302, f"/login/?next={path.replace('/', '%2F')}")
    assert client.post(path, {"name": "x"})["Location"] == "/login/?next=%2F"


def test_the_page_shows_the_last_four_alone(client: Client, code: PersonalCode) -> None:
    page = text_of(client.get("/profile/"))
    assert f"******{an_id(2).last4}" in page and not WHOLE_NUMBER.search(page)


def test_name_and_address_change_and_the_learner_keeps_its_name(client: Client, code: PersonalCode) -> None:
    client.post("/profile/", {"name": "李 喆堃", "email": "new@example.org"})
    account = Account.objects.get(username="lizhekun")
    assert (account.name, account.email) == ("李 喆堃", "new@example.org")
    code.learner.refresh_from_db()
    assert code.learner.name == "李喆堃"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param({"name": "", "email": "a@example.org"}, "請輸入姓名", id="no name"),
        pytest.param({"name": "王" * 101, "email": "a@example.org"}, "姓名最多 100 個字", id="long name"),
        pytest.param({"name": "王", "email": "x"}, "電子郵件格式不正確", id="address"),
    ],
)
def test_a_wrong_profile_is_refused(client: Client, code: PersonalCode, data: dict[str, str], sentence: str) -> None:
    assert sentence in text_of(client.post("/profile/", data))
    assert Account.objects.get(username="lizhekun").name == "李喆堃"


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(client: Client, code: PersonalCode) -> None:
    other = Client()
    other.post("/login/", {"username": "lizhekun", "password": PASSWORD})
    assert other.get("/profile/").status_code == 200
    answer = client.post("/profile/password/", {"old_password": PASSWORD, "password": NEW, "password_again": NEW})
    assert answer["Location"] == "/profile/"
    assert client.get("/profile/").status_code == 200
    assert other.get("/profile/").status_code == 302


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param({"old_password": "wrong"}, "目前的密碼不正確", id="wrong old one"),
        pytest.param({"password_again": "x"}, "兩次輸入的密碼不同", id="two new ones"),
        pytest.param({"password": "short", "password_again": "short"}, "密碼", id="short"),
    ],
)
@pytest.mark.control("附表十 身分驗證管理 4")
def test_a_wrong_new_password_is_refused(
    client: Client, code: PersonalCode, data: dict[str, str], sentence: str
) -> None:
    told = {"old_password": PASSWORD, "password": NEW, "password_again": NEW} | data
    page = text_of(client.post("/profile/password/", told))
    assert sentence in page and NEW not in page and PASSWORD not in page
    assert Account.objects.get(username="lizhekun").check_password(PASSWORD)


@pytest.mark.control("T20")
def test_guesses_at_the_old_password_are_counted_like_those_of_a_login(client: Client, code: PersonalCode) -> None:
    told = {"old_password": "wrong", "password": NEW, "password_again": NEW}
    pages = [text_of(client.post("/profile/password/", told)) for _ in range(5)]
    assert ["目前的密碼不正確" in page for page in pages] == [True] * 4 + [False]
    assert "之後" in text_of(client.post("/profile/password/", told | {"old_password": PASSWORD}))
    account = Account.objects.get(username="lizhekun")
    assert account.check_password(PASSWORD) and AuditEntry.objects.filter(verb=Verb.LOGIN_LOCKED).exists()


def test_another_unit_makes_another_code(client: Client, world: World, code: PersonalCode) -> None:
    client.post("/profile/unit/", {"unit_choice": world.blue_hill.code})
    code.refresh_from_db()
    assert code.voided_at is not None
    new = PersonalCode.objects.get(voided_at__isnull=True)
    assert (new.account, new.unit) == (code.account, world.blue_hill)
    assert AccountLink.objects.get().unit == world.blue_hill


def test_an_unknown_unit_changes_nothing(client: Client, code: PersonalCode) -> None:
    page = text_of(client.post("/profile/unit/", {"unit_code": "ZZZ"}))
    assert "查無這個服務單位代碼" in page
    code.refresh_from_db()
    assert code.voided_at is None


def test_units_are_looked_up_on_the_unit_page(client: Client, world: World, code: PersonalCode) -> None:
    page = text_of(client.post("/profile/unit/", {"unit_code": "藍山", "look_up": "1"}))
    assert f'value="{world.blue_hill.code}"' in page


def test_an_account_without_a_number_has_no_unit_to_change(client: Client) -> None:
    client.force_login(an_account("ming"))
    assert client.get("/profile/unit/")["Location"] == "/code/"
    assert "變更服務單位" not in text_of(client.get("/profile/"))
