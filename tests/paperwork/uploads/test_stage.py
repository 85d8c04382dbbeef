"""A file taken in: judged, matched, sealed; nothing awarded."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.awards.models import Award
from hefa.organisers.actions import merge_organiser
from hefa.paperwork.models import StagedRow, Upload
from hefa.paperwork.names import RowState, UploadKind, UploadState
from hefa.paperwork.papers.intakes import INTAKES
from hefa.paperwork.queries.upload import Shown, row_view, rows_of, same_file, uploads_of
from hefa.paperwork.rules.reading import UnreadableFile
from hefa.units.models import Unit
from tests.cast import NOW, World, a_walk_in, an_activity, an_id, an_offering, enrolled
from tests.paperwork.uploads.conftest import Stage
from tests.paperwork.uploads.files import csv_file, person

pytestmark = pytest.mark.django_db
BATCH_HEADER = tuple(f"*{column.header}" for column in INTAKES["env-batch-18"].columns)


def batch_row(number: int = 1, **changes: str) -> list[str]:
    told = {
        "year": "115", "unit": "355000000I", "id": an_id(number).value, "name": "測試活動001", "starts": "115/11/24",
        "who": "王小明", "offering": "1", "ends": "1151124", "code": "",
    } | changes  # fmt: skip
    return [
        told["year"], told["unit"], told["id"], told["name"], told["starts"], told["who"], "1", "337", "概要", "10", "",
        told["offering"], told["ends"], "2", "2", "0", "2", told["code"],
    ]  # fmt: skip


def reasons(upload: Upload) -> dict[int, str]:
    return dict(StagedRow.objects.filter(upload=upload, state=RowState.FAULTY).values_list("line", "reason"))


def test_rows_are_counted_and_kept_with_their_faults(stage: Stage, world: World) -> None:
    upload = stage(csv_file(person(1), person(2, name=""), person(3, name="王?明"), person(1), person(4, unit="999")))
    assert (upload.state, upload.rows, upload.faulty, upload.noticed) == (UploadState.STAGED, 5, 3, 1)
    assert reasons(upload) == {
        3: "沒有姓名",
        5: "與第 2 列是同一位學員、同一個活動",
        6: "查無機關代碼「999」",
    }
    assert not Award.objects.exists()
    entry = AuditEntry.objects.get(verb=Verb.UPLOAD_STAGED)
    assert (entry.subject_id, entry.facts["rows"], entry.facts["faulty"]) == (upload.public_id, 5, 3)


def test_a_dump_of_the_staging_tells_nothing(stage: Stage) -> None:
    stage(csv_file(person(1), encoding="utf-8"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT told, (s.*)::text FROM staged_row s")
        told = b"".join(bytes(sealed) + text.encode() for sealed, text in cursor.fetchall())
    assert told and an_id(1).value.encode() not in told and "王小明".encode() not in told


def test_a_row_opens_for_its_officer_with_the_number_masked(stage: Stage, world: World) -> None:
    upload = stage(csv_file(person(1, unit="355000000I"), person(2, in_person="1.5")))
    first, second = (row_view(upload, row) for row in rows_of(upload, Shown.ALL))
    assert (first.name, first.id_masked, first.unit, first.hours) == (
        "王小明", f"******{an_id(1).last4}", "綠水縣政府環境保護局", "實體 2　數位 0",
    )  # fmt: skip
    assert (second.hours, second.unit) == ("實體 1.5　數位 0", "一般民眾（無服務單位）")


def test_nothing_is_kept_of_a_file_that_breaks_off(stage: Stage) -> None:
    with pytest.raises(UnreadableFile):
        stage(csv_file(*[person(n) for n in range(1, 1200)]) + b'"\r\n')
    assert not Upload.objects.exists() and not StagedRow.objects.exists()


def test_a_unit_that_was_abolished_names_its_successor(stage: Stage, world: World) -> None:
    Unit.objects.create(
        code="376000000X", name="舊局", valid_until=date(2025, 1, 1), successor=world.green_water, name_grams=[]
    )
    upload = stage(csv_file(person(1, unit="376000000x")))
    (reason,) = reasons(upload).values()
    assert reason == "機關代碼「376000000X」在活動當日已裁撤，請改用「355000000I」（綠水縣政府環境保護局）"


def test_the_same_file_again_is_noticed(stage: Stage) -> None:
    first = stage(csv_file(person(1)))
    assert same_file(first) is None
    assert same_file(stage(csv_file(person(1)))) == first


def test_batch_rows_find_their_offerings(stage: Stage, world: World) -> None:
    an_offering(world.activity, number=2, starts_in=timedelta(days=-3))
    an_offering(an_activity(world.organiser, code="Twin"))
    content = csv_file(
        batch_row(1, code="Test01"),
        batch_row(1, offering="2", starts="115-11-21", ends="115-11-21"),
        batch_row(2, name="藍山步道導覽"),
        batch_row(3, offering="7"),
        batch_row(4, starts="115-11-23"),
        batch_row(5, year="114"),
        batch_row(6),
        batch_row(7, unit="", code="Twin"),
        header=BATCH_HEADER,
        encoding="cp950",
    )
    upload = stage(content, UploadKind.ENV_BATCH)
    assert upload.encoding == "Big5"
    assert reasons(upload) == {
        4: "貴單位 115 年度沒有這個課程名稱的活動，請先在「新增維護活動」建立",
        5: "這個活動沒有第 7 期，請先在「新增維護活動」建立",
        6: "日期與活動不符：第 1 期是 115-11-24~115-11-24",
        7: "貴單位 114 年度沒有這個課程名稱的活動，請先在「新增維護活動」建立",
        8: "有兩個以上的活動符合，請在「課程代碼」填寫活動代碼",
    }
    ready = StagedRow.objects.filter(upload=upload, state=RowState.READY).order_by("line")
    assert [(row.line, row.offering.number if row.offering else 0, row.notice) for row in ready] == [
        (2, 1, ""),
        (3, 2, ""),
        (9, 1, "沒有機關代碼，將登錄為一般民眾（無服務單位）"),
    ]


def test_what_was_merged_into_the_organiser_is_its_own(stage: Stage, world: World) -> None:
    batch = csv_file(batch_row(1, name="藍山步道導覽"), header=BATCH_HEADER)
    theirs = stage(batch, UploadKind.ENV_BATCH, world.charlie)
    assert (stage(batch, UploadKind.ENV_BATCH).faulty, theirs.faulty) == (1, 0)
    assert theirs not in uploads_of(world.alice.account, on=NOW.date())
    merge_organiser(
        organiser=world.other_organiser,
        successor=world.organiser,
        reason="機關整併",
        by=world.alice.account,
        at=NOW,
        today=NOW.date(),
    )
    assert stage(batch, UploadKind.ENV_BATCH).faulty == 0
    assert theirs in uploads_of(world.alice.account, on=NOW.date())


def test_hours_of_what_has_not_begun_or_was_cancelled_are_told_before_anything_is_confirmed(
    stage: Stage, world: World
) -> None:
    an_offering(world.activity, number=2, starts_in=timedelta(days=3))
    world.offering.cancelled_at, world.offering.cancelled_by = NOW, world.alice.account
    world.offering.cancel_reason = "颱風"
    world.offering.save()
    rows = batch_row(1), batch_row(1, offering="2", starts="115-11-27", ends="115-11-27")
    upload = stage(csv_file(*rows, header=BATCH_HEADER), UploadKind.ENV_BATCH)
    assert reasons(upload) == {
        2: "這個期別已取消，不能登錄時數",
        3: "活動尚未開始（115-11-27），開始後再上傳",
    }


LIST_HEADER = ("活動代碼", "期別", "姓名", "身分證字號末四碼", "服務機關代碼", "實體時數", "退回原因")


def test_a_list_without_numbers_finds_whom_the_offering_knows(stage: Stage, world: World) -> None:
    a_walk_in(9, name="何冠廷")
    for number, name in ((1, "王小明"), (2, "陳美玲")):
        enrolled(world.offering, a_walk_in(number, name=name, unit=world.green_water).code)
    last4 = [an_id(number).last4 for number in (1, 2, 9)]
    upload = stage(
        csv_file(
            ["Test01", "1", "王小明", f"******{last4[0]}", "355000000I", "", ""],
            ["Test01", "2", "陳 美玲", last4[1], "", "1", "之前的原因"],
            ["Test01", "1", "陳美玲", last4[1], "376540000A", "", ""],
            ["Test01", "1", "何冠廷", last4[2], "", "", ""],
            header=LIST_HEADER,
        ),
        UploadKind.ISSUED_LIST,
    )
    assert reasons(upload) == {
        4: "姓名與末四碼相符，但服務機關不同，請確認或改用範本並填寫身分證統一編號",
        5: "本活動的報名與核發名單中沒有這個姓名與末四碼，請改用範本並填寫身分證統一編號",
    }
    notices = StagedRow.objects.filter(upload=upload).exclude(notice="").values_list("line", "notice")
    assert list(notices) == [(3, "檔案上寫的是其他活動或期別，將登錄到本期別")]


def test_two_who_cannot_be_told_apart_are_not_guessed(stage: Stage, world: World) -> None:
    one, other = an_id(1), next(an_id(n) for n in range(2, 99_999) if an_id(n).last4 == an_id(1).last4)
    for national_id in (one, other):
        enrolled(world.offering, a_walk_in(int(national_id.value[2:9]), name="王小明").code)
    upload = stage(csv_file(["王小明", one.last4], header=("姓名", "身分證字號末四碼")), UploadKind.ISSUED_LIST)
    assert reasons(upload) == {2: "有兩位以上的學員姓名與末四碼相同，請改用範本並填寫身分證統一編號"}


def test_statements_do_not_grow_with_the_file(stage: Stage) -> None:
    with CaptureQueriesContext(connection) as few:
        stage(csv_file(person(1, unit="355000000I")))
    with CaptureQueriesContext(connection) as many:
        stage(csv_file(*[person(n, unit="355000000I") for n in range(1, 301)]))
    assert len(few) == len(many)
