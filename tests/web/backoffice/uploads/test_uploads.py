"""上傳時數 and 學習資訊上傳進度查詢 in the browser."""

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from python_calamine import load_workbook

from hefa.audit.models import AuditEntry
from hefa.audit.names import SYSTEM, Verb
from hefa.awards.models import Award
from hefa.organisers.actions import appoint_officer
from hefa.organisers.names import Duty
from hefa.paperwork.actions import enter_next_chunk
from hefa.paperwork.models import Upload
from hefa.paperwork.names import UploadState
from tests.cast import NOW, World, an_id
from tests.paperwork.uploads.files import csv_file, person, workbook
from tests.paperwork.uploads.test_stage import BATCH_HEADER, batch_row
from tests.web.conftest import logged_in

pytestmark = pytest.mark.django_db
LIST = "/backoffice/uploads/"
CONFIRMED = {"purpose": "sign_in", "purpose_note": "", "agreed": "on"}


def text(answer: Any) -> str:
    return bytes(answer.content).decode()


def send(browser: Client, world: World, content: bytes, *, name: str = "名單.csv", kind: str = "template") -> Any:
    where = f"/backoffice/offerings/{world.offering.public_id}/uploads/new/"
    return browser.post(where, {"kind": kind, "file": SimpleUploadedFile(name, content)}, follow=True)


def sent(browser: Client, world: World, *rows: list[object]) -> str:
    """Upload these rows; returns the address of the upload."""
    send(browser, world, csv_file(*rows))
    return f"{LIST}{Upload.objects.latest('pk').public_id}/"


def test_a_file_is_looked_at_confirmed_and_entered(alice: Client, world: World) -> None:
    answer = send(alice, world, csv_file(person(1), person(2, name=""), person(3, name="王?明")))
    html = text(answer)
    assert "已讀取 3 筆，尚未登錄。" in html and "沒有姓名" in html and "姓名含「?」" in html
    assert f"******{an_id(1).last4}" in html and an_id(1).value not in html
    where = answer.redirect_chain[-1][0]
    only_errors = text(alice.get(where + "?show=refused"))
    assert "只看有錯誤（1）" in only_errors and "王小明" not in only_errors
    assert "已確認，2 筆開始登錄。" in text(alice.post(where + "confirmation/", CONFIRMED, follow=True))
    assert "data-hefa-running" in text(alice.get(where)) and "排隊中" in text(alice.get(LIST))
    while enter_next_chunk(at=NOW):
        pass
    html = text(alice.get(where))
    assert "已完成" in html and "100%（3 / 3 筆）" in html and "data-hefa-running" not in html
    assert Award.objects.count() == 2


def test_what_is_wrong_with_a_file_stands_beside_it(alice: Client, world: World) -> None:
    assert "這是 PDF 檔，不是試算表" in text(send(alice, world, b"%PDF-1.7"))
    assert "檔案是空的" in text(send(alice, world, b""))
    where = f"/backoffice/offerings/{world.offering.public_id}/uploads/new/"
    assert "請選擇檔案。" in text(alice.post(where, {"kind": "template"}))
    assert "請選擇檔案種類。" in text(alice.post(where, {"kind": "env-batch-18"}))
    assert not Upload.objects.exists()


def test_a_file_name_that_holds_a_number_is_not_kept(alice: Client, world: World) -> None:
    send(alice, world, csv_file(person(1)), name=f"{an_id(1).value}.csv")
    assert Upload.objects.get().file_name == "（檔名含身分證字號，未保存）"


