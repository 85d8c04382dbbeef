"""Cells, findings and bytes of the papers, without a database."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from operator import attrgetter
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefa.base.hours import Hours
from hefa.paperwork.names import FileKind, Mend, ProblemKind
from hefa.paperwork.papers import PROFILES
from hefa.paperwork.rules import LineFacts, OfferingFacts, Profile, Sheet, SplitLine, part_name, parts

GOLDEN = Path(__file__).parent / "golden"
ECPA, LIST = PROFILES["ecpa-hours-25"], PROFILES["issued-list"]

OFFERING = OfferingFacts(
    roc_year=109,
    name="測試活動001",
    code="Test01",
    number=1,
    category="345",
    county="10",
    starts_at=datetime(2020, 3, 24, 1, 0, tzinfo=UTC),
    ends_at=datetime(2020, 3, 24, 4, 30, tzinfo=UTC),
    method="1",
    summary="認識溪流,\n動手檢測水質",
    place="綠水縣環境教育中心",
    course_code="EC10900123",
)
TOPICS = (SplitLine("溪流生態", "341", Hours.of(0, "1.5")), SplitLine("節能減碳", "336", Hours.of(0, "0.5")))
WANG = LineFacts(
    award=UUID(int=1),
    national_id="A123456789",
    id_last4="6789",
    name="王小明",
    unit_code="355000000I",
    unit_name="環境保護署",
    hours=Hours.of(0, 2),
    state="reviewed",
    state_label="已覆核",
    source_label="掃描",
    awarded_at=datetime(2020, 3, 24, 4, 31, tzinfo=UTC),
)
LINES = (
    WANG,
    replace(
        WANG, award=UUID(int=2), national_id="F131104093", id_last4="4093", name="Sayun‧Nomin", hours=Hours.of("1.5", 0)
    ),
    replace(
        WANG,
        award=UUID(int=3),
        national_id="A800000014",
        id_last4="0014",
        name="Nguyen, Van",
        unit_code="",
        unit_name="一般民眾（無服務單位）",
        hours=Hours.of("0.5", 2),
    ),
)


def written(sheet: Sheet, lines: tuple[LineFacts, ...]) -> bytes:
    made = [sheet.head()]
    for line in lines:
        made += sheet.rows(line, number=len(made)) or []
    return b"".join(made)


def text(sheet: Sheet, line: LineFacts, *, number: int = 1) -> str:
    """The rows of an award that must be writable, decoded."""
    rows = sheet.rows(line, number=number)
    assert rows is not None
    return b"".join(rows).decode(sheet.profile.encoding)


@pytest.mark.parametrize(
    "profile", [one for one in PROFILES.values() if one.kind == FileKind.CSV], ids=attrgetter("code")
)
def test_file_is_byte_for_byte_the_golden_one(profile: Profile) -> None:
    """The golden files were written by hand from domain.md part 3; from then on they pin every byte."""
    lines = LINES if profile.code != "env-batch-18" else (*LINES[:2], replace(LINES[2], unit_code="A09000000E"))
    assert written(Sheet(profile, OFFERING), lines) == (GOLDEN / f"{profile.code}.csv").read_bytes()


def test_existing_course_is_spelt_in_either_dialect() -> None:
    existing = PROFILES["ecpa-existing-17"]
    assert (existing.dialect, set(existing.dialects)) == ("digits", {"digits", "words"})
    spoken = written(Sheet(existing.spoken("words"), OFFERING), LINES)
    assert spoken == (GOLDEN / "ecpa-existing-17-words.csv").read_bytes()
    assert existing.spoken("no-such") == existing


def test_a_split_activity_has_a_row_for_each_topic_of_whoever_has_all_hours() -> None:
    """Whose hours are others than the topics' together keeps one row, of the activity itself, and it is told."""
    sheet = Sheet(ECPA, replace(OFFERING, splits=TOPICS))
    assert written(sheet, LINES) == (GOLDEN / "ecpa-hours-25-split.csv").read_bytes()
    assert kinds(sheet, LINES[0]) == []
    assert kinds(sheet, LINES[1]) == [("時數", ProblemKind.SPLIT_HOURS)]
    assert written(Sheet(LIST, replace(OFFERING, splits=TOPICS)), LINES) == (GOLDEN / "issued-list.csv").read_bytes()


def test_a_topic_without_a_known_category_stops_the_file() -> None:
    sheet = Sheet(ECPA, replace(OFFERING, splits=(TOPICS[0], replace(TOPICS[1], category=""))))
    assert [(one.column, one.kind, one.mend) for one in sheet.offering_findings] == [
        ("課程類別代碼", ProblemKind.MISSING, Mend.ACTIVITY)
    ]
    assert sheet.offering_findings[0].blocking


