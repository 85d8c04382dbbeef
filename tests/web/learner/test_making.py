"""建立個人條碼: flows A and B, 查詢代碼, and what is wrong with a form."""

import pytest
import time_machine
from django.test import Client

from hefa.accounts.models import Account
from hefa.codes.models import PersonalCode
from hefa.codes.rules import CODES_A_HOLDER
from hefa.learners.models import AccountLink, Learner
from hefa.web.learner.holder import cookie_name
from hefa.web.learner.words import PAIRS
from tests.cast import World, a_registered, a_walk_in, an_account, an_id
from tests.web.learner.pages import PUBLIC_ID, WHOLE_NUMBER, alike, filled, make, text_of

pytestmark = pytest.mark.django_db


def test_flow_b_makes_a_code_and_shows_it_to_this_browser_alone(client: Client, world: World) -> None:
    code = make(client, unit_choice=world.green_water.code)
    page = client.get(f"/code/{code.public_id}/")
    assert page.status_code == 200
    for words in (
        "王小明",
        f"******{an_id(1).last4}",
        f"{world.green_water.code} {world.green_water.name}",
        "請將此條碼交由開課單位掃描，您即可取得環境教育時數",
        "作廢條碼並產生新條碼",
        "產生新條碼，舊條碼立即失效作廢",
        "請將螢幕調至最亮",
    ):
        assert words in text_of(page), words
    assert code.account is None and code.unit == world.green_water
    assert Client().get(f"/code/{code.public_id}/").status_code == 404


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(client: Client) -> None:
    make(client)
    morsel = client.cookies[cookie_name()]
    assert (morsel["httponly"], morsel["samesite"], morsel["path"], morsel["domain"]) == (True, "Lax", "/", "")


def test_under_https_the_cookie_is_bound_to_the_host(settings: pytest.FixtureRequest) -> None:
    settings.SESSION_COOKIE_SECURE = True  # type: ignore[attr-defined]
    client = Client()
    make(client)
    assert client.cookies["__Host-hefa-codes"]["secure"] is True


def test_two_submits_of_one_form_make_one_code(client: Client) -> None:
    first = make(client)
    second = make(client)
    assert first == second
    assert PersonalCode.objects.count() == 1


@pytest.mark.parametrize("field", ["name", "unit_choice"])
def test_a_person_told_otherwise_gets_a_new_code_and_the_old_one_dies(client: Client, world: World, field: str) -> None:
    old = make(client)
    told = {"name": "王曉明", "unit_choice": world.blue_hill.code}
    new = make(client, 1, **{field: told[field]})
    old.refresh_from_db()
    assert (old.voided_at is None, new.voided_at) == (False, None)
    assert "這支手機上原有的條碼已失效作廢" in text_of(client.get(f"/code/{new.public_id}/"))


def test_telling_it_otherwise_elsewhere_touches_no_other_browsers_code(client: Client) -> None:
    mine = make(client)
    make(Client(), name="王曉明")
    mine.refresh_from_db()
    assert mine.voided_at is None


