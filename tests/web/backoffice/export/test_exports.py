"""The pages about what went out: history, marks, changes after export, what is due; ECPA names and course codes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hefa.activities.models import Offering
from hefa.awards.actions import AwardChange, change_awards, revoke_awards
from hefa.awards.models import Award
from hefa.awards.names import AwardState
from hefa.base.hours import Hours
from hefa.paperwork.models import EcpaName, Paper, PaperRow, PortalCourse
from hefa.paperwork.names import PortalState
from hefa.paperwork.papers import PROFILES
from tests.cast import World, an_id
from tests.web.backoffice.conftest import Earn, address
from tests.web.backoffice.export.pages import exported, text

pytestmark = pytest.mark.django_db
HISTORY = "/backoffice/exports/"


def corrected(world: World, award: Award, hours: Hours) -> None:
    award.refresh_from_db()
    change = AwardChange(award.public_id, award.version, hours, AwardState.REVIEWED)
    assert change_awards(
        offering=world.offering, changes=[change], reason="更正", officer=world.alice, at=world.at
    ).saved
    award.refresh_from_db()


def test_each_finding_leads_to_where_it_is_mended(alice: Client, world: World, earn: Earn) -> None:
    rare, differs, wrong = earn(1, "李喆堃"), earn(2, "林一"), earn(3, "周末")
    Award.objects.filter(pk=differs.pk).update(state=AwardState.NAME_DIFFERS)
    record = wrong.learner.national_ids.get()
    record.number = "A123456788"
    record.save(update_fields=["number"])
    world.activity.field = "999"
    world.activity.save(update_fields=["field"])
    html = text(alice.get(address(world, "export/")))
    assert f'href="{address(world, f"export/names/{rare.public_id}/")}"' in html
    assert f'href="{address(world, f"awards/{differs.public_id}/name/")}"' in html
    assert '<input type="hidden" name="name" value="周末">' in html
    assert f'href="/backoffice/planning/{world.offering.public_id}/"' in html
    assert 'name="name" value="李喆堃"' not in html
    found = alice.post(address(world, "awards/search/"), {"name": "周末", "sort": "name"}, follow=True)
    assert "周末" in text(found) and "李喆堃" not in text(found)


def test_a_rare_name_goes_under_the_name_that_the_portal_knows(alice: Client, world: World, earn: Earn) -> None:
    award = earn(1, "王小堃")
    page = address(world, f"export/names/{award.public_id}/")
    assert "王小堃" in text(alice.get(page)) and an_id(1).value not in text(alice.get(page))
    for typed, sentence in (
        ("", "請輸入 ECPA 姓名。"),
        ("王小喆", "字集（Big5）沒有「喆」"),
        (an_id(1).value, "請勿填寫身分證字號"),
    ):
        assert sentence in text(alice.post(page, {"name": typed}))
    answer = alice.post(page, {"name": "王小坤"}, follow=True)
    assert "上傳檔案中以「王小坤」列入" in text(answer) and "系統中的姓名為「王小堃」" in text(answer)
    content = b"".join(alice.post(address(world, "export/"), {"profile": "ecpa-hours-25", "purpose": "ecpa"}))
    assert ",王小坤," in content.decode("cp950")
    held = EcpaName.objects.get()
    assert "其他承辦人已先更改" in text(alice.post(page, {"name": "王小昆"}, follow=True)), "another was on screen"
    assert EcpaName.objects.get().public_id == held.public_id
    assert "已停用 ECPA 姓名" in text(alice.post(page, {"end": "1"}, follow=True))
    assert EcpaName.objects.get().ended_at is not None


def test_the_course_code_is_asked_where_a_format_needs_it(alice: Client, world: World, earn: Earn) -> None:
    earn(1, "王小明")
    page = address(world, "export/?profile=ecpa-existing-17")
    assert "填寫課程代碼" in text(alice.get(page)) and "填寫課程代碼" not in text(alice.get(address(world, "export/")))
    answer = alice.post(address(world, "export/course/"), {"code": "有 空格"}, follow=True)
    assert "課程代碼只含英文字母" in text(answer) and not PortalCourse.objects.exists()
    answer = alice.post(address(world, "export/course/"), {"code": "EC115-1"}, follow=True)
    assert "已設定課程代碼 EC115-1。" in text(answer) and 'value="EC115-1"' in text(answer)
    sent = {"profile": "ecpa-existing-17", "dialect": "words", "purpose": "ecpa"}
    assert ",通過," in b"".join(alice.post(address(world, "export/"), sent)).decode("cp950")
    assert Paper.objects.get().dialect == "words"


def test_the_history_is_filtered_and_names_nobody(alice: Client, charlie: Client, world: World, earn: Earn) -> None:
    earn(1, "王小明")
    paper = exported(world)
    exported(world, "issued-list")
    html = text(alice.get(HISTORY))
    assert "總共 2 筆資料" in html and paper.file_name in html and "王小明" not in html
    for query, total in (
        ("profile=ecpa-hours-25", 1),
        ("name=測試", 2),
        ("state=waiting", 1),
        ("state=accepted", 0),
        ("from_date=115-11-24&to_date=115-11-24", 2),
        ("to_date=115-11-23", 0),
        (f"offering={world.offering.public_id}", 2),
        (f"offering={world.other_offering.public_id}", 0),
    ):
        html = text(alice.get(f"{HISTORY}?{query}"))
        assert (f"總共 {total} 筆資料" in html) if total else ("沒有符合條件的匯出紀錄" in html), query
    assert "迄日不可早於起日" in text(alice.get(f"{HISTORY}?from_date=115-11-25&to_date=115-11-24"))
    assert "請先修正查詢條件" in text(alice.get(f"{HISTORY}?offering=x&profile=none"))
    assert "還沒有匯出紀錄" in text(charlie.get(HISTORY))


def test_a_file_is_marked_and_the_second_officer_is_told(
    alice: Client, bob: Client, charlie: Client, world: World, earn: Earn
) -> None:
    earn(1, "王小明")
    paper = exported(world)
    page = f"{HISTORY}{paper.public_id}/"
    html = text(alice.get(page))
    assert paper.sha256 in html and "尚未上傳" in html
    mark = {"part": "1", "version": "1", "state": "uploaded"}
    assert "為已上傳" in text(alice.post(f"{page}mark/", mark, follow=True))
    answer = bob.post(f"{page}mark/", {**mark, "state": "rejected", "reason": "x"}, follow=True)
    assert "其他承辦人已先標示這個檔案" in text(answer)
    assert paper.paper_parts.get().state == PortalState.UPLOADED
    assert "請選擇上傳狀態" in text(alice.post(f"{page}mark/", {"part": "1", "version": "2"}))
    for wrong in ("9", "x", "", "99999999"):
        assert alice.post(f"{page}mark/", {**mark, "part": wrong}).status_code == 404
    rejected = {"part": "1", "version": "2", "state": "rejected", "reason": f"{an_id(1).value} 不存在"}
    html = text(alice.post(f"{page}mark/", rejected, follow=True))
    assert "退回的學員：1 筆" in html and f"******{an_id(1).last4} 不存在" in html and an_id(1).value not in html
    assert charlie.post(f"{page}mark/", mark).status_code == 404
    lists = exported(world, "issued-list")
    assert "不須上傳" in text(alice.get(HISTORY))
    assert "儲存上傳狀態" not in text(alice.get(f"{HISTORY}{lists.public_id}/"))


def test_changes_after_export_are_listed_ticked_and_taken_along(
    alice: Client, bob: Client, charlie: Client, world: World, earn: Earn
) -> None:
    award, gone = earn(1, "王小明"), earn(2, "林一")
    paper = exported(world)
    page = f"{HISTORY}changes/"
    assert "沒有待處理的異動" in text(alice.get(page))
    corrected(world, award, Hours.of(0, 3))
    revoke_awards(
        offering=world.offering, versions={gone.public_id: 1}, reason="重複", officer=world.alice, at=world.at
    )
    html = text(alice.get(page))
    assert all(
        word in html for word in ("王小明", "實體 2→3", "承辦人刪除（重複）", paper.file_name, "修改這位學員的時數")
    )
    assert "王小明" not in text(charlie.get(page))
    csv = alice.post(f"{page}csv/")
    assert "no-store" in csv["Cache-Control"] and "林一" in csv.content.decode("utf-8-sig")
    assert "王小明" not in charlie.post(f"{page}csv/").content.decode("utf-8-sig")
    assert "請先勾選" in text(alice.post(f"{page}handled/", follow=True))
    assert alice.post(f"{page}handled/", {"change": "x"}).status_code == 400
    key = f"{paper.public_id}:{award.public_id}:{award.version}:"
    charlie.post(f"{page}handled/", {"change": key})
    assert PaperRow.objects.get(award=award).handled_at is None
    assert "已標示 1 筆異動為已處理" in text(bob.post(f"{page}handled/", {"change": key}, follow=True))
    assert "1 筆沒有標示" in text(alice.post(f"{page}handled/", {"change": key}, follow=True))
    html = text(alice.get(page))
    assert "王小明" not in html and "林一" in html
    html = text(alice.get(f"{page}?which=handled"))
    assert "王小明" in html and "Bob" in html


def test_what_is_due_counts_days_and_leads_on(alice: Client, charlie: Client, world: World, earn: Earn) -> None:
    earn(1, "王小明")
    due = f"{HISTORY}due/"
    assert "沒有待上傳的時數" in text(alice.get(due))
    past = {"starts_at": world.at - timedelta(days=40), "ends_at": world.at - timedelta(days=39)}
    Offering.objects.filter(pk=world.offering.pk).update(**past)
    html = text(alice.get(due))
    assert "39 天" in html and "已逾一個月" in html and f'href="{address(world, "export/")}"' in html
    exported(world)
    assert "標示上傳狀態" in text(alice.get(due)) and "標示上傳狀態" not in text(alice.get(f"{due}?portal=env"))
    assert "測試活動001" not in text(charlie.get(due)) and "環教網" in text(alice.get(f"{due}?portal=no-such"))


@pytest.mark.parametrize("page", ["", "changes/", "changes/?which=handled", "due/"])
def test_pages_run_as_many_queries_for_many_rows_as_for_one(alice: Client, world: World, earn: Earn, page: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert alice.get(HISTORY + page).status_code == 200
        return len(captured)

    awards = [earn(number, "王小明") for number in range(1, 6)]
    exported(world)
    corrected(world, awards[0], Hours.of(0, 3))
    if "handled" in page:
        PaperRow.objects.filter(award=awards[0]).update(
            handled_version=2, handled_at=world.at, handled_by=world.alice.account
        )
    few = queries()
    for award in awards[1:]:
        exported(world)
        corrected(world, award, Hours.of(0, 3))
    if "handled" in page:
        PaperRow.objects.update(handled_version=9, handled_at=world.at, handled_by=world.alice.account)
    assert queries() == few


def test_the_list_of_hours_marks_what_went_out_and_in_which_formats(alice: Client, world: World, earn: Earn) -> None:
    first, second = earn(1, "王小明"), earn(2, "陳美麗")
    exported(world, left_out=(second.public_id,))
    exported(world, "issued-list", left_out=(second.public_id,))
    html = alice.get(address(world)).content.decode()
    both = f"匯出過</span> {PROFILES['issued-list'].label}、{PROFILES['ecpa-hours-25'].label}<"
    assert both in _row(html, first) and "匯出過" not in _row(html, second)
    corrected(world, first, Hours.of(0, 1))
    html = alice.get(address(world)).content.decode()
    assert "匯出過，後有異動" in _row(html, first)
    sent = {"row": str(first.public_id), f"version-{first.public_id}": str(first.version), "do": "select"}
    redrawn = alice.post(address(world, "awards/changes/"), sent).content.decode()
    assert "匯出過，後有異動" in _row(redrawn, first)


def _row(html: str, award: Award) -> str:
    """The list's row of this award."""
    [row] = [row for row in html.split("<tr ") if f'name="row" value="{award.public_id}"' in row]
    return row
