"""One line judged by itself, as a table."""

from datetime import date
from pathlib import Path

import pytest

from hefa.base.hours import Hours
from hefa.base.roc import InvalidDate
from hefa.paperwork.names import Meaning
from hefa.paperwork.papers.intakes import INTAKES
from hefa.paperwork.rules.reading import Line, judge, read_date, read_table
from hefa.paperwork.rules.reading.judge import Judged
from tests.cast import an_id

GOOD = {
    "template": {Meaning.NAME: "王小明", Meaning.NATIONAL_ID: an_id(1).value},
    "issued-list": {Meaning.NAME: "王小明", Meaning.LAST4: "******0012"},
    "env-batch-18": {
        Meaning.ROC_YEAR: "115",
        Meaning.UNIT_CODE: "355000000I",
        Meaning.NATIONAL_ID: an_id(1).value,
        Meaning.ACTIVITY_NAME: "測試活動001",
        Meaning.START_DATE: "115-11-24",
        Meaning.NAME: "王小明",
        Meaning.NUMBER: "1",
        Meaning.END_DATE: "115-11-24",
        Meaning.HOURS_TOTAL: "2",
        Meaning.LEARNING_KIND: "2",
        Meaning.HOURS_DIGITAL: "0",
        Meaning.HOURS_IN_PERSON: "2",
    },
}


def judged(kind: str, **changes: str) -> Judged:
    intake = INTAKES[kind]
    told = GOOD[kind] | {Meaning(meaning): text for meaning, text in changes.items()}
    cells = tuple(told.get(column.meaning, "") for column in intake.columns)
    return judge(intake, Line(7, cells))


@pytest.mark.parametrize("kind", GOOD)
def test_a_good_line_has_no_fault(kind: str) -> None:
    told = judged(kind)
    assert (told.faults, told.notices, told.name) == ((), (), "王小明")
    assert told.hours == (Hours.of(0, 2) if kind == "env-batch-18" else None)


FAULTS = {
    "no name": ("template", {"name": ""}, "沒有姓名"),
    "a name that is a formula": ("template", {"name": "=HYPERLINK(1)"}, "姓名以「=」開頭，請更正"),
    "a name with a control": ("template", {"name": "王\x07明"}, "姓名含有無法使用的字元"),
    "a broken character": ("template", {"name": "王�明"}, "姓名含有損壞的字元（�），請更正"),
    "a name without end": ("template", {"name": "王" * 101}, "姓名最多 100 個字"),
    "no number": ("template", {"national_id": ""}, "沒有身分證統一編號"),
    "a wrong check digit": (
        "template",
        {"national_id": "A123456788"},
        "身分證統一編號檢查碼不正確，請確認是否輸入錯誤",
    ),
    "negative hours": ("template", {"hours_in_person": "-1"}, "時數不可為負數"),
    "hours in words": ("template", {"hours_in_person": "兩小時"}, "時數須為數字"),
    "odd hours": ("template", {"hours_in_person": "0.3"}, "時數以 0.5 小時為單位"),
    "no hours at all": ("template", {"hours_in_person": "0", "hours_digital": "0"}, "數位與實體時數不可同時為 0"),
    "last four in words": ("issued-list", {"last4": "四碼"}, "身分證字號末四碼應為 4 個數字"),
    "hours missing": ("env-batch-18", {"hours_digital": "", "hours_in_person": ""}, "沒有時數"),
    "a sum that is none": ("env-batch-18", {"hours_total": "3"}, "課程時數與數位 0＋實體 2 不符"),
    "another kind": ("env-batch-18", {"learning_kind": "1"}, "學習性質是數位，但時數是實體"),
    "no known kind": ("env-batch-18", {"learning_kind": "9"}, "學習性質應為 1（數位）、2（實體）或 3（混成）"),
    "no day": ("env-batch-18", {"start_date": "115-02-30"}, "「上課起始日期」的日期無法辨識，請用 113-03-01"),
    "no year": ("env-batch-18", {"roc_year": "今年"}, "「年度」應為數字"),
}


@pytest.mark.parametrize(("kind", "changes", "sentence"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_told_in_words(kind: str, changes: dict[str, str], sentence: str) -> None:
    told = judged(kind, **changes)
    assert told.faults == (sentence,)
    assert "A12345" not in repr(told)


TOLERATED = {
    "full-width digits": ("template", {"national_id": "Ａ１２３４５６７８９", "hours_in_person": "１．５"}),
    "small letters and blanks": ("template", {"national_id": " a123456789 "}),
    "a residence number": ("template", {"national_id": "A800000014"}),
    "an indigenous name": ("template", {"name": "Ngayaw‧Kacaw"}),
    "rare characters": ("template", {"name": "堃啓喆峯綉"}),
    "last four that lost their zeros": ("issued-list", {"last4": "12"}),
    "offering in words": ("env-batch-18", {"number": "第１期", "roc_year": "115年"}),
    "hours with a point": ("env-batch-18", {"hours_total": "2.0", "hours_in_person": "2.0"}),
    "the kind in words": ("env-batch-18", {"learning_kind": "實體"}),
}


@pytest.mark.parametrize(("kind", "changes"), TOLERATED.values(), ids=TOLERATED.keys())
def test_what_people_write_is_understood(kind: str, changes: dict[str, str]) -> None:
    assert judged(kind, **changes).faults == ()


NOTICES = {
    "a question mark": ("template", {"name": "王?明"}, "姓名含「?」，可能是存檔時遺失的字，請確認"),
    "a full-width one": ("template", {"name": "王？明"}, "姓名含「?」，可能是存檔時遺失的字，請確認"),
    "a private character": ("template", {"name": "王\ue123"}, "姓名含造字，其他電腦可能無法顯示，請確認"),
    "no unit": ("env-batch-18", {"unit_code": ""}, "沒有機關代碼，將登錄為一般民眾（無服務單位）"),
}


@pytest.mark.parametrize(("kind", "changes", "sentence"), NOTICES.values(), ids=NOTICES.keys())
def test_a_doubt_is_told_and_keeps_nobody_out(kind: str, changes: dict[str, str], sentence: str) -> None:
    told = judged(kind, **changes)
    assert told.notices == (sentence,) and told.faults in ((), ("姓名含有無法使用的字元",))


def test_the_example_of_the_template_is_nobody() -> None:
    intake = INTAKES["template"]
    assert "這一列是範本的範例，請刪除" in judge(intake, Line(5, intake.examples)).faults


@pytest.mark.parametrize(
    "text",
    ["109-03-24", "109/3/24", "109.3.24", "1090324", "2020-03-24", "2020/3/24", "20200324", "109年3月24日",
     "民國109年03月24日", "１０９／３／２４", "2020-03-24 00:00"],
)  # fmt: skip
def test_a_day_is_read_in_all_its_forms(text: str) -> None:
    assert read_date(text) == date(2020, 3, 24)


@pytest.mark.parametrize("text", ["", "109-13-01", "三月", "109", "43914"])
def test_what_is_no_day_is_none(text: str) -> None:
    with pytest.raises(InvalidDate):
        read_date(text)


@pytest.mark.parametrize("kind", ["env-batch-18", "issued-list"])
def test_what_goes_out_can_come_in_again(kind: str) -> None:
    intake = INTAKES[kind]
    table = read_table((Path(__file__).parents[1] / "golden" / f"{kind}.csv").read_bytes(), intake)
    told = [judge(intake, line) for line in table.lines]
    assert table.notices == () and told and not [one.faults for one in told if one.faults]
    assert all(one.hours and one.place.name and one.place.number for one in told)
