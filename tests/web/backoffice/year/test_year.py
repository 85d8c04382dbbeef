"""年度人員名冊, 提醒 and 開課單位總覽 in the browser: what they show and refuse, twice, and how many statements."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import load_workbook

from hefa.awards.actions import EnteredRow, enter_awards
from hefa.awards.names import AwardSource
from hefa.base.hours import Hours
from hefa.organisers.names import Duty
from hefa.paperwork.actions.reminders import open_reminders
from hefa.paperwork.models import Reminder, YearClass, YearImport, YearMember, YearPaper, YearRoster
from tests.cast import NOW, World, a_unit, an_activity, an_id, an_offering, an_officer
from tests.paperwork.rosters import a_member, a_roster, hours_of
from tests.web.backoffice.year.pages import YEAR, of, text
from tests.web.conftest import logged_in

pytestmark = pytest.mark.django_db


def test_a_roster_is_opened_once_and_may_follow_the_last_one(alice: Client, world: World) -> None:
    key = f"{world.organiser.public_id}/{world.green_water.code}"
    told = {"roc_year": "114", "unit": key, "people": "empty"}
    assert "已建立 114 年度" in text(alice.post(YEAR + "new/", told, follow=True))
    assert "這個機關已有這個年度的名冊。" in text(alice.post(YEAR + "new/", told))
    a_member(world, YearRoster.objects.get(), 1)
    answer = alice.post(YEAR + "new/", told | {"roc_year": "115", "people": "follow"}, follow=True)
    assert "列計：1 人" in text(answer)
    assert "建立名冊" in text(alice.get(YEAR + "?year=114"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"roc_year": "2026"}, "請輸入民國年"),
        ({"unit": "x"}, "請由清單選擇機關。"),
        ({"people": "follow"}, "沒有較早的名冊可以沿用"),
    ],
    ids=str,
)
def test_what_is_wrong_with_a_new_roster_is_told(
    alice: Client, world: World, changes: dict[str, str], words: str
) -> None:
    told = {"roc_year": "115", "unit": f"{world.organiser.public_id}/{world.green_water.code}", "people": "empty"}
    assert words in text(alice.post(YEAR + "new/", told | changes)) and not YearRoster.objects.exists()


def test_the_list_of_rosters_takes_as_many_statements_for_many_as_for_one(alice: Client, world: World) -> None:
    a_member(world, a_roster(world), 1)
    hours_of(world, 1)

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert alice.get(YEAR).status_code == 200
        return len(asked)

    few = statements()
    for number in range(5):
        unit = a_unit(f"35500001{number}I", f"綠水縣第 {number} 清潔隊")
        unit.parent = world.green_water
        unit.save(update_fields=("parent",))
        a_member(world, a_roster(world, unit=unit), 1)
        hours_of(world, 1, unit=unit, code=f"C{number}")
    assert statements() == few
    assert "綠水縣第 4 清潔隊" in text(alice.get(YEAR))


def test_one_and_three_hundred_people_take_the_same_statements(alice: Client, world: World) -> None:
    roster = a_roster(world)
    a_member(world, roster, 1)
    hours_of(world, 1)

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert "總共" in text(alice.get(of(roster)))
        return len(asked)

    few = statements()
    YearMember.objects.bulk_create(
        YearMember(roster=roster, name=f"人{n}", id_last4=f"{n:04}", added_at=NOW, added_by=world.alice.account)
        for n in range(300)
    )
    assert statements() == few
    assert "第 1~50 筆" in text(alice.get(of(roster)))


def test_people_are_searched_by_post_and_the_terms_stand_in_no_url(alice: Client, world: World) -> None:
    roster = a_roster(world)
    for number, name in ((1, "王小明"), (2, "李喆堃")):
        a_member(world, roster, number, name)
    hours_of(world, 1, hours="4")
    told = {"last4": "", "name": "", "only": "lacking", "sort": "name"}
    answer = alice.post(of(roster, "search/"), told, follow=True)
    assert "李喆堃" in text(answer) and "王小明" not in text(answer)
    assert answer.redirect_chain == [(of(roster), 302)]
    assert "只列出符合搜尋條件的 1 人" in text(alice.get(of(roster, "printing/")))
    assert "共 4 個數字" in text(alice.post(of(roster, "search/"), told | {"last4": "12"}))
    assert "王小明" in text(alice.post(of(roster, "search/"), {"clear": "1"}, follow=True))


def uploaded(content: bytes, name: str = "roster.csv") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, content)}


def test_a_file_is_looked_at_and_taken_over_once(alice: Client, bob: Client, world: World) -> None:
    roster = a_roster(world)
    content = "姓名,身分證字號末四碼\n王小明,6789\n林一,12345\n<b>惡</b>,0001\n".encode("cp950")
    preview = alice.post(of(roster, "import/"), uploaded(content), follow=True)
    assert "新增 2 人、更新 0 人、相同 0 人、無法匯入 1 列。" in text(preview)
    assert "身分證字號末四碼須為 4 個數字" in text(preview) and "<b>惡" not in text(preview)
    assert not YearMember.objects.exists()
    where = preview.redirect_chain[-1][0]
    assert "新增 2 人" in text(alice.post(where, {"do": "take"}, follow=True))
    assert "這個檔案已處理過或已逾期" in text(bob.post(where, {"do": "take"}, follow=True))
    assert YearMember.objects.count() == 2


def test_a_file_may_be_thrown_away(alice: Client, world: World) -> None:
    roster = a_roster(world)
    content = "姓名,身分證字號末四碼\n王小明,6789\n".encode()
    where = alice.post(of(roster, "import/"), uploaded(content))["Location"]
    assert "名冊沒有變更" in text(alice.post(where, {"do": "discard"}, follow=True))
    assert YearImport.objects.get().content is None and not YearMember.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "檔案是空的"), (b"%PDF-1.7 x", "PDF"), ("甲,乙\n1,2\n".encode(), "找不到標題列"), (b"PK\x03\x04xx", "損壞")],
    ids=["empty", "pdf", "no header", "broken"],
)
def test_a_file_that_is_no_roster_is_told_so(alice: Client, world: World, content: bytes, words: str) -> None:
    assert words in text(alice.post(of(a_roster(world), "import/"), uploaded(content)))
    assert not YearImport.objects.exists()


def test_the_template_keeps_leading_zeros_and_is_read_back(alice: Client, world: World) -> None:
    answer = alice.get(YEAR + "template/?kind=xlsx")
    book = load_workbook(BytesIO(answer.content))
    assert book.get_sheet_by_index(0).to_python()[0] == ["姓名", "身分證字號末四碼", "到職日", "離職日"]
    assert alice.get(YEAR + "template/?kind=exe").status_code == 404
    answer = alice.get(YEAR + "template/?kind=csv")
    assert answer.content.decode("utf-8-sig") == "姓名,身分證字號末四碼,到職日,離職日\r\n"


def test_classes_are_typed_many_at_once(alice: Client, world: World) -> None:
    roster = a_roster(world)
    typed = "三年一班 28\n\n三年 二班,30人\n三年一班\t29"
    assert "已儲存 2 班。" in text(alice.post(of(roster, "classes/"), {"classes": typed}, follow=True))
    rows = YearClass.objects.order_by("name").values_list("name", "head_count")
    assert sorted(rows) == [("三年 二班", 30), ("三年一班", 29)]
    for wrong in ("三年一班", "三年一班 0", "三年一班 9999", f"{an_id(1).value} 3"):
        assert "第 1 行" in text(alice.post(of(roster, "classes/"), {"classes": wrong}))
    gone = {"class": str(YearClass.objects.all()[0].public_id)}
    assert "已移除班級" in text(alice.post(of(roster, "classes/removal/"), gone, follow=True))
    assert "已不在名冊上" in text(alice.post(of(roster, "classes/removal/"), gone, follow=True))


def test_the_export_is_delivered_and_kept_on_record(alice: Client, world: World) -> None:
    roster = a_roster(world)
    told = {"file_format": "csv", "purpose": "urge", "purpose_note": ""}
    assert "名冊還沒有人員" in text(alice.post(of(roster, "export/"), told))
    a_member(world, roster, 1)
    assert "請填寫用途說明。" in text(alice.post(of(roster, "export/"), told | {"purpose": "other"}))
    answer = alice.post(of(roster, "export/"), told)
    assert "no-store" in answer["Cache-Control"] and "王小明" in answer.content.decode("utf-8-sig")
    assert YearPaper.objects.get().sha256 in text(alice.get(of(roster, "export/")))


def test_an_officer_without_the_duty_is_told_so(world: World) -> None:
    roster = a_roster(world)
    recorder = logged_in(an_officer("erin", world.organiser, duties=(Duty.RECORD,)))
    assert recorder.get(of(roster, "export/")).status_code == 403
    assert "匯出" not in text(recorder.get(of(roster))).partition("<h1>")[2].partition("搜尋")[0]


def test_reminders_stand_on_the_menu_until_they_are_done(
    alice: Client, bob: Client, dora: Client, world: World
) -> None:
    open_reminders(at=NOW)
    mine = Reminder.objects.get(organiser=world.organiser)
    assert "115 年度人員名冊自 11 月 1 日起校正" in text(alice.get("/backoffice/"))
    assert "提醒" not in text(dora.get("/backoffice/"))
    where = f"/backoffice/reminders/{mine.public_id}/"
    assert "115-12-01 再提醒" in text(alice.post(where, {"do": "snooze"}, follow=True))
    assert "已標示為已處理。" in text(alice.post(where, {"do": "done"}, follow=True))
    assert "先前已處理" in text(bob.post(where, {"do": "done"}, follow=True))
    assert "起校正" not in text(alice.get("/backoffice/"))


def test_the_overview_tells_the_year_in_sums(alice: Client, world: World) -> None:
    hours_of(world, 1, hours="2")
    hours_of(world, 2, "林一", hours="3", unit=world.blue_hill)
    offering = an_offering(an_activity(world.organiser, name="溪流觀察", code="River"))
    enter_awards(
        offering=offering,
        rows=[EnteredRow(an_id(3), "李喆堃", None, hours=Hours.of("1.5", "0"))],
        source=AwardSource.UPLOAD,
        reviewed=True,
        officer=world.alice,
        at=NOW,
    )
    a_roster(world)
    page = text(alice.get("/backoffice/overview/"))
    assert "<strong>3</strong> 人次核發時數" in page and "<strong>6.5</strong> 小時" in page
    assert "<strong>67%</strong> 人工登錄" in page and "1 人次（33%）" in page
    row = '<tr><th scope="row">11月</th><td>3</td><td>5</td><td>1.5</td><td>6.5</td></tr>'
    assert row in page and 'class="chart-hatched"' in page
    assert "綠水縣政府環境保護局</a>" in page


def test_the_overview_of_another_organiser_is_not_there(alice: Client, world: World) -> None:
    for asked in (world.other_organiser.public_id, uuid4(), "x"):
        assert alice.get(f"/backoffice/overview/?organiser={asked}").status_code == 404
    assert "還沒有核發的時數" in text(alice.get("/backoffice/overview/?year=99"))


def test_the_overview_takes_as_many_statements_for_many_awards_as_for_one(alice: Client, world: World) -> None:
    hours_of(world, 1)

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert alice.get("/backoffice/overview/").status_code == 200
        return len(asked)

    few = statements()
    for number in range(2, 9):
        hours_of(world, number, f"人{number}", code=f"C{number}")
    assert statements() == few
