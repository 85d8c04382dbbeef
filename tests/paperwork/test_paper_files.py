"""The files of a paper, byte for byte: formats, parts, places and rows."""

import hashlib
import io
import zipfile
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from hefa.activities.models import Topic
from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.paperwork.names import PortalState, Purpose
from hefa.paperwork.papers import PROFILES
from tests.cast import World, an_id
from tests.paperwork.conftest import Earn
from tests.paperwork.papers import ECPA, LIST, made

pytestmark = pytest.mark.django_db


def row(number: int, name: str) -> str:
    return (
        f"{an_id(number).value},測試活動001,115-11-24,09:00:00,115-11-24,11:00:00,{name},6,337,10,1,2,1,,,,,2,0,2,,"
        "115-11-24,09:00:00,115-11-24,11:00:00"
    )


def test_ecpa_file_byte_for_byte(world: World, earn: Earn) -> None:
    earn(1, "王小明", world.green_water)
    earn(2, "陳美麗")
    paper = made(world)
    header = ",".join(column.header for column in ECPA.columns)
    assert paper.content == "\r\n".join((header, row(1, "王小明"), row(2, "陳美麗"), "")).encode("cp950")
    assert (paper.file_name, paper.content_type) == ("ecpa-hours-25_115_Test01_1.csv", "text/csv")


def test_issued_list_byte_for_byte_and_without_numbers(world: World, earn: Earn) -> None:
    earn(1, "=1+1", world.green_water)
    earn(2, "李喆堃")
    paper = made(world, LIST, purpose=Purpose.CHECK)
    lines = paper.content.decode("utf-8").split("\r\n")
    common = ",115,測試活動001,Test01,1,115-11-24,09:00,115-11-24,11:00,"
    assert paper.content.startswith(b"\xef\xbb\xbf")
    assert lines[1:] == [
        f"1{common}'=1+1,******{an_id(1).last4},355000000I,綠水縣政府環境保護局,0,2,已覆核,掃描,115-11-24 09:30",
        f"2{common}李喆堃,******{an_id(2).last4},,一般民眾（無服務單位）,0,2,已覆核,掃描,115-11-24 09:30",
        "",
    ]
    assert not AuditEntry.objects.filter(verb=Verb.ID_OPENED).exists()


def test_a_long_list_comes_as_a_zip_of_parts(world: World, earn: Earn) -> None:
    for number, name in enumerate("甲乙丙丁戊", start=1):
        earn(number, f"王{name}")
    paper = made(world, replace(ECPA, max_rows=2))
    assert (paper.file_name, paper.content_type, paper.paper.parts) == (
        "ecpa-hours-25_115_Test01_1.zip", "application/zip", 3,
    )  # fmt: skip
    assert paper.paper.sha256 == hashlib.sha256(paper.content).hexdigest()
    with zipfile.ZipFile(io.BytesIO(paper.content)) as archive:
        files = {name: archive.read(name).decode("cp950") for name in archive.namelist()}
    header = ",".join(column.header for column in ECPA.columns)
    assert files == {
        "ecpa-hours-25_115_Test01_1_(1~2).csv": "\r\n".join((header, row(1, "王甲"), row(2, "王乙"), "")),
        "ecpa-hours-25_115_Test01_1_(3~4).csv": "\r\n".join((header, row(3, "王丙"), row(4, "王丁"), "")),
        "ecpa-hours-25_115_Test01_1_(5~5).csv": "\r\n".join((header, row(5, "王戊"), "")),
    }


def test_each_award_has_its_place_in_a_file_and_what_was_written(world: World, earn: Earn) -> None:
    for number, name in enumerate("甲乙丙", start=1):
        earn(number, f"王{name}")
    paper = made(world, replace(ECPA, max_rows=2)).paper
    parts = paper.paper_parts.order_by("number").values_list("number", "file_name", "rows", "state")
    assert list(parts) == [
        (1, "ecpa-hours-25_115_Test01_1_(1~2).csv", 2, PortalState.NOT_UPLOADED),
        (2, "ecpa-hours-25_115_Test01_1_(3~3).csv", 1, PortalState.NOT_UPLOADED),
    ]
    rows = paper.paper_rows.order_by("pk").values_list("part", "line", "lines", "digital_hours", "in_person_hours")
    nothing, two = Decimal(0), Decimal(2)
    assert list(rows) == [(1, 1, 1, nothing, two), (1, 2, 1, nothing, two), (2, 1, 1, nothing, two)]


@pytest.mark.parametrize("code", ["issued-list-xlsx", "issued-list-ods"])
def test_the_list_comes_as_a_workbook_too(world: World, earn: Earn, code: str) -> None:
    earn(1, "=1+1", world.green_water)
    earn(2, "李喆堃")
    paper = made(world, PROFILES[code], purpose=Purpose.CHECK)
    assert paper.file_name == f"{code}_115_Test01_1.{code.rpartition('-')[2]}"
    assert paper.paper.sha256 == hashlib.sha256(paper.content).hexdigest()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(paper.content)).get_sheet_by_index(0).to_python()
    assert rows[0] == [column.header for column in LIST.columns]
    assert [(row[0], row[9], row[10], row[12], row[14]) for row in rows[1:]] == [
        (1.0, "'=1+1", f"******{an_id(1).last4}", "綠水縣政府環境保護局", 2.0),
        (2.0, "李喆堃", f"******{an_id(2).last4}", "一般民眾（無服務單位）", 2.0),
    ]
    assert not AuditEntry.objects.filter(verb=Verb.ID_OPENED).exists()


def test_a_split_activity_multiplies_rows_and_no_file_ends_within_a_person(world: World, earn: Earn) -> None:
    for number, name in enumerate("甲乙", start=1):
        earn(number, f"王{name}")
    for position, (topic, field) in enumerate((("溪流生態", "341"), ("節能減碳", "336")), start=1):
        Topic.objects.create(
            offering=world.offering, position=position, name=topic, field=field, digital_hours=0, in_person_hours=1
        )
    paper = made(world, replace(ECPA, max_rows=3))
    with zipfile.ZipFile(io.BytesIO(paper.content)) as archive:
        rows = [archive.read(name).decode("cp950").splitlines()[1:] for name in archive.namelist()]
    assert [[tuple(row.split(",")[place] for place in (1, 6, 8, 11)) for row in part] for part in rows] == [
        [("測試活動001-溪流生態", f"王{name}", "341", "1"), ("測試活動001-節能減碳", f"王{name}", "336", "1")]
        for name in "甲乙"
    ]
    assert (paper.paper.rows, paper.paper.parts) == (2, 2)
    assert list(paper.paper.paper_rows.order_by("pk").values_list("part", "line", "lines")) == [(1, 1, 2), (2, 1, 2)]


def test_times_are_those_of_taipei(world: World, earn: Earn, at: datetime) -> None:
    earn(1, "王小明")
    assert ",09:00:00,115-11-24,11:00:00," in made(world).content.decode("cp950")
    assert at.hour == 9
