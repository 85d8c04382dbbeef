"""A profile is data: it survives a trip through JSON, and refuses what contradicts itself."""

import json

import pytest

from hefa.paperwork.names import Quoting, Reader, Source
from hefa.paperwork.papers import PROFILES
from hefa.paperwork.rules import Column, InvalidProfile, Profile

ECPA_HEADER = (
    "*身分證字號,*課程名稱,*開課起始日期,*開課起始時間,*開課結束日期,*開課結束時間,*姓名,*學位學分,*課程類別代碼,*上課縣市,*期別,"
    "*訓練總數,*訓練總數單位,訓練成績,證件字號,出勤上課狀況,生日,*學習性質,*數位時數,*實體時數,課程代碼,*實際上課起始日期,"
    "*實際上課起始時間,*實際上課結束日期,*實際上課結束時間"
)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES.keys())
def test_profile_survives_json(profile: Profile) -> None:
    assert Profile.from_data(json.loads(json.dumps(profile.to_data()))) == profile


def test_ecpa_has_the_25_headers_of_the_portal() -> None:
    columns = PROFILES["ecpa-hours-25"].columns
    assert ",".join(column.header for column in columns) == ECPA_HEADER
    assert [column.required for column in columns] == [column.header.startswith("*") for column in columns]


@pytest.mark.parametrize(
    ("code", "columns"), [("ecpa-hours-25", 25), ("ecpa-existing-17", 17), ("ecpa-legacy-19", 19), ("env-batch-18", 18)]
)
def test_files_for_portals_have_their_columns_and_mark_what_is_mandatory(code: str, columns: int) -> None:
    profile = PROFILES[code]
    assert len(profile.columns) == columns and profile.portal and profile.max_rows == 3000
    assert [one.required for one in profile.columns] == [one.header.startswith("*") for one in profile.columns]


def test_only_files_for_portals_open_numbers() -> None:
    assert {code for code, one in PROFILES.items() if one.opens_numbers} == {
        code for code, one in PROFILES.items() if one.portal
    }


def made(**changes: object) -> Profile:
    data = PROFILES["ecpa-hours-25"].to_data()
    return Profile.from_data({**data, **changes})


def with_column(**changes: object) -> dict[str, object]:
    """The columns with the first one changed."""
    first, *others = PROFILES["ecpa-hours-25"].to_data()["columns"]
    return {"columns": [{**first, **changes}, *others]}


@pytest.mark.parametrize(
    ("changes", "field", "column"),
    [
        pytest.param({"code": "Ecpa 25"}, "code", None, id="code with capitals and spaces"),
        pytest.param({"label": " "}, "label", None, id="no label"),
        pytest.param({"encoding": "big6"}, "encoding", None, id="unknown encoding"),
        pytest.param({"line_end": "\n\n"}, "line_end", None, id="unknown line end"),
        pytest.param({"date_format": "lunar"}, "date_format", None, id="unknown date format"),
        pytest.param({"time_format": "%s"}, "time_format", None, id="unknown time format"),
        pytest.param({"max_rows": 0}, "max_rows", None, id="no rows in a file"),
        pytest.param({"kind": "xlsx"}, "kind", None, id="a workbook for a machine"),
        pytest.param({"file_name": "{name}"}, "file_name", None, id="file name with something unknown"),
        pytest.param({"file_name": "{code.__class__}"}, "file_name", None, id="file name that reaches inside"),
        pytest.param({"file_name": "../{code}"}, "file_name", None, id="file name with a path"),
        pytest.param({"file_name": "{code"}, "file_name", None, id="open brace"),
        pytest.param({"file_name": ""}, "file_name", None, id="no file name"),
        pytest.param({"states": []}, "states", None, id="no state"),
        pytest.param({"delimiter": "\""}, "delimiter", None, id="quote as delimiter"),
        pytest.param({"replacements": {}}, "replacements", None, id="unquoted without replacements"),
        pytest.param({"replacements": {",": '"', '"': "”", "\r": "", "\n": " "}}, "replacements", None,
                     id="replaced by what is replaced"),
        pytest.param({"replacements": {",": "𠮷", '"': "”", "\r": "", "\n": " "}}, "replacements", None,
                     id="replaced by what the encoding lacks"),
        pytest.param({"maps": {"learning_kind": {"digital": "1,"}}}, "maps", None, id="a map with a comma"),
        pytest.param({"no_unit_code": "堃"}, "no_unit_code", None, id="unit code not in cp950"),
        pytest.param({"dialect": "french"}, "dialect", None, id="unknown dialect"),
        pytest.param({"columns": []}, "columns", None, id="no columns"),
        pytest.param({"reader": "human"}, "source", 0, id="whole numbers for people"),
        pytest.param(with_column(header="*"), "header", 0, id="no header"),
        pytest.param(with_column(header="*課程名稱"), "header", 1, id="a header twice"),
        pytest.param(with_column(header="姓,名"), "header", 0, id="a header with a comma"),
        pytest.param(with_column(header="喆"), "header", 0, id="a header not in cp950"),
        pytest.param(with_column(value_map="none"), "value_map", 0, id="no such map"),
        pytest.param(with_column(fixed="a\nb"), "fixed", 0, id="fixed text with a line break"),
    ],
)  # fmt: skip
def test_profile_refuses_contradictions(changes: dict[str, object], field: str, column: int | None) -> None:
    with pytest.raises(InvalidProfile) as refused:
        made(**changes)
    assert [(one.field, one.column) for one in refused.value.contradictions] == [(field, column)]


def test_all_that_does_not_fit_is_told_at_once() -> None:
    with pytest.raises(InvalidProfile) as refused:
        made(label="", max_rows=0, file_name="x/y")
    assert [one.field for one in refused.value.contradictions] == ["label", "max_rows", "file_name"]


def test_label_is_the_header_without_its_star() -> None:
    assert Column("*姓名", Source.NAME).label == "姓名"
    assert (PROFILES["issued-list"].reader, PROFILES["issued-list"].quoting) == (Reader.HUMAN, Quoting.MINIMAL)
