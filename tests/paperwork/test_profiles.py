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


def test_only_the_ecpa_file_opens_numbers() -> None:
    assert [code for code, profile in PROFILES.items() if profile.opens_numbers] == ["ecpa-hours-25"]


def made(**changes: object) -> Profile:
    data = PROFILES["ecpa-hours-25"].to_data()
    return Profile.from_data({**data, **changes})


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"date_format": "lunar"}, id="unknown date format"),
        pytest.param({"max_rows": 0}, id="no rows in a file"),
        pytest.param({"replacements": {}}, id="unquoted without replacements"),
        pytest.param({"replacements": {",": '"', '"': "”", "\r": "", "\n": " "}}, id="replaced by what is replaced"),
        pytest.param({"maps": {}}, id="column names a map that is not there"),
    ],
)
def test_profile_refuses_contradictions(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidProfile):
        made(**changes)


def test_profile_refuses_an_unknown_encoding() -> None:
    with pytest.raises(LookupError):
        made(encoding="big6")


def test_label_is_the_header_without_its_star() -> None:
    assert Column("*姓名", Source.NAME).label == "姓名"
    assert (PROFILES["issued-list"].reader, PROFILES["issued-list"].quoting) == (Reader.HUMAN, Quoting.MINIMAL)