def test_the_form_speaks_the_manuals_words(client: Client) -> None:
    page = text_of(client.get("/code/"))
    for words in (
        "請先輸入您的基本資料，再點選「建立個人條碼」按鈕",
        "姓名",
        "身分證統一編號",
        "服務單位代碼",
        "查詢代碼",
        "一般民眾（無服務單位）",
        "關閉視窗",
        "外籍人士請填居留證統一證號",
        "個人資料蒐集告知事項",
    ):
        assert words in page, words


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("Ａ123456789", id="full-width letter"),
        pytest.param("a１２３４５６７８９", id="lower case and full-width digits"),
        pytest.param(" A123456789　", id="white space around"),
        pytest.param("AA00000009", id="old residence number"),
        pytest.param("A800000014", id="new residence number"),
    ],
)
def test_a_number_is_accepted_however_it_is_typed(client: Client, typed: str) -> None:
    code = make(client, national_id=typed)
    assert code.learner.id_last4 in typed.translate(str.maketrans("０１２３４５６７８９", "0123456789"))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"national_id": "A123456788"}, "id_check", id="wrong check digit"),
        pytest.param({"national_id": "A323456789"}, "id_shape", id="no such kind"),
        pytest.param({"national_id": "A12345678"}, "id_shape", id="too short"),
        pytest.param({"national_id": ""}, "id_missing", id="no number"),
        pytest.param({"name": "  "}, "name_missing", id="no name"),
        pytest.param({"name": "王" * 101}, "name_invalid", id="101 characters"),
        pytest.param({"name": "王\u202e明"}, "name_invalid", id="direction mark"),
        pytest.param({"unit_choice": ""}, "unit_missing", id="no unit"),
        pytest.param({"unit_choice": "", "unit_code": "ZZZZZZZZZZ"}, "unit_unknown", id="unknown unit"),
        pytest.param({"unit_choice": "ZZZZZZZZZZ"}, "unit_unknown", id="unknown choice"),
        pytest.param({"unit_code": "355000000I"}, "unit_two", id="two units"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_wrong_is_said_beside_the_field_and_in_the_summary(
    client: Client, world: World, changes: dict[str, str], sentence: str, language: str
) -> None:
    client.cookies["hefa-lang"] = language
    page = text_of(client.post("/code/making/", filled() | changes))
    words = PAIRS[sentence][0 if language == "zh" else 1]
    assert page.count(words) == 2, page
    assert not WHOLE_NUMBER.search(page)
    assert PersonalCode.objects.count() == 0


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("李喆堃", id="beyond Big5"),
        pytest.param("𠀋𡈽", id="beyond the first plane"),
        pytest.param("=1+1", id="formula"),
        pytest.param("<script>alert(1)</script>", id="script"),
        pytest.param("Kacaw‧Fotol O'Brien", id="romanised"),
    ],
)
def test_a_name_survives_as_it_was_typed_and_never_becomes_markup(client: Client, name: str) -> None:
    code = make(client, name=name)
    assert code.name == name
    page = text_of(client.get(f"/code/{code.public_id}/"))
    assert "<script>alert" not in page
    assert name.replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#x27;") in page


def test_looking_up_a_unit_keeps_what_was_typed_without_showing_the_number(client: Client, world: World) -> None:
    page = text_of(client.post("/code/making/", filled(unit_choice="", unit_code="綠水", look_up="1")))
    assert "查詢「綠水」的結果，請選擇：" in page
    assert f'value="{world.green_water.code}"' in page
    assert 'value="王小明"' in page
    assert f"已輸入 ******{an_id(1).last4}" in page
    assert not WHOLE_NUMBER.search(page)
    assert "error-summary" not in page
    kept = page.split('name="kept_number" value="')[1].split('"')[0]
    answer = client.post(
        "/code/making/", {"name": "王小明", "kept_number": kept, "unit_choice": world.green_water.code}
    )
    assert answer.status_code == 302
    assert Learner.objects.get().id_last4 == an_id(1).last4


def test_a_looked_up_text_does_not_stand_against_the_choice(client: Client, world: World) -> None:
    code = make(client, unit_choice=world.blue_hill.code, unit_code="藍山")
    assert code.unit == world.blue_hill


@pytest.mark.parametrize("field", ["name", "unit_code", "below"])
@pytest.mark.parametrize("button", ["look_up", "send"])
def test_a_number_typed_into_the_wrong_field_is_not_shown_back(client: Client, field: str, button: str) -> None:
    page = text_of(client.post("/code/making/", {"name": "", field: "ａ123456789", button: "1"}))
    assert not WHOLE_NUMBER.search(page) and "123456789" not in page


def test_units_below_another_can_be_listed(client: Client, world: World) -> None:
    world.blue_hill.parent = world.green_water
    world.blue_hill.save(update_fields=["parent"])
    page = text_of(client.post("/code/making/", filled(unit_choice="", below=world.green_water.code)))
    assert world.blue_hill.name in page


def test_a_kept_number_ends_after_a_quarter_of_an_hour(client: Client, hour: time_machine.Traveller) -> None:
    page = text_of(client.post("/code/making/", filled(look_up="1")))
    kept = page.split('name="kept_number" value="')[1].split('"')[0]
    hour.shift(15 * 60 + 1)
    page = text_of(client.post("/code/making/", {"name": "王小明", "kept_number": kept, "unit_choice": "none"}))
    assert "請輸入身分證統一編號。" in page


@pytest.mark.parametrize("kept", ["x", "AQ==", "A123456789", "é"])
def test_a_kept_number_that_was_tampered_with_is_no_number(client: Client, kept: str) -> None:
    page = text_of(client.post("/code/making/", {"name": "王小明", "kept_number": kept, "unit_choice": "none"}))
    assert "請輸入身分證統一編號。" in page


def test_no_unit_stands_first_then_the_unit_used_last(client: Client, world: World) -> None:
    make(client, 1, unit_choice=world.blue_hill.code)
    page = text_of(client.get("/code/"))
    choices = [part.split('"')[0] for part in page.split('name="unit_choice" value="')[1:]]
    assert choices == ["none", world.blue_hill.code]


