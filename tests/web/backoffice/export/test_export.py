"""匯出: the pre-flight page and the file as a browser gets it."""

import hashlib
from uuid import UUID

import pytest
from django.test import Client

from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.awards.models import Award
from hefa.awards.names import AwardState
from hefa.organisers.names import Duty
from hefa.paperwork.models import Paper
from hefa.paperwork.papers import PROFILES
from tests.cast import World, an_id, an_officer
from tests.web.backoffice.conftest import Earn, address
from tests.web.conftest import logged_in

pytestmark = pytest.mark.django_db
ECPA = {"profile": "ecpa-hours-25", "purpose": "ecpa"}


def body(answer: object) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


@pytest.mark.control("T17")
def test_file_is_delivered_byte_for_byte_and_kept_nowhere(alice: Client, world: World, earn: Earn) -> None:
    earn(1, "王小明")
    answer = alice.post(address(world, "export/"), ECPA)
    content = body(answer)
    header = ",".join(column.header for column in PROFILES["ecpa-hours-25"].columns)
    row = (
        f"{an_id(1).value},測試活動001,115-11-24,09:00:00,115-11-24,11:00:00,王小明,6,337,10,1,2,1,,,,,2,0,2,,"
        "115-11-24,09:00:00,115-11-24,11:00:00"
    )
    assert content == "\r\n".join((header, row, "")).encode("cp950")
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"] == 'attachment; filename="ecpa-hours-25_115_Test01_1.csv"'
    assert (answer["Content-Type"], answer["Content-Length"]) == ("text/csv", str(len(content)))
    assert Paper.objects.get().sha256 == hashlib.sha256(content).hexdigest()
    assert AuditEntry.objects.get(verb=Verb.PAPER_MADE).facts["sha256"] == hashlib.sha256(content).hexdigest()


def test_issued_list_is_delivered_with_its_mark(alice: Client, world: World, earn: Earn) -> None:
    earn(1, "李喆堃")
    content = body(alice.post(address(world, "export/"), {"profile": "issued-list", "purpose": "check"}))
    assert (
        content.startswith(b"\xef\xbb\xbf") and "李喆堃" in content.decode() and an_id(1).value not in content.decode()
    )


def test_page_lists_problems_per_row_and_makes_no_file(alice: Client, world: World, earn: Earn) -> None:
    earn(1, "王小明")
    earn(2, "李喆堃")
    Award.objects.filter(pk=earn(3, "林一").pk).update(state=AwardState.NAME_DIFFERS)
    Award.objects.filter(pk=earn(4, "周末").pk).update(state=AwardState.FAILED)
    html = alice.get(address(world, "export/")).content.decode()
    assert "共 3 筆，可列入檔案 1 筆，有問題 2 筆，另有不通過 1 筆不列入。" in html
    assert "「姓名」中的「喆、堃」不在收件系統的字集（Big5）內" in html and "覆核後才能匯出" in html
    assert "周末" not in html and not Paper.objects.exists()


def test_rows_with_problems_are_left_out_only_when_the_officer_says_so(alice: Client, world: World, earn: Earn) -> None:
    earn(1, "王小明")
    rare = earn(2, "李喆堃")
    seen = {**ECPA, "leave_out": str(rare.public_id)}
    answer = alice.post(address(world, "export/"), seen)
    assert "請先處理，或勾選不列入" in answer.content.decode() and not Paper.objects.exists()
    content = body(alice.post(address(world, "export/"), {**seen, "leave_out_agreed": "on"})).decode("cp950")
    assert "王小明" in content and "李" not in content
    assert (Paper.objects.get().rows, Paper.objects.get().left_out) == (1, 1)


def test_a_problem_that_came_after_the_page_was_drawn_stops_the_file(alice: Client, world: World, earn: Earn) -> None:
    earn(1, "王小明")
    rare = earn(2, "李喆堃")
    earn(3, "陳喆")
    agreed = {**ECPA, "leave_out": str(rare.public_id), "leave_out_agreed": "on"}
    answer = alice.post(address(world, "export/"), agreed)
    html = answer.content.decode()
    assert answer.status_code == 200 and "請確認下列最新的檢查結果" in html and "陳喆" in html
    assert not Paper.objects.exists()


def test_exported_before_is_told_and_may_be_skipped(alice: Client, world: World, earn: Earn) -> None:
    first = earn(1, "王小明")
    body(alice.post(address(world, "export/"), ECPA))
    earn(2, "林一")
    html = alice.get(address(world, "export/")).content.decode()
    assert "曾經匯出的 1 筆也不列入檔案" in html and "匯出紀錄" in html and Paper.objects.get().sha256 in html
    skipping = {**ECPA, "skip_exported": str(first.public_id), "skip_agreed": "on"}
    assert "王小明" not in body(alice.post(address(world, "export/"), skipping)).decode("cp950")
    assert "王小明" in body(alice.post(address(world, "export/"), ECPA)).decode("cp950")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"profile": "ecpa-hours-25"}, "請選擇用途。"),
        ({"profile": "ecpa-hours-25", "purpose": "fun"}, "沒有這個選項，請重新選擇。"),
        ({"profile": "ecpa-hours-25", "purpose": "other"}, "請填寫用途說明。"),
        ({"profile": "no-such", "purpose": "ecpa"}, "沒有這個選項，請重新選擇。"),
        ({**ECPA, "leave_out": "x", "leave_out_agreed": "on"}, "表單內容不完整"),
    ],
)
def test_export_says_what_is_missing(
    alice: Client, world: World, earn: Earn, fields: dict[str, str], sentence: str
) -> None:
    earn(1)
    answer = alice.post(address(world, "export/"), fields)
    assert answer.status_code == 200 and sentence in answer.content.decode() and not Paper.objects.exists()


def test_nothing_to_export_says_so(alice: Client, world: World) -> None:
    assert "還沒有可以匯出的時數" in alice.get(address(world, "export/")).content.decode()
    assert "沒有可以列入檔案的資料" in alice.post(address(world, "export/"), ECPA).content.decode()


def test_unknown_format_in_the_address_shows_the_usual_one(alice: Client, world: World) -> None:
    assert alice.get(address(world, "export/?profile=../x")).status_code == 200


def test_export_door_refuses_others(dora: Client, charlie: Client, world: World, earn: Earn) -> None:
    earn(1, "王小明")
    recorder = logged_in(an_officer("eve", world.organiser, duties=(Duty.RECORD, Duty.SCAN)))
    for browser, status in ((dora, 403), (recorder, 403), (charlie, 404)):
        for answer in (browser.get(address(world, "export/")), browser.post(address(world, "export/"), ECPA)):
            assert answer.status_code == status and "王小明" not in answer.content.decode()
    assert Client().post(address(world, "export/"), ECPA)["Location"].startswith("/login/")
    assert charlie.get(f"/backoffice/offerings/{UUID(int=7)}/export/").status_code == 404
    assert not Paper.objects.exists() and not AuditEntry.objects.filter(verb=Verb.ID_OPENED).exists()


def test_export_needs_the_forms_token_and_its_methods(alice: Client, world: World, earn: Earn) -> None:
    earn(1)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.alice.account)
    assert strict.post(address(world, "export/"), ECPA).status_code == 403
    assert alice.put(address(world, "export/")).status_code == 405
    assert not Paper.objects.exists()
