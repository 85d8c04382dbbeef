"""附件 in the browser: uploaded, listed, delivered as they are, removed for a reason."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hefa.activities.actions import add_attachment
from hefa.activities.models import Attachment
from hefa.activities.names import AttachmentKind
from hefa.activities.queries import has_signed_sheet
from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.organisers.names import Duty
from tests.activities import files
from tests.cast import World, an_id, an_officer
from tests.web.conftest import logged_in

pytestmark = pytest.mark.django_db


def where(world: World, page: str = "") -> str:
    return f"/backoffice/offerings/{world.offering.public_id}/attachments/{page}"


def sent(content: bytes = files.PDF, *, name: str = "王小明簽到.pdf", **changes: str) -> dict[str, object]:
    file = SimpleUploadedFile(name, content, content_type="text/html")
    return {"kind": "sign_in", "file": file, "description": "上午場", **changes}


def text(answer: object) -> str:
    return bytes(answer.content).decode()  # type: ignore[attr-defined]


def test_a_file_is_uploaded_listed_and_delivered_under_a_name_without_a_person(alice: Client, world: World) -> None:
    assert "還沒有附件" in text(alice.get(where(world)))
    html = text(alice.post(where(world), sent(), follow=True))
    assert "已上傳「簽到表-1.pdf」。" in html and "上午場" in html and "王小明" not in html
    assert has_signed_sheet(world.offering)
    answer = alice.get(where(world, f"{Attachment.objects.get().public_id}/"))
    assert (answer.content, answer["Content-Type"]) == (files.PDF, "application/pdf")
    assert answer["Content-Disposition"].startswith("attachment;") and answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    opened = AuditEntry.objects.get(verb=Verb.ATTACHMENT_OPENED)
    assert (opened.actor_id, opened.subject_id) == (world.alice.account.public_id, world.offering.public_id)


def test_a_photograph_loses_the_place_where_it_was_taken(alice: Client, world: World) -> None:
    alice.post(where(world), sent(files.a_photograph(), name="a.pdf", kind="photo"))
    kept = Attachment.objects.get()
    assert kept.file_name == "照片-1.jpg" and b"Nokia" not in kept.content


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"file": ""}, "請選擇檔案。"),
        ({"kind": ""}, "請選擇種類。"),
        (sent(b""), "這是空的檔案。"),
        (sent(files.PDF + bytes(10 * 1024 * 1024)), "每個附件最多 10"),
        (sent(b"<script>alert(1)</script>"), "不接受這種檔案。"),
        (sent(files.HEIC), "不接受 HEIC 照片"),
        (sent(description=an_id(1).value), "請勿填寫身分證字號。"),
    ],
    ids=["no file", "no kind", "empty", "large", "html", "heic", "number"],
)
def test_what_is_not_taken_is_said(alice: Client, world: World, form: dict[str, object], told: str) -> None:
    answer = alice.post(where(world), sent() | form)
    assert answer.status_code == 200 and told in text(answer)
    assert not Attachment.objects.exists()


def test_a_file_is_removed_once_for_a_reason_and_the_record_stays(alice: Client, bob: Client, world: World) -> None:
    alice.post(where(world), sent())
    file = where(world, f"{Attachment.objects.get().public_id}/")
    assert "沒有簽到表時" in text(alice.get(file + "removal/"))
    assert "請填寫移除原因。" in text(alice.post(file + "removal/", {"reason": " "}))
    html = text(alice.post(file + "removal/", {"reason": "掃描不清楚"}, follow=True))
    assert "已移除「簽到表-1.pdf」。" in html and "由 alice 移除，原因：掃描不清楚" in html
    for answer in (bob.get(file), bob.get(file + "removal/"), bob.post(file + "removal/", {"reason": "再一次"})):
        assert answer.status_code == 404


def test_officers_read_and_those_who_plan_or_record_keep(dora: Client, world: World) -> None:
    rita = logged_in(an_officer("rita", world.organiser, duties=(Duty.RECORD,)))
    scout = logged_in(an_officer("scout", world.organiser, duties=(Duty.SCAN,)))
    rita.post(where(world), sent())
    file = where(world, f"{Attachment.objects.get().public_id}/")
    for reader in (dora, scout):
        html = text(reader.get(where(world)))
        assert "簽到表-1.pdf" in html and "上傳附件" not in html and "移除" not in html
        assert reader.get(file).status_code == 200
        assert reader.post(where(world), sent()).status_code == 403
        assert reader.post(file + "removal/", {"reason": "x"}).status_code == 403


def test_a_file_of_another_offering_is_not_there(alice: Client, charlie: Client, world: World) -> None:
    alice.post(where(world), sent())
    theirs = f"/backoffice/offerings/{world.other_offering.public_id}/attachments/"
    assert charlie.get(f"{theirs}{Attachment.objects.get().public_id}/").status_code == 404


def test_twenty_files_cost_no_more_statements_than_one_and_no_more_are_taken(alice: Client, world: World) -> None:
    alice.post(where(world), sent(), follow=True)
    with CaptureQueriesContext(connection) as few:
        alice.get(where(world))
    for number in range(19):
        content = files.PDF + str(number).encode()
        add_attachment(
            offering=world.offering, kind=AttachmentKind.PHOTO, content=content, account=world.bob.account, at=world.at
        )
    with CaptureQueriesContext(connection) as many:
        html = text(alice.get(where(world)))
    assert len(few) == len(many) and "已有 20 個附件" in html and "上傳附件" not in html
    assert "已有 20 個附件" in text(alice.post(where(world), sent(files.DOCX)))
    assert Attachment.objects.count() == 20
