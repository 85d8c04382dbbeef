"""申請成為承辦人 as somebody with an account asks for it."""

import pytest
from django.test import Client

from hefa.accounts.models import Account
from hefa.organisers.models import OfficeRequest
from tests.cast import World, an_account

pytestmark = pytest.mark.django_db
DUTIES = ["scan", "manage"]


@pytest.fixture
def erin(client: Client) -> Client:
    client.force_login(an_account("erin"))
    return client


def text(answer: object) -> str:
    return bytes(answer.content).decode()  # type: ignore[attr-defined]


def test_visitors_log_in_first(client: Client) -> None:
    assert "/offices/" in text(client.get("/"))
    assert client.get("/offices/")["Location"] == "/login/?next=%2Foffices%2F"


def test_an_organiser_is_found_by_name_or_code_and_asked_for_once(erin: Client, world: World) -> None:
    for sought in ("綠水縣", "355000000i"):
        assert f"/offices/{world.organiser.public_id}/" in text(erin.get("/offices/", {"q": sought}))
    assert "申請新的開課單位" in text(erin.get("/offices/", {"q": "不存在"}))
    told = {"duties": DUTIES, "contact": "02-1234-5678"}
    answer = erin.post(f"/offices/{world.organiser.public_id}/", told, follow=True)
    assert "已送出申請" in text(answer) and "待審核" in text(answer)
    assert "您已送出申請" in text(erin.post(f"/offices/{world.organiser.public_id}/", told))
    request = OfficeRequest.objects.get()
    assert (request.organiser, request.unit, request.duties) == (world.organiser, world.green_water, sorted(DUTIES))
    assert "已撤回申請。" in text(erin.post("/offices/withdrawal/", {"request": str(request.public_id)}, follow=True))
    assert "不能撤回" in text(erin.post("/offices/withdrawal/", {"request": str(request.public_id)}, follow=True))


def test_a_new_organiser_is_named(erin: Client, world: World) -> None:
    told = {"name": "堃啓喆環境協會", "unit": "376540000a", "duties": DUTIES, "contact": "erin@example.org"}
    erin.post("/offices/new/", told)
    request = OfficeRequest.objects.get()
    assert (request.organiser, request.organiser_name, request.unit) == (None, "堃啓喆環境協會", world.blue_hill)
    assert request.contact == "erin@example.org"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "請輸入開課單位名稱。"),
        ({"unit": "999999999Z"}, "查無此機關代碼，或機關已裁撤。"),
        ({"duties": []}, "請至少選擇一項職責。"),
        ({"duties": ["audit"]}, "沒有這個選項，請重新選擇。"),
        ({"contact": ""}, "請填寫聯絡方式。"),
        ({"contact": "Ａ１２３４５６７８９"}, "請勿填寫身分證字號。"),
    ],
    ids=["no name", "unknown unit", "no duty", "查核 is not asked for", "no contact", "a number"],
)
def test_what_is_wanting_is_told(erin: Client, world: World, changes: dict[str, object], sentence: str) -> None:
    told = {"name": "協會", "unit": "", "duties": DUTIES, "contact": "02-1", **changes}
    page = text(erin.post("/offices/new/", told))
    assert sentence in page and not OfficeRequest.objects.exists()
    assert "Ａ１２３４５６７８９" not in page


def test_nobody_withdraws_what_somebody_else_asked_for(erin: Client, world: World) -> None:
    erin.post("/offices/new/", {"name": "協會", "duties": DUTIES, "contact": "02-1"})
    request = OfficeRequest.objects.get()
    other = Client()
    other.force_login(Account.objects.get(username="alice"))
    assert other.post("/offices/withdrawal/", {"request": str(request.public_id)}).status_code == 404
    assert other.post("/offices/withdrawal/", {"request": "x"}).status_code == 302
    assert "協會" not in text(other.get("/offices/"))


def test_a_disabled_organiser_cannot_be_asked_for(erin: Client, world: World) -> None:
    type(world.organiser).objects.filter(pk=world.organiser.pk).update(
        disabled_at=world.at, disabled_by=world.alice.account, disable_reason="停辦"
    )
    assert str(world.organiser.public_id) not in text(erin.get("/offices/", {"q": "綠水"}))
    assert erin.get(f"/offices/{world.organiser.public_id}/").status_code == 404
