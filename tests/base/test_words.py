"""Names, hours, dates and search texts as people write them."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefa.base.hours import Hours, HoursProblem, InvalidHours
from hefa.base.person_name import InvalidPersonName, clean_person_name, same_name
from hefa.base.roc import TAIPEI, InvalidDate, format_roc, format_roc_datetime, parse_roc_date
from hefa.base.search_text import fold, grams

INVISIBLE = ["王\u3164明", "\u2800", "\uffa0王", "王\u034f", "Wang\ufe0f", "\U000e0100王"]
"""Letters and marks to Unicode, nothing on a screen: two people would read as one."""


@pytest.mark.parametrize(
    "name", ["李喆堃", "𠮷野家", "黃\U00031350", "Ngayaw‧Kacaw", "游\ue000", "葛\U000e0100城", "O'Brien", "<b>王</b>"]
)
def test_names_keep_their_characters(name: str) -> None:
    assert clean_person_name(f"  {name} ") == name


@pytest.mark.parametrize(
    "name", ["", " \u3000", "王\u200b小明", "王\x00", "\u202e王", "王" * 101, "\ud800", *INVISIBLE]
)
def test_what_is_no_name_is_told_so(name: str) -> None:
    with pytest.raises(InvalidPersonName) as found:
        clean_person_name(name)
    assert str(found.value).startswith(("請輸入", "姓名"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("張‧阿美", "張·阿美"),
        ("John Smith", "JOHN  SMITH"),
        ("Ngayaw・Kacaw", "Ngayaw‧Kacaw"),
        ("葛\U000e0100城", "葛城"),
    ],
)
def test_names_that_read_alike(one: str, other: str) -> None:
    assert same_name(one, other) and not same_name(one, other + "二")


@pytest.mark.parametrize(
    ("digital", "in_person", "problem"),
    [
        ("0", "0", HoursProblem.BOTH_ZERO),
        ("-0.5", "2", HoursProblem.NEGATIVE),
        ("1e9", "0", HoursProblem.TOO_MANY),
        ("0.25", "0", HoursProblem.NOT_HALF_STEP),
        ("NaN", "0", HoursProblem.NOT_A_NUMBER),
        ("Infinity", "0", HoursProblem.NOT_A_NUMBER),
        ("兩", "0", HoursProblem.NOT_A_NUMBER),
        ("", "0", HoursProblem.NOT_A_NUMBER),
    ],
)
def test_what_is_no_number_of_hours(digital: str, in_person: str, problem: HoursProblem) -> None:
    with pytest.raises(InvalidHours) as found:
        Hours.of(digital, in_person)
    assert found.value.problem is problem


@given(st.integers(0, 199), st.integers(0, 199))
def test_hours_add_up_and_print_without_trailing_zeros(digital: int, in_person: int) -> None:
    if digital or in_person:
        hours = Hours.of(Decimal(digital) / 2, Decimal(in_person) / 2)
        assert hours.total * 2 == digital + in_person
        assert ".0" not in hours.label


def test_hours_read_full_width_digits() -> None:
    assert Hours.of("１．５", "０") == Hours.of("1.5", "0")


@given(st.dates(date(1921, 1, 1), date(2100, 12, 31)))
def test_roc_dates_come_back(day: date) -> None:
    written = format_roc(day)
    assert parse_roc_date(written) == parse_roc_date(written.replace("-", "/")) == day
    assert parse_roc_date(day.isoformat()) == day


@pytest.mark.parametrize("text", ["", "115-13-01", "115-02-30", "abc", "115-1", "99999999", "115年1月1日"])
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(InvalidDate):
        parse_roc_date(text)


def test_times_are_told_in_taipei() -> None:
    assert format_roc_datetime(datetime(2020, 3, 24, 9, 30, tzinfo=TAIPEI)) == "109-03-24 09:30"


def test_search_finds_what_reads_alike() -> None:
    assert fold("臺北 Ａ") == fold("台北a")
    assert set(grams("台")) <= set(grams("臺北市"))