def test_ecpa_row_is_what_the_portal_wants() -> None:
    row = text(Sheet(ECPA, OFFERING), WANG)
    assert row == (
        "A123456789,測試活動001,109-03-24,09:00:00,109-03-24,12:30:00,王小明,6,345,10,1,2,1,,,,,2,0,2,,"
        "109-03-24,09:00:00,109-03-24,12:30:00\r\n"
    )


@pytest.mark.parametrize(
    ("hours", "cells"),
    [
        pytest.param(Hours.of(2, 0), ("2", "1", "2", "0"), id="digital"),
        pytest.param(Hours.of(0, "1.5"), ("1.5", "2", "0", "1.5"), id="in person"),
        pytest.param(Hours.of("0.5", 3), ("3.5", "3", "0.5", "3"), id="blended"),
    ],
)
def test_hours_and_kind_of_learning(hours: Hours, cells: tuple[str, ...]) -> None:
    row = text(Sheet(ECPA, OFFERING), replace(WANG, hours=hours)).split(",")
    assert (row[11], row[17], row[18], row[19]) == cells


def kinds(sheet: Sheet, line: LineFacts) -> list[tuple[str, ProblemKind]]:
    return [(finding.column, finding.kind) for finding in sheet.findings(line)]


@pytest.mark.control("T18")
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, [], id="nothing wrong"),
        pytest.param({"national_id": ""}, [("身分證字號", ProblemKind.ID_MISSING)], id="no number"),
        pytest.param({"national_id": "A123456788"}, [("身分證字號", ProblemKind.ID_CHECK)], id="check digit"),
        pytest.param({"name": "王小堃"}, [("姓名", ProblemKind.NAME_CHARACTER)], id="not in cp950"),
        pytest.param({"name": "=1+1"}, [("姓名", ProblemKind.FORMULA)], id="formula"),
        pytest.param({"name": " @SUM(A1)"}, [("姓名", ProblemKind.FORMULA)], id="formula after a space"),
        pytest.param({"name": "Nguyen, Van"}, [("姓名", ProblemKind.REPLACED)], id="comma"),
        pytest.param({"name": "王\n小明"}, [("姓名", ProblemKind.REPLACED)], id="line break"),
        pytest.param({"name": ""}, [("姓名", ProblemKind.MISSING)], id="no name"),
        pytest.param({"hours": Hours(Decimal(0), Decimal(0))},
                     [("時數", ProblemKind.HOURS_ZERO)], id="no hours"),
        pytest.param({"state": "name_differs", "state_label": "待覆核（姓名不符）"},
                     [("狀態", ProblemKind.NOT_REVIEWED)], id="not reviewed"),
        pytest.param({"exported_before": True}, [("匯出紀錄", ProblemKind.EXPORTED_BEFORE)], id="exported before"),
        pytest.param({"rejected": "課程不存在"}, [("匯出紀錄", ProblemKind.PORTAL_REJECTED)], id="sent back before"),
        pytest.param({"own_name": "王小堃"}, [("姓名", ProblemKind.ECPA_NAME)], id="under another name"),
        pytest.param({"name": "堃,喆", "exported_before": True},
                     [("姓名", ProblemKind.NAME_CHARACTER), ("姓名", ProblemKind.REPLACED),
                      ("匯出紀錄", ProblemKind.EXPORTED_BEFORE)], id="all told, notices last"),
    ],
)  # fmt: skip
def test_findings_of_an_ecpa_row(changes: dict[str, Any], expected: list[tuple[str, ProblemKind]]) -> None:
    assert kinds(Sheet(ECPA, OFFERING), replace(WANG, **changes)) == expected


def test_the_character_that_cp950_lacks_is_named() -> None:
    [finding] = Sheet(ECPA, OFFERING).findings(replace(WANG, name="王堃喆"))
    assert finding.sentence == "「姓名」中的「堃、喆」不在收件系統的字集（Big5）內"
    assert finding.blocking


def test_a_row_that_cp950_cannot_hold_is_never_written_damaged() -> None:
    assert Sheet(ECPA, OFFERING).rows(replace(WANG, name="王小堃"), number=1) is None
    assert "王小堃" in text(Sheet(LIST, OFFERING), replace(WANG, name="王小堃"))


NAMES = st.text(st.sampled_from('王小明堃喆=+-@,"\n\r\t ‧é1'), max_size=4)