def test_the_eleventh_person_in_one_browser_is_refused_in_words(client: Client) -> None:
    for number in range(CODES_A_HOLDER):
        make(client, number)
    page = text_of(client.post("/code/making/", filled(CODES_A_HOLDER)))
    assert "這支手機已有 10 個條碼" in page
    assert PersonalCode.objects.count() == CODES_A_HOLDER


def test_a_known_number_is_answered_like_an_unknown_one(world: World) -> None:
    """T1: status, headers and bodies agree; a name that differs is no word either."""
    a_walk_in(1, name="林小華", unit=world.green_water)
    a_registered(2)
    seen = []
    for number in (1, 2, 3):
        client = Client()
        answer = client.post("/code/making/", filled(number))
        page = client.get(answer["Location"])
        headers = {key: PUBLIC_ID.sub("", value) for key, value in answer.items()}
        body = alike(text_of(page)).replace(an_id(number).last4, "0000")
        seen.append((answer.status_code, headers, page.status_code, dict(page.items()).keys(), body))
    assert seen[0] == seen[1] == seen[2]
    assert "林小華" not in seen[0][4] and world.green_water.name not in seen[0][4]


def test_a_form_without_its_token_is_refused_in_words() -> None:
    page = Client(enforce_csrf_checks=True).post("/code/making/", filled())
    assert page.status_code == 403
    assert "表單已逾時" in text_of(page)
    assert PersonalCode.objects.count() == 0


def test_making_by_a_link_makes_nothing_and_leads_to_the_form(client: Client) -> None:
    assert client.get("/code/making/?lang=en")["Location"] == "/code/?lang=en"
    assert client.put("/code/making/").status_code == 405 and not PersonalCode.objects.exists()


def test_english_is_chosen_by_address_and_remembered(client: Client) -> None:
    assert 'lang="en"' in text_of(client.get("/code/?lang=en"))
    page = text_of(client.get("/code/"))
    assert "Make my personal code" in page and "General public (no unit)" in page
    code = make(client)
    page = text_of(client.get(f"/code/{code.public_id}/"))
    assert "Show this code to the organiser" in page and "Void this code and make a new one" in page
    assert "請先輸入您的基本資料" in text_of(client.get("/code/?lang=zh"))


def test_lines_browser_is_asked_once_to_open_another(client: Client) -> None:
    line = {"User-Agent": "Mozilla/5.0 (iPhone) Mobile Safari Line/14.1.0"}
    answer = client.get("/code/?lang=en", headers=line)
    assert (answer.status_code, answer["Location"]) == (302, "/code/?lang=en&openExternalBrowser=1")
    page = client.get(answer["Location"], headers=line)
    assert page.status_code == 200 and "LINE" in text_of(page)
    assert client.get("/code/").status_code == 200


def test_flow_a_makes_the_accounts_own_code_once(client: Client, world: World) -> None:
    account = _linked(client, world)
    page = text_of(client.get("/code/"))
    assert f"******{an_id(2).last4}" in page and world.green_water.name in page
    assert PersonalCode.objects.count() == 0, "looking makes nothing"
    first = client.post("/code/making/", {"own": "1"})
    second = client.post("/code/making/", {"own": "1"})
    code = PersonalCode.objects.get()
    assert first["Location"] == second["Location"] == f"/code/{code.public_id}/"
    assert (code.account, code.holder, code.unit) == (account, None, world.green_water)
    assert client.get("/code/")["Location"] == f"/code/{code.public_id}/"


def test_flow_a_for_an_account_without_a_number_asks_for_it(client: Client, world: World) -> None:
    client.force_login(world.alice.account)
    assert 'name="national_id"' in text_of(client.get("/code/"))
    client.post("/code/making/", filled(5, unit_choice=world.green_water.code))
    link = AccountLink.objects.get(account=world.alice.account)
    assert link.proven_at is None
    assert PersonalCode.objects.get().account == world.alice.account


def test_whoever_is_logged_in_makes_a_code_for_a_parent_in_this_browser(client: Client, world: World) -> None:
    _linked(client, world)
    assert 'name="for_other"' in text_of(client.get("/code/?another=1"))
    code = make(client, 7, name="王大明", for_other="1")
    assert code.account is None and code.holder is not None


def _linked(client: Client, world: World) -> Account:
    account = an_account("ming", name="王小明")
    client.force_login(account)
    client.post("/code/making/", filled(2, unit_choice=world.green_water.code))
    PersonalCode.objects.all().delete()
    return account
