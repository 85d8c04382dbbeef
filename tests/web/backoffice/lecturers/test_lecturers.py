"""維護講師 and 查詢講師資料庫 in the browser."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hefa.activities.models import Lecturer, Teaching
from hefa.activities.names import Publication
from tests.cast import NOW, World, a_lecturer, an_id, teach

pytestmark = pytest.mark.django_db
LIST = "/backoffice/lecturers/"
DIRECTORY = "/backoffice/lecturer-directory/"
AGREED: dict[str, Any] = {"publishes": "name", "consented_on": NOW.date(), "consent_means": "written"}


def text(answer: object) -> str:
    return bytes(answer.content).decode()  # type: ignore[attr-defined]


def filled(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "version": "1",
        "organiser": str(world.organiser.public_id),
        "name": "黃綉峯",
        "position": "綠水大學 教授",
        "expertise": ["341", "339"],
        "contact": "02-1234-5678",
        "intro": "濕地生態",
        "national_id": "",
        "publishes": "nothing",
        "consented_on": "",
        "consent_means": "",
    } | changes


def test_a_lecturer_is_noted_changed_and_found(alice: Client, world: World) -> None:
    html = text(alice.post(LIST + "new/", filled(world, national_id=an_id(5).value), follow=True))
    assert "已新增講師「黃綉峯」。" in html and f"******{an_id(5).last4}" in html and an_id(5).value not in html
    assert "氣候變遷" in html and "自然保育" in html and "還沒有授課紀錄。" in html
    lecturer = Lecturer.objects.get()
    where = f"{LIST}{lecturer.public_id}/change/"
    assert "黃綉峯" in text(alice.get(where)) and an_id(5).value not in text(alice.get(where))
    agreed = {"publishes": "name", "consented_on": "115-11-01", "consent_means": "email"}
    html = text(alice.post(where, filled(world, **agreed), follow=True))
    assert "已儲存。" in html and "115-11-01　電子郵件" in html
    lecturer.refresh_from_db()
    assert lecturer.learner is not None and lecturer.publishes == Publication.NAME
    assert "其他承辦人已先更改" in text(alice.post(where, filled(world, name="另一位"), follow=True))
    assert "沒有需要儲存的變更。" in text(alice.post(where, filled(world, version="2", **agreed), follow=True))
    assert "這個身分證字號的講師已在名單中。" in text(
        alice.post(LIST + "new/", filled(world, national_id=an_id(5).value))
    )


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": ""}, "請輸入姓名。"),
        ({"expertise": []}, "請至少勾選一個專長領域。"),
        ({"publishes": "name"}, "公開講師資料須填寫同意日期。"),
        ({"publishes": "name", "consented_on": "115-11-01"}, "公開講師資料須選擇同意方式。"),
        ({"publishes": "contact", "consented_on": "115-12-01", "consent_means": "email"}, "同意日期不可晚於今天。"),
        ({"national_id": "A123456780"}, "檢查碼不正確"),
        ({"intro": f"身分證 {an_id(1).value}"}, "請勿填寫身分證字號。"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_wrong_is_told(alice: Client, world: World, changes: dict[str, Any], told: str) -> None:
    html = text(alice.post(LIST + "new/", filled(world, **changes)))
    assert told in html and "A123456780" not in html and not Lecturer.objects.exists()


def test_the_directory_shows_no_more_than_was_agreed_to(charlie: Client, alice: Client, world: World) -> None:
    a_lecturer(world.alice, name="林保密")
    a_lecturer(world.alice, name="林姓名", contact="02-1111-1111", **AGREED)
    a_lecturer(world.alice, name="林聯絡", contact="02-2222-2222", **(AGREED | {"publishes": "contact"}))
    html = text(charlie.get(DIRECTORY))
    assert "林保密" not in html and "林姓名" in html and "02-1111-1111" not in html and "02-2222-2222" in html
    assert "綠水縣政府環境保護局" in html
    assert "林保密" in text(alice.get(LIST)) and "林保密" not in text(charlie.get(LIST))
    charlie.post(DIRECTORY + "search/", {"text": "02-1111", "expertise": ""})
    assert "沒有符合條件的講師" in text(charlie.get(DIRECTORY))
    answer = charlie.post(DIRECTORY + "search/", {"text": "聯絡", "expertise": "341"})
    assert answer["Location"] == DIRECTORY
    html = text(charlie.get(DIRECTORY))
    assert "林聯絡" in html and "林姓名" not in html
    charlie.post(DIRECTORY + "search/", {"text": "", "expertise": "339"})
    assert "林聯絡" not in text(charlie.get(DIRECTORY))
    charlie.post(DIRECTORY + "search/", {"clear": "1"})
    assert "林姓名" in text(charlie.get(DIRECTORY))


def test_a_retired_lecturer_is_in_no_choice_and_no_directory(alice: Client, world: World) -> None:
    lecturer = a_lecturer(world.alice, **AGREED)
    teach(world.alice, world.offering, lecturer)
    where = f"{LIST}{lecturer.public_id}/retirement/"
    assert "授課紀錄會保留" in text(alice.get(where))
    assert "已停用講師「張老師」。" in text(alice.post(where, {"do": "retire"}, follow=True))
    assert "先前已停用" in text(alice.post(where, {"do": "retire"}, follow=True))
    assert "張老師" not in text(alice.get(DIRECTORY)) and "張老師" not in text(alice.get(LIST))
    html = text(alice.get(LIST + "?retired=1"))
    assert "張老師" in html and "1 期" in html
    assert "（已停用）" in text(alice.get(f"/backoffice/offerings/{world.offering.public_id}/lecturers/"))
    assert "已恢復使用" in text(alice.post(where, {"do": "reinstate"}, follow=True))


def test_lecturers_of_an_offering_are_chosen_from_the_own(alice: Client, world: World) -> None:
    where = f"/backoffice/offerings/{world.offering.public_id}/lecturers/"
    assert "還沒有講師" in text(alice.get(where))
    own, strange = a_lecturer(world.alice), a_lecturer(world.charlie, name="外人")
    assert "外人" not in text(alice.get(where))
    html = text(alice.post(where, {"lecturer": [str(own.public_id), str(strange.public_id)]}, follow=True))
    assert "新增 1 位，移除 0 位" in html and Teaching.objects.get().lecturer == own
    assert "測試活動001 第 1 期" in text(alice.get(f"{LIST}{own.public_id}/"))
    assert "沒有需要儲存的變更。" in text(alice.post(where, {"lecturer": [str(own.public_id)]}, follow=True))
    assert "新增 0 位，移除 1 位" in text(alice.post(where, follow=True))
    assert alice.post(where, {"lecturer": "x"}).status_code == 400
    assert "指定本期講師" in text(alice.get(f"/backoffice/planning/{world.offering.public_id}/"))


def test_another_organisers_lecturer_is_not_there(charlie: Client, dora: Client, world: World) -> None:
    lecturer = a_lecturer(world.alice)
    for page in ("", "change/", "retirement/"):
        assert charlie.get(f"{LIST}{lecturer.public_id}/{page}").status_code == 404
    assert dora.get(f"{LIST}{lecturer.public_id}/").status_code == 200
    assert "修改</a>" not in text(dora.get(f"{LIST}{lecturer.public_id}/")) and "新增講師" not in text(dora.get(LIST))
    assert dora.post(f"{LIST}{lecturer.public_id}/retirement/", {"do": "retire"}).status_code == 403


@pytest.mark.parametrize("where", [LIST, DIRECTORY])
def test_statements_do_not_grow_with_the_list(alice: Client, world: World, where: str) -> None:
    a_lecturer(world.alice, **AGREED)
    with CaptureQueriesContext(connection) as few:
        alice.get(where)
    for number in range(25):
        a_lecturer(world.alice, name=f"講師{number}", **AGREED)
    with CaptureQueriesContext(connection) as many:
        alice.get(where)
    assert len(few) == len(many)
