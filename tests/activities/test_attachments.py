"""附件: what is taken, what it loses, how it is kept and removed."""

from hashlib import sha256
from io import BytesIO

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from hefa.activities.actions import AttachmentRefused, add_attachment, open_attachment, remove_attachment
from hefa.activities.models import Attachment, Offering
from hefa.activities.names import AttachmentKind, FileType
from hefa.activities.queries import attachments_of, has_signed_sheet, removed_attachments
from hefa.activities.rules import MOST_ATTACHMENTS, NoPicture, file_type_of, without_traces
from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.keys.sealing import SealBroken
from tests.activities import files
from tests.cast import NOW, World
from tests.crowd import at_once


def attached(world: World, content: bytes = files.PDF, kind: AttachmentKind = AttachmentKind.SIGN_IN) -> Attachment:
    return add_attachment(offering=world.offering, kind=kind, content=content, account=world.alice.account, at=NOW)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (files.PDF, FileType.PDF),
        (files.a_photograph(), FileType.JPEG),
        (files.a_photograph(form="PNG"), FileType.PNG),
        (files.DOCX, FileType.DOCX),
        (files.XLSX, FileType.XLSX),
        (files.ODT, FileType.ODT),
        (files.ODS, FileType.ODS),
        (files.XLSM, None),
        (files.ODS_WITH_MACRO, None),
        (files.HEIC, None),
        (files.DOCX[:40], None),
        (files.a_document("index.html"), None),
        (b"<html><script>alert(1)</script>", None),
        (b"MZ\x90\x00", None),
        (b"", None),
    ],
    ids=["pdf", "jpeg", "png", "docx", "xlsx", "odt", "ods", "xlsm", "macro", "heic", "cut", "zip", "html", "exe", "0"],
)
def test_a_file_is_known_by_its_content(content: bytes, told: FileType | None) -> None:
    assert file_type_of(content) is told


@given(st.sampled_from([files.ODS, files.XLSX]), st.integers(0, 2000), st.binary(max_size=12))
def test_a_damaged_document_is_told_or_not_and_never_breaks(content: bytes, at: int, damage: bytes) -> None:
    place = at % len(content)
    assert file_type_of(content[:place] + damage + content[place + len(damage) :]) in (None, *FileType)


@pytest.mark.parametrize("file_type", [FileType.JPEG, FileType.PNG])
def test_a_photograph_keeps_which_side_is_up_and_nothing_else(file_type: FileType) -> None:
    content = files.a_photograph(form=file_type.name)
    assert b"Nokia" in content
    cleaned = without_traces(content, file_type)
    with Image.open(BytesIO(cleaned)) as picture:
        assert dict(picture.getexif()) == {files.ORIENTATION: 6} and picture.size == (40, 20)
    assert b"Nokia" not in cleaned
    with pytest.raises(NoPicture):
        without_traces(content[:60], file_type)


@pytest.mark.django_db
def test_a_file_is_sealed_in_its_place(world: World) -> None:
    kept = attached(world)
    read = Attachment.objects.get(pk=kept.pk)
    assert (read.content, read.size, read.sha256) == (files.PDF, len(files.PDF), sha256(files.PDF).hexdigest())
    assert (read.file_name, read.content_type) == ("簽到表-1.pdf", "application/pdf")
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM attachment")
        assert b"%PDF" not in bytes(cursor.fetchone()[0])
        other = attached(world, files.DOCX)
        cursor.execute("UPDATE attachment SET content = (SELECT content FROM attachment WHERE id = %s)", [kept.pk])
    with pytest.raises(SealBroken):
        _ = Attachment.objects.get(pk=other.pk).content


@pytest.mark.django_db
def test_a_list_of_files_reads_none_of_them(world: World) -> None:
    attached(world)
    with CaptureQueriesContext(connection) as asked:
        assert [one.file_name for one in attachments_of(world.offering)] == ["簽到表-1.pdf"]
    assert len(asked) == 1 and '"content"' not in asked[0]["sql"]


@pytest.mark.django_db
def test_a_signed_sheet_counts_until_it_is_removed_for_a_reason(world: World) -> None:
    attached(world, files.a_photograph(), AttachmentKind.PHOTO)
    assert not has_signed_sheet(world.offering)
    sheet = attached(world)
    assert has_signed_sheet(world.offering)
    account = world.bob.account
    assert remove_attachment(attachment=sheet, reason="掃描不清楚", account=account, at=NOW)
    assert not remove_attachment(attachment=sheet, reason="再一次", account=account, at=NOW)
    assert not has_signed_sheet(world.offering)
    (removed,) = removed_attachments(world.offering)
    assert (removed.removed_by, removed.remove_reason, removed.content) == (account, "掃描不清楚", files.PDF)
    assert attached(world).position == sheet.position


@pytest.mark.django_db
def test_what_is_done_with_a_file_is_noted(world: World) -> None:
    sheet = attached(world)
    assert open_attachment(attachment=sheet, account=world.bob.account, at=NOW) == files.PDF
    remove_attachment(attachment=sheet, reason="重新掃描", account=world.alice.account, at=NOW)
    verbs = Verb.ATTACHMENT_ADDED, Verb.ATTACHMENT_OPENED, Verb.ATTACHMENT_REMOVED
    entries = AuditEntry.objects.filter(verb__in=verbs).order_by("pk")
    assert [(entry.verb, entry.actor_id) for entry in entries] == [
        (Verb.ATTACHMENT_ADDED, world.alice.account.public_id),
        (Verb.ATTACHMENT_OPENED, world.bob.account.public_id),
        (Verb.ATTACHMENT_REMOVED, world.alice.account.public_id),
    ]
    assert all(entry.facts["sha256"] == sheet.sha256 for entry in entries)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "空的檔案"),
        (files.PDF + bytes(10 * 1024 * 1024), "最多 10 MB"),
        (files.HEIC, "HEIC"),
        (files.XLSM, "不接受這種檔案"),
        (files.a_photograph()[:80], "無法開啟"),
    ],
    ids=["empty", "large", "heic", "macro", "broken"],
)
def test_a_file_that_is_not_taken_is_refused_in_words(world: World, content: bytes, told: str) -> None:
    with pytest.raises(AttachmentRefused, match=told):
        attached(world, content)
    assert not Attachment.objects.exists()


@pytest.mark.django_db
def test_the_same_file_is_kept_once_and_twenty_at_most(world: World) -> None:
    for number in range(MOST_ATTACHMENTS):
        attached(world, files.PDF + str(number).encode())
    with pytest.raises(AttachmentRefused, match="最多 20 個附件"):
        attached(world)
    assert remove_attachment(
        attachment=attachments_of(world.offering)[3], reason="重複", account=world.alice.account, at=NOW
    )
    with pytest.raises(AttachmentRefused, match="已經上傳過了"):
        attached(world, files.PDF + b"7")
    assert attached(world).position == 4
    with pytest.raises(IntegrityError, match="offering_has_twenty_attachments_at_most"), transaction.atomic():
        Attachment.objects.update(position=21)


@pytest.mark.django_db(transaction=True)
def test_eight_officers_who_add_at_once_get_eight_places(world: World) -> None:
    def add(number: int) -> int:
        offering = Offering.objects.select_related("activity__organiser").get(pk=world.offering.pk)
        return add_attachment(
            offering=offering,
            kind=AttachmentKind.OTHER,
            content=files.PDF + str(number).encode(),
            account=world.alice.account,
            at=NOW,
        ).position

    assert sorted(at_once([lambda n=n: add(n) for n in range(8)])) == list(range(1, 9))  # type: ignore[misc]