def test_the_template_is_filled_in_and_read(alice: Client, world: World) -> None:
    answer = alice.get(f"/backoffice/offerings/{world.offering.public_id}/uploads/template/")
    assert "filename*=utf-8''" in answer["Content-Disposition"]
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheet_names == ["學員時數", "代碼表"]
    rows = book.get_sheet_by_name("學員時數").to_python()
    assert [row[0] for row in rows] == [
        f"此列勿刪 - {mark}" for mark in ("欄位名稱", "是否必填", "填寫說明", "格式", "範例")
    ]
    assert rows[0][1:4] == ["姓名", "身分證統一編號", "服務單位代碼"]
    codes = book.get_sheet_by_name("代碼表").to_python()
    assert ["服務單位代碼", "355000000I", "綠水縣政府環境保護局"] in codes and "測試活動001" in str(codes[0][0])
    html = text(send(alice, world, workbook(*rows, ["", *person(1, unit="355000000I")]), name="範本.xlsx"))
    assert "可登錄 <strong>1</strong> 筆" in html and "王小明" in html


def test_a_batch_finds_its_offerings(alice: Client, world: World) -> None:
    content = csv_file(batch_row(1), batch_row(2, name="藍山步道導覽"), header=BATCH_HEADER, encoding="cp950")
    organiser = str(world.organiser.public_id)
    where = f"{LIST}batch/"
    html = text(alice.post(where, {"organiser": organiser, "file": SimpleUploadedFile("b.csv", content)}, follow=True))
    assert "環教網批次檔（Big5）" in html and "測試活動001 第 1 期" in html and "沒有這個課程名稱的活動" in html
    stolen = {"organiser": str(world.other_organiser.public_id), "file": SimpleUploadedFile("b.csv", content)}
    assert "error-summary" in text(alice.post(where, stolen)) and Upload.objects.count() == 1


def test_an_officer_of_two_organisers_says_for_which(world: World) -> None:
    appoint_officer(
        account=world.alice.account,
        organiser=world.other_organiser,
        duties=(Duty.RECORD,),
        from_date=NOW.date(),
        actor=SYSTEM,
        at=NOW,
    )
    html = text(logged_in(world.alice).get(f"{LIST}batch/"))
    assert "綠水縣政府環境保護局</option>" in html and "藍山國家公園管理處</option>" in html


def test_confirming_asks_for_a_purpose_and_a_statement(alice: Client, world: World) -> None:
    where = sent(alice, world, person(1))
    html = text(alice.post(where + "confirmation/", {"purpose": "other", "purpose_note": ""}))
    assert "請填寫用途說明。" in html and "請核對名單後勾選。" in html and "王小明" in html
    assert Upload.objects.get().state == UploadState.STAGED


def test_late_hours_ask_why(alice: Client, world: World, hour: Any) -> None:
    hour.move_to(NOW.replace(year=2027, month=2, day=1))
    where = sent(alice, world, person(1))
    assert "請填寫補登的原因。" in text(alice.post(where + "confirmation/", CONFIRMED))
    alice.post(where + "confirmation/", CONFIRMED | {"purpose_note": "簽到表尋獲"})
    assert Upload.objects.get().state == UploadState.DUE


def test_an_upload_is_confirmed_once(alice: Client, bob: Client, world: World) -> None:
    where = sent(alice, world, person(1))
    alice.post(where + "confirmation/", CONFIRMED)
    for late in ("confirmation/", "discarding/", "resumption/"):
        assert "已由其他承辦人確認或放棄" in text(bob.post(where + late, CONFIRMED, follow=True))
    assert Upload.objects.get().confirmed_by == world.alice


def test_second_thoughts_leave_nothing_but_the_line_in_the_list(alice: Client, world: World) -> None:
    where = sent(alice, world, person(1))
    html = text(alice.post(where + "discarding/", follow=True))
    assert "已放棄這次上傳" in html and "已放棄</span>" in html
    assert "檔案內容已清除" in text(alice.get(where))


def test_many_rows_of_ones_own_wait_for_somebody_else(alice: Client, bob: Client, world: World) -> None:
    where = sent(alice, world, *[person(n) for n in range(1, 22)])
    assert "超過 20 筆" in text(alice.get(where)) and "超過 20 筆" not in text(bob.get(where))
    assert "狀態為「待覆核」" in text(alice.post(where + "confirmation/", CONFIRMED, follow=True))


