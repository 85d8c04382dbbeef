"""Units: taken over, effective-dated, found as people type them."""

from datetime import date

import pytest

from hefa.audit.names import SYSTEM
from hefa.units.actions import ImportReport, import_units
from hefa.units.models import Unit
from hefa.units.queries import search_units, unit_by_code
from tests.cast import NOW, a_unit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
HEADER = "機關代碼,機關名稱,主管機關代碼,機關生效日期,機關裁撤日期,新機關代碼"


def take_over(*lines: str, encoding: str = "utf-8-sig") -> ImportReport:
    return import_units(content="\n".join((HEADER, *lines)).encode(encoding), at=NOW, actor=SYSTEM)


def names(text: str, **how: str) -> list[str]:
    return [unit.name for unit in search_units(text, on=TODAY, **how)]  # type: ignore[arg-type]


def test_a_parent_may_come_later_in_the_file_and_a_successor_is_kept() -> None:
    take_over(
        "300000000A,舊局,100000000A,20000101,20251231,200000000A",
        "200000000A,新局,100000000A,20260101,,",
        "100000000A,某府,,,,",
    )
    old = Unit.objects.select_related("parent", "successor").get(code="300000000A")
    assert old.parent is not None and old.parent.name == "某府"
    assert old.successor is not None and old.successor.name == "新局"


def test_a_unit_stands_from_its_first_day_through_its_last() -> None:
    take_over("300000000A,舊局,,20000101,20251231,")
    unit = Unit.objects.get()
    days = [date(1999, 12, 31), date(2000, 1, 1), date(2025, 12, 31), date(2026, 1, 1)]
    assert [unit.stands_on(day) for day in days] == [False, True, True, False]
    assert [unit_by_code("300000000a", on=day) is not None for day in days] == [False, True, True, False]


def test_a_unit_that_the_file_no_longer_names_stays_and_a_new_name_is_taken() -> None:
    take_over("300000000A,舊名,,,,", "400000000A,留下,,,,")
    report = take_over("300000000A,新名,,,,")
    assert (report.added, report.changed, report.unchanged) == (0, 1, 0)
    assert set(Unit.objects.values_list("name", flat=True)) == {"新名", "留下"}
    assert names("新名") == ["新名"] and names("舊名") == []


def test_lines_that_cannot_be_read_are_named() -> None:
    report = take_over(
        "x,短,,,,",
        "300000000A,,,,,",
        "300000000A,好,,2026,,",
        "300000000A,好,,20260101,20250101,",
        "300000000A,好,,,,",
        "300000000A,又,,,,",
    )
    assert [line.number for line in report.refused] == [2, 3, 4, 5, 7]
    assert "重複" in report.refused[-1].sentence and Unit.objects.get().name == "好"


def test_dangling_parents_are_told_and_a_unit_is_not_its_own_parent() -> None:
    report = take_over("300000000A,甲,999999999A,,,", "400000000A,乙,400000000A,,,")
    assert report.dangling == ["999999999A"]
    assert not Unit.objects.filter(parent__isnull=False).exists()


def test_units_are_found_by_part_of_the_name_by_code_and_below_a_parent() -> None:
    take_over("100000000A,臺北市政府,,,,", "110000000A,臺北市政府環境保護局,100000000A,,,", "200000000A,綠水縣政府,,,,")
    assert names("台北") == ["臺北市政府", "臺北市政府環境保護局"]
    assert names("環保") == [] and names("環境") == ["臺北市政府環境保護局"]
    assert names("１１００") == ["臺北市政府環境保護局"]
    assert names("", parent_code="100000000a") == ["臺北市政府環境保護局"]
    assert names("") == [] and names("  ") == [] and names("%") == [] and names("綠") == ["綠水縣政府"]


def test_a_list_is_no_longer_than_asked() -> None:
    for number in range(30):
        a_unit(f"{number:09d}A", f"第{number}國民小學")
    assert len(search_units("國民小學", on=TODAY)) == 20
    assert len(search_units("國民小學", on=TODAY, limit=5)) == 5