@pytest.mark.control("T18")
@given(
    name=NAMES,
    unit=NAMES,
    number=st.sampled_from(["A123456789", "A123456788", "", "x"]),
    state=st.sampled_from(["reviewed", "name_differs"]),
    hours=st.sampled_from([Hours.of(1, 0), Hours(Decimal(0), Decimal(0))]),
    profile=st.sampled_from([ECPA, LIST]),
)
def test_a_row_is_written_exactly_when_no_finding_blocks(
    name: str, unit: str, number: str, state: str, hours: Hours, profile: Profile
) -> None:
    """What is told before the file is made and what the making refuses are one and the same."""
    line = replace(WANG, name=name, unit_name=unit, national_id=number, state=state, hours=hours)
    sheet = Sheet(profile, OFFERING)
    blocked = any(finding.blocking for finding in sheet.findings(line))
    assert (sheet.rows(line, number=1) is None) == blocked


@pytest.mark.parametrize(
    ("changes", "columns"),
    [
        pytest.param({}, [], id="complete"),
        pytest.param({"category": ""}, ["課程類別代碼"], id="category"),
        pytest.param({"county": ""}, ["上課縣市"], id="county"),
        pytest.param({"number": None}, ["期別"], id="number"),
        pytest.param(
            {"starts_at": None}, ["開課起始日期", "開課起始時間", "實際上課起始日期", "實際上課起始時間"], id="start"
        ),
        pytest.param({"name": "=測試"}, ["課程名稱"], id="formula in the name"),
        pytest.param({"name": "測試喆"}, ["課程名稱"], id="name not in cp950"),
    ],
)
def test_findings_of_the_activity(changes: dict[str, Any], columns: list[str]) -> None:
    found = Sheet(ECPA, replace(OFFERING, **changes)).offering_findings
    assert [finding.column for finding in found if finding.blocking] == columns


def test_comma_in_the_name_of_the_activity_is_replaced_and_told() -> None:
    sheet = Sheet(ECPA, replace(OFFERING, name="山,海\n與我"))
    assert [finding.kind for finding in sheet.offering_findings] == [ProblemKind.REPLACED]
    assert text(sheet, WANG).split(",")[1] == "山，海 與我"


@pytest.mark.control("T18")
@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_human_file_takes_the_edge_off_formulas(start: str) -> None:
    sheet = Sheet(LIST, OFFERING)
    line = replace(WANG, name=f"{start}1+1")
    assert sheet.findings(line) == []
    assert f"'{start}1+1" in text(sheet, line)


def test_human_file_keeps_rare_characters_and_quotes_commas() -> None:
    row = text(Sheet(LIST, OFFERING), replace(WANG, name='堃 "A", 喆'), number=7)
    assert row.startswith("7,") and ',"堃 ""A"", 喆",******6789,' in row
    assert "A123456789" not in row


@pytest.mark.parametrize(
    ("lines", "cuts"),
    [
        pytest.param([], [(1, 0)], id="nobody"),
        pytest.param([1], [(1, 1)], id="one"),
        pytest.param([1] * 3000, [(1, 3000)], id="just full"),
        pytest.param([1] * 3001, [(1, 3000), (3001, 3001)], id="one too many"),
        pytest.param([1] * 6500, [(1, 3000), (3001, 6000), (6001, 6500)], id="three"),
        pytest.param([7] * 500, [(1, 2996), (2997, 3500)], id="between two people, never within one"),
        pytest.param([1, 3001, 1], [(1, 1), (2, 3001), (3002, 3003)], id="more lines than a file has"),
    ],
)
def test_lists_are_cut_at_3000(lines: list[int], cuts: list[tuple[int, int]]) -> None:
    assert list(parts(lines, 3000)) == cuts


@given(lines=st.lists(st.integers(1, 10), max_size=40), most=st.integers(1, 15))
def test_parts_hold_every_line_once_and_none_too_many(lines: list[int], most: int) -> None:
    cuts = list(parts(lines, most))
    assert [n for first, last in cuts for n in range(first, last + 1)] == list(range(1, sum(lines) + 1))
    assert all(last - first < most for first, last in cuts)


def test_file_names_hold_codes_alone() -> None:
    assert part_name(ECPA, OFFERING, first=1, last=2, alone=True) == "ecpa-hours-25_109_Test01_1.csv"
    assert part_name(ECPA, OFFERING, first=1, last=3000, alone=False) == "ecpa-hours-25_109_Test01_1_(1~3000).csv"
    odd = replace(OFFERING, code="../王小明 A,1")
    assert part_name(ECPA, odd, first=1, last=1, alone=True) == "ecpa-hours-25_109_A-1_1.csv"
    assert "王小明" not in part_name(ECPA, replace(OFFERING, name="王小明"), first=1, last=1, alone=True)


def test_facts_of_a_line_show_no_person_when_printed() -> None:
    assert "王小明" not in repr(WANG) and "A123456789" not in repr(WANG)