@override_settings(HEFA_HAND_ROWS_ALONE=1)
def test_how_many_rows_stand_on_one_word_follows_the_setting(alice: Client, world: World) -> None:
    where = sent(alice, world, person(1), person(2))
    assert "超過 1 筆" in text(alice.get(where))
    assert "登錄後狀態為「待覆核」" in text(alice.post(where + "confirmation/", CONFIRMED, follow=True))
    assert "超過 1 筆" not in text(alice.get(sent(alice, world, person(3))))


def test_the_same_file_again_is_told(alice: Client, bob: Client, world: World) -> None:
    sent(alice, world, person(1))
    assert "由 Alice 上傳的「名單.csv」（待確認）內容完全相同" in text(send(bob, world, csv_file(person(1))))


def test_refused_rows_are_taken_on_record(alice: Client, world: World) -> None:
    where = sent(alice, world, person(1), person(2, name="=1+1"))
    answer = alice.post(where + "refusals/", {"format": "csv"})
    assert "no-store" in answer["Cache-Control"] and "'=1+1" in text(answer) and an_id(2).value in text(answer)
    assert load_workbook(io.BytesIO(alice.post(where + "refusals/", {"format": "xlsx"}).content)).sheet_names
    assert AuditEntry.objects.filter(verb=Verb.REFUSED_ROWS_TAKEN).count() == 2
    clean = sent(alice, world, person(3))
    assert "沒有退回的資料" in text(alice.post(clean + "refusals/", follow=True))


def test_a_stopped_upload_is_resumed(alice: Client, world: World) -> None:
    where = sent(alice, world, person(1))
    alice.post(where + "confirmation/", CONFIRMED)
    Upload.objects.update(state=UploadState.STOPPED, tries=5)
    assert "重試 5 次後停止" in text(alice.get(where))
    assert "將從停止的地方繼續" in text(alice.post(where + "resumption/", follow=True))
    assert Upload.objects.get().state == UploadState.DUE


def test_whoever_may_only_read_sees_and_decides_nothing(alice: Client, dora: Client, world: World) -> None:
    where = sent(alice, world, person(1), person(2, name=""))
    html = text(dora.get(where))
    assert "王小明" in html and "確認登錄" not in html and "下載退回資料" not in html
    assert "上傳時數</a>" not in text(dora.get(LIST))
    for door in ("confirmation/", "discarding/", "resumption/", "refusals/"):
        assert dora.post(where + door, CONFIRMED).status_code == 403


def test_a_form_is_not_taken_from_elsewhere_and_a_reload_leads_to_the_page(alice: Client, world: World) -> None:
    where = sent(alice, world, person(1))
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.alice.account)
    assert strict.post(where + "confirmation/", CONFIRMED).status_code == 403
    assert alice.get(where + "confirmation/")["Location"] == where
    assert alice.put(where + "confirmation/").status_code == alice.post(where).status_code == 405


def test_names_are_no_markup(alice: Client, world: World) -> None:
    html = text(send(alice, world, csv_file(person(1, name="<script>x</script>")), name="<b>x.csv"))
    assert "&lt;script&gt;x" in html and "&lt;b&gt;x.csv" in html and "<script>x" not in html


def test_statements_do_not_grow_with_lists_and_rows(alice: Client, world: World) -> None:
    def statements(where: str) -> int:
        with CaptureQueriesContext(connection) as told:
            assert alice.get(where).status_code == 200
        return len(told)

    short = sent(alice, world, person(1))
    few = statements(LIST), statements(short)
    for n in range(2, 6):
        sent(alice, world, person(n))
    long = sent(alice, world, *[person(n) for n in range(1, 301)])
    assert (statements(LIST), statements(long)) == few
    assert "目前顯示第 51~100 筆" in text(alice.get(long + "?page=2"))


def test_the_list_has_words_for_nothing(charlie: Client, alice: Client, world: World) -> None:
    sent(alice, world, person(1))
    assert "還沒有上傳紀錄" in text(charlie.get(LIST))
    assert re.search(r'<progress max="100" value="0"', text(alice.get(LIST))) is None
