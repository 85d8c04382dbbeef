"""網站名稱, 公告, 系統管理者 and 代碼表 in the operator's browser."""

import pytest
from django.test import Client

from hefa.activities.models import CodeListEntry
from hefa.organisers.models import Announcement
from tests.cast import World, an_account

pytestmark = pytest.mark.django_db
FILM = {
    "version": "1",
    "column": "film",
    "text": "海洋教育影片",
    "link": "https://example.org/film",
    "place": "1",
    "shown_from": "115-11-01",
    "shown_until": "",
}


def text(answer: object) -> str:
    return bytes(answer.content).decode()  # type: ignore[attr-defined]


def test_the_site_is_renamed_and_nobody_is_overwritten(olga: Client, client: Client) -> None:
    told = {"version": "0", "agency": "環境保護部", "name": "", "english_name": ""}
    assert "已儲存網站名稱。" in text(olga.post("/operator/names/", told, follow=True))
    page = text(client.get("/"))
    assert "環境保護部" in page and "環境教育終身學習網" in page
    assert "其他系統管理者已先更改" in text(olga.post("/operator/names/", told, follow=True))
    olga.post("/operator/names/", {"version": "1", "agency": "", "name": "", "english_name": ""})
    assert "環境部" in text(client.get("/"))


def test_an_announcement_is_put_up_changed_and_withdrawn(olga: Client, client: Client) -> None:
    assert "還沒有公告" in text(olga.get("/operator/announcements/"))
    assert "已儲存公告。" in text(olga.post("/operator/announcements/new/", FILM, follow=True))
    page = text(client.get("/"))
    assert "新上架影片" in page and 'href="https://example.org/film" rel="noopener">海洋教育影片' in page
    where = f"/operator/announcements/{Announcement.objects.get().public_id}/"
    olga.post(where, FILM | {"text": "海洋廢棄物影片"})
    assert "海洋廢棄物影片" in text(client.get("/"))
    assert "其他系統管理者已先更改" in text(olga.post(where, FILM, follow=True))
    assert "已撤下公告。" in text(olga.post(where + "withdrawal/", follow=True))
    assert "新上架影片" not in text(client.get("/"))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"link": ""}, "影片與連結請填寫網址。"),
        ({"link": "javascript:alert(1)"}, "請輸入完整的網址"),
        ({"link": "ftp://example.org/"}, "網址請以 https:// 開頭。"),
        ({"text": ""}, "請輸入文字。"),
        ({"place": "-1"}, "順序請輸入 0 至 999 的數字。"),
        ({"shown_until": "115-10-01"}, "下架日不可早於上架日。"),
    ],
)
def test_what_is_wrong_with_an_announcement_is_told(olga: Client, changes: dict[str, str], sentence: str) -> None:
    assert sentence in text(olga.post("/operator/announcements/new/", FILM | changes))
    assert not Announcement.objects.exists()


def test_a_payload_in_an_announcement_stays_text(olga: Client, client: Client) -> None:
    olga.post("/operator/announcements/new/", FILM | {"text": "<script>alert(1)</script>"})
    assert "&lt;script&gt;alert(1)" in text(client.get("/"))


def test_operators_appoint_each_other_and_the_last_one_stays(olga: Client) -> None:
    an_account("oscar")
    assert "已指派 Oscar 為系統管理者。" in text(olga.post("/operator/operators/", {"username": "oscar"}, follow=True))
    assert "這個帳號已是系統管理者。" in text(olga.post("/operator/operators/", {"username": "oscar"}))
    page = text(olga.get("/operator/operators/"))
    first, second = (part.split('"')[0] for part in page.split('name="operator" value="')[1:])
    assert "職責至今日為止" in text(olga.post("/operator/operators/leaving/", {"operator": first}, follow=True))
    refused = olga.post("/operator/operators/leaving/", {"operator": second}, follow=True)
    assert "這是最後一位系統管理者" in text(refused)
    assert olga.post("/operator/operators/leaving/", {"operator": "x"}).status_code == 302


def test_codes_are_added_and_ended_and_never_taken_out(olga: Client, alice: Client, world: World) -> None:
    told = {"code": "99", "label": "戲劇", "valid_from": "115-01-01", "valid_until": ""}
    assert "已新增「戲劇」。" in text(olga.post("/operator/codes/method/", told, follow=True))
    assert "99 戲劇" in text(alice.get("/backoffice/planning/new/"))
    assert "這個代碼已在清單中。" in text(olga.post("/operator/codes/method/", told))
    backwards = {"code": "98", "label": "舞蹈", "valid_from": "115-02-01", "valid_until": "115-01-01"}
    assert "停用日不可早於生效日。" in text(olga.post("/operator/codes/method/", backwards))
    assert "停用日不可早於生效日。" in text(olga.post("/operator/codes/method/99/", {"last_day": "114-12-31"}))
    assert "已儲存。" in text(olga.post("/operator/codes/method/99/", {"last_day": "115-06-30"}, follow=True))
    assert CodeListEntry.objects.get(code="99", code_list="method").valid_until is not None
    assert olga.get("/operator/codes/nothing/").status_code == 404
