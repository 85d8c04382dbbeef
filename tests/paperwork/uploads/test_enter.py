"""From confirmed rows to awards: every row accounted for, whatever happens to the worker."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from hefa.activities.actions import add_attachment
from hefa.activities.names import AttachmentKind
from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.awards.actions import revoke_awards
from hefa.awards.models import Award
from hefa.awards.names import AwardSource, AwardState
from hefa.jobs.tasks import enter_uploads
from hefa.keys.sealing import SealBroken
from hefa.paperwork.actions import (
    LateReasonMissing,
    NothingToEnter,
    UploadOvertaken,
    UploadPurposeMissing,
    confirm_upload,
    discard_upload,
    enter_next_chunk,
    purge_staged,
    resume_upload,
    take_refused,
)
from hefa.paperwork.actions.take_refused import NothingRefused
from hefa.paperwork.models import StagedRow, Upload
from hefa.paperwork.names import UploadKind, UploadPurpose, UploadState
from tests.activities.files import PDF
from tests.cast import NOW, World, a_walk_in, an_id, enrolled
from tests.paperwork.uploads.conftest import Stage
from tests.paperwork.uploads.entering import confirm, counts, enter_all
from tests.paperwork.uploads.files import csv_file, person
from tests.paperwork.uploads.test_stage import BATCH_HEADER, batch_row

A_MINUTE = timedelta(minutes=1)


@pytest.mark.django_db
def test_rows_become_awards_of_the_offering(stage: Stage, world: World) -> None:
    a_walk_in(2, name="陳美玲")
    rows = person(1, unit="355000000I"), person(2, name="陳美齡", in_person="1.5"), person(3, name="")
    upload = stage(csv_file(*rows))
    assert confirm(upload, world.alice)
    enter_all()
    assert counts(upload) == (UploadState.FINISHED, 1, 2, 1, 0, 0)
    second, first = Award.objects.order_by("state")
    assert (first.source, first.state, str(first.in_person_hours), first.unit) == (
        AwardSource.UPLOAD, AwardState.REVIEWED, "2.0", world.green_water,
    )  # fmt: skip
    assert (second.state, second.entered_name, str(second.in_person_hours)) == (
        AwardState.NAME_DIFFERS, "陳美齡", "1.5",
    )  # fmt: skip
    assert AuditEntry.objects.get(verb=Verb.UPLOAD_ENTERED).facts == {"entered": 2, "already": 0, "refused": 0}
    assert not enter_next_chunk(at=NOW)


@pytest.mark.django_db
def test_the_job_goes_on_until_nothing_is_due(stage: Stage, world: World) -> None:
    uploads = [stage(csv_file(person(n))) for n in (1, 2)]
    for upload in uploads:
        confirm(upload, world.alice)
    with time_machine.travel(NOW, tick=False):
        enter_uploads(timestamp=0)
    assert [counts(upload)[0] for upload in uploads] == [UploadState.FINISHED] * 2


@pytest.mark.django_db
def test_the_same_file_again_awards_nobody_twice(stage: Stage, world: World) -> None:
    for _ in range(2):
        upload = stage(csv_file(*[person(n) for n in range(1, 6)]))
        confirm(upload, world.alice)
        enter_all(most=2)
    assert counts(upload) == (UploadState.FINISHED, 0, 0, 0, 5, 0)
    assert Award.objects.count() == 5


@pytest.mark.django_db
def test_a_file_for_many_offerings_is_entered_by_each(stage: Stage, world: World) -> None:
    upload = stage(csv_file(batch_row(1), batch_row(2, who="陳美玲"), header=BATCH_HEADER), UploadKind.ENV_BATCH)
    confirm(upload, world.alice)
    enter_all(most=1)
    assert counts(upload) == (UploadState.FINISHED, 0, 2, 0, 0, 0)
    assert set(Award.objects.values_list("offering", flat=True)) == {world.offering.pk}


@pytest.mark.django_db
def test_a_list_without_numbers_is_entered_for_the_people_it_means(stage: Stage, world: World) -> None:
    code = a_walk_in(1, name="王小明", unit=world.green_water).code
    enrolled(world.offering, code)
    upload = stage(csv_file(["王小明", an_id(1).last4], header=("姓名", "身分證字號末四碼")), UploadKind.ISSUED_LIST)
    confirm(upload, world.alice)
    enter_all()
    assert counts(upload) == (UploadState.FINISHED, 0, 1, 0, 0, 0)
    assert Award.objects.get().learner == code.learner
    assert AuditEntry.objects.get(verb=Verb.ID_OPENED).facts["purpose"] == "upload"


@pytest.mark.django_db
def test_hours_that_were_taken_back_are_not_slipped_in_again(stage: Stage, world: World) -> None:
    upload = stage(csv_file(person(1)))
    confirm(upload, world.alice)
    enter_all()
    award = Award.objects.get()
    revoke_awards(
        offering=world.offering, versions={award.public_id: award.version}, reason="未到場", officer=world.alice, at=NOW
    )
    again = stage(csv_file(person(1)))
    confirm(again, world.alice)
    enter_all()
    assert counts(again) == (UploadState.FINISHED, 0, 0, 0, 0, 1)
    row = StagedRow.objects.get(upload=again)
    assert row.reason == "先前的時數已刪除或不通過；確認無誤時，請在「登錄 / 維護學習時數」逐筆登錄"


@pytest.mark.django_db
def test_more_than_twenty_rows_ask_for_a_second_person(stage: Stage, world: World) -> None:
    rows = [person(n) for n in range(1, 22)]
    assert confirm(stage(csv_file(*rows[:20])), world.alice)
    own, shared = stage(csv_file(*rows)), stage(csv_file(*rows))
    assert not confirm(own, world.alice)
    assert confirm(shared, world.bob)
    enter_all()
    waiting = Award.objects.filter(state=AwardState.WAITING)
    assert waiting.count() == 1 and Award.objects.count() == 21


@pytest.mark.django_db
def test_the_signed_sheet_stands_for_the_second_person(stage: Stage, world: World) -> None:
    kind, account = AttachmentKind.SIGN_IN, world.alice.account
    add_attachment(offering=world.offering, kind=kind, content=PDF, account=account, at=NOW)
    assert confirm(stage(csv_file(*[person(n) for n in range(1, 22)])), world.alice)


@pytest.mark.django_db
def test_an_upload_is_decided_once(stage: Stage, world: World) -> None:
    upload = stage(csv_file(person(1)))
    with pytest.raises(UploadPurposeMissing):
        confirm_upload(
            upload=upload, purpose=UploadPurpose.OTHER, purpose_note=" ", alone=20, officer=world.alice, at=NOW
        )
    with pytest.raises(LateReasonMissing):
        confirm(upload, world.alice, at=datetime(2027, 2, 1, tzinfo=NOW.tzinfo))
    confirm(upload, world.alice)
    with pytest.raises(UploadOvertaken):
        confirm(upload, world.bob)
    for decide in (discard_upload, resume_upload):
        with pytest.raises(UploadOvertaken):
            decide(upload=upload, officer=world.bob, at=NOW)
    faulty = stage(csv_file(person(1, name="")))
    with pytest.raises(NothingToEnter):
        confirm(faulty, world.alice)
    discard_upload(upload=faulty, officer=world.alice, at=NOW)
    assert counts(faulty)[0] == UploadState.DISCARDED and not StagedRow.objects.filter(upload=faulty).exists()


@pytest.mark.django_db
def test_late_hours_carry_the_purpose_as_their_reason(stage: Stage, world: World) -> None:
    late = datetime(2027, 2, 1, tzinfo=NOW.tzinfo)
    upload = stage(csv_file(person(1)))
    confirm(upload, world.alice, note="紙本簽到表遺失後尋獲", at=late)
    enter_all(at=late)
    assert Award.objects.get().late_reason == "依紙本簽到補登 紙本簽到表遺失後尋獲"


@pytest.mark.django_db
def test_the_file_of_refused_rows_can_be_mended_and_uploaded_again(stage: Stage, world: World) -> None:
    upload = stage(csv_file(person(1), person(2, name="=陳美玲"), person(3, unit="A"), encoding="cp950"))
    taken = take_refused(upload=upload, as_csv=True, officer=world.alice, at=NOW)
    lines = taken.content.decode("utf-8-sig").split("\r\n")
    assert lines[0] == "姓名,身分證統一編號,服務單位代碼,數位時數,實體時數,備註,退回原因"
    assert lines[1].startswith(f"'=陳美玲,{an_id(2).value},") and lines[1].endswith("第 3 列：姓名以「=」開頭，請更正")
    assert AuditEntry.objects.get(verb=Verb.REFUSED_ROWS_TAKEN).facts["rows"] == 2
    mended = stage(taken.content.decode().replace("'=陳", "陳").replace(",A,", ",355000000I,").encode())
    assert (mended.rows, mended.faulty, mended.notices) == (2, 0, [])
    workbook = stage(take_refused(upload=upload, as_csv=False, officer=world.alice, at=NOW).content)
    assert (workbook.rows, workbook.faulty) == (2, 2)
    with pytest.raises(NothingRefused):
        take_refused(upload=mended, as_csv=True, officer=world.alice, at=NOW)


@pytest.mark.django_db
def test_rows_are_kept_for_a_while_and_counts_for_good(stage: Stage, world: World) -> None:
    forgotten, ended, fresh = (stage(csv_file(person(n))) for n in (1, 2, 3))
    confirm(ended, world.alice)
    enter_all()
    Upload.objects.filter(pk=fresh.pk).update(uploaded_at=NOW + timedelta(days=29))
    assert purge_staged(at=NOW + timedelta(days=7)) == 0
    assert purge_staged(at=NOW + timedelta(days=8)) == 1
    assert purge_staged(at=NOW + timedelta(days=31)) == 1
    assert purge_staged(at=NOW + timedelta(days=31)) == 0
    assert (counts(forgotten)[0], counts(ended)[:3]) == (UploadState.EXPIRED, (UploadState.FINISHED, 0, 1))
    assert set(StagedRow.objects.values_list("upload", flat=True)) == {fresh.pk}


@pytest.mark.django_db
def test_a_chunk_that_fails_is_put_off_and_at_last_stops(stage: Stage, world: World) -> None:
    upload = stage(csv_file(person(1), person(2)))
    confirm(upload, world.alice)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE staged_row SET told = %s WHERE line = 3 RETURNING told", [b"altered"])
    later = NOW
    for attempt in range(1, 6):
        with pytest.raises(SealBroken):
            enter_next_chunk(at=later)
        upload.refresh_from_db()
        assert upload.tries == attempt and not Award.objects.exists()
        assert not enter_next_chunk(at=later)
        later += attempt * attempt * A_MINUTE
    assert upload.state == UploadState.STOPPED and not enter_next_chunk(at=later)
    StagedRow.objects.filter(upload=upload, line=3).delete()
    resume_upload(upload=upload, officer=world.bob, at=later)
    with pytest.raises(IntegrityError, match="upload_finished_accounts_for_every_row"), transaction.atomic():
        enter_next_chunk(at=later)
