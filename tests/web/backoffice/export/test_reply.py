"""The portal's list of errors in the browser: read, its columns named, taken once."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.paperwork.models import PaperRow
from hefa.paperwork.names import PortalState
from hefa.paperwork.prints.workbook import xlsx
from tests.cast import World, an_id
from tests.web.backoffice.conftest import Earn
from tests.web.backoffice.export.pages import exported, text

pytestmark = pytest.mark.django_db
HISTORY = "/backoffice/exports/"


def listed(content: bytes, name: str = "errors.csv") -> dict[str, Any]:
    return {"part": "1", "file": SimpleUploadedFile(name, content)}


def test_the_portals_list_of_errors_marks_who_was_sent_back(
    alice: Client, bob: Client, charlie: Client, world: World, earn: Earn
) -> None:
    earn(1, "王小明")
    earn(2, "林一")
    paper = exported(world)
    page = f"{HISTORY}{paper.public_id}/reply/"
    rows = f"序號,身分證字號,錯誤訊息\r\n1,{an_id(2).value},姓名不符\r\n2,Z999999999,查無此人\r\n"
    assert charlie.post(page, listed(rows.encode())).status_code == 404
    answer = alice.post(page, listed(rows.encode("cp950")), follow=True)
    html = text(answer)
    assert answer.redirect_chain[-1][0] == f"{page}columns/" and "第 3 欄：錯誤訊息" in html
    assert bob.get(f"{page}columns/")["Location"] == page, "the list waits in Alice's session alone"
    fields = {"row": "0", "national_id": "1", "reason": "2", "has_header": "on", "version": "1"}
    html = text(alice.post(f"{page}columns/", {**fields, "do": "check"}))
    assert "退回 1 筆，其餘 1 筆標示為已接受" in html and "1 列在檔案中找不到" in html and "林一" in html
    assert paper.paper_parts.get().state == PortalState.NOT_UPLOADED
    html = text(alice.post(f"{page}columns/", {**fields, "do": "confirm"}, follow=True))
    assert "已標示：退回 1 筆，已接受 1 筆。" in html and "姓名不符" in html and an_id(2).value not in html
    assert paper.paper_parts.get().state == PortalState.ACCEPTED
    assert alice.get(f"{page}columns/")["Location"] == page, "the list is gone from the session"
    purposes = [entry.facts["purpose"] for entry in AuditEntry.objects.filter(verb=Verb.ID_OPENED)]
    assert purposes.count("portal_reply") == 2


def test_a_list_that_came_too_late_changes_nothing(alice: Client, bob: Client, world: World, earn: Earn) -> None:
    earn(1, "王小明")
    paper = exported(world)
    page = f"{HISTORY}{paper.public_id}/"
    alice.post(f"{page}reply/", listed("列號,原因\r\n1,重複\r\n".encode()))
    bob.post(f"{page}mark/", {"part": "1", "version": "1", "state": "accepted"})
    fields = {"row": "0", "reason": "1", "has_header": "on", "version": "1", "do": "confirm"}
    assert "其他承辦人已先標示" in text(alice.post(f"{page}reply/columns/", fields, follow=True))
    assert PaperRow.objects.get().portal_state == PortalState.ACCEPTED


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(b"", "檔案是空的", id="empty"),
        pytest.param(b",,\r\n", "沒有任何資料", id="nothing in it"),
        pytest.param(b"%PDF-1.7", "這是 PDF 檔", id="a PDF"),
        pytest.param(b"PK\x03\x04xx", "檔案損壞", id="a broken workbook"),
        pytest.param(b"1\r\n" * 5001, "清單超過 5000 列", id="too many rows"),
        pytest.param(b"x" * (2 * 1024 * 1024 + 1), "檔案太大", id="too large"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(
    alice: Client, world: World, earn: Earn, content: bytes, sentence: str
) -> None:
    earn(1)
    page = f"{HISTORY}{exported(world).public_id}/reply/"
    assert sentence in text(alice.post(page, listed(content)))


def test_a_workbook_is_read_and_its_columns_must_be_named(alice: Client, world: World, earn: Earn) -> None:
    earn(1, "王小明")
    page = f"{HISTORY}{exported(world).public_id}/reply/"
    content = xlsx(["第幾筆", "說明"], [[1, "重複"]], sheet="錯誤", at=world.at)
    assert "重複" in text(alice.post(page, listed(content, "errors.xlsx"), follow=True))
    assert "請指定列號或身分證字號" in text(alice.post(f"{page}columns/", {"version": "1"}))
    html = text(alice.post(f"{page}columns/", {"row": "0", "reason": "1", "has_header": "on", "version": "1"}))
    assert "王小明" in html and "退回 1 筆，其餘 0 筆" in html
    lists = exported(world, "issued-list")
    assert "不須上傳" in text(alice.get(f"{HISTORY}{lists.public_id}/reply/", follow=True))
