"""機關代碼檔: compared before it is applied, applied once, and only as it was shown."""

from datetime import date
from uuid import uuid4

import pytest

from hefa.audit.names import SYSTEM
from hefa.units.actions import FileApplied, UnitsOvertaken, apply_units_file, import_units, keep_units_file
from hefa.units.models import Unit, UnitsFile
from hefa.units.names import Difference
from hefa.units.queries import held_lines, standing_successor, unit_of_any_time
from hefa.units.rules import UnitChange, UnreadableFile, compare, fingerprint, read_units
from tests.cast import NOW
from tests.crowd import at_once

HEADER = "機關代碼,機關名稱,主管機關代碼,機關生效日期,機關裁撤日期,新機關代碼\n"
A, B, C = "A00000000A", "B00000000B", "C00000000C"
FIRST = HEADER + f"{A},綠水縣政府,,20000101,,\n{B},環保局,{A},20000101,,\n"
SECOND = (
    HEADER + f"{A},綠水市政府,,20000101,,\n{B},環保局,{A},20000101,20261231,{C}\n{C},環境局,{A},20270101,,\n壞,列,,,,\n"
)
BY = uuid4()


def kept(text: str) -> UnitsFile:
    return keep_units_file(content=text.encode(), by=BY, at=NOW)


def shown(file: UnitsFile) -> list[UnitChange]:
    return compare(read_units(bytes(file.content))[0], held_lines())


@pytest.mark.django_db
def test_the_differences_are_told_unit_by_unit() -> None:
    import_units(content=FIRST.encode(), at=NOW, actor=SYSTEM)
    assert shown(kept(FIRST)) == []
    assert shown(kept(SECOND)) == [
        UnitChange(A, "綠水市政府", Difference.CHANGED, (("機關名稱", "綠水縣政府", "綠水市政府"),)),
        UnitChange(
            B,
            "環保局",
            Difference.SUCCEEDED,
            (("裁撤日期", "", "2026-12-31"), ("新機關", "", C)),
        ),
        UnitChange(C, "環境局", Difference.ADDED),
    ]
    ended = SECOND.replace(f",{C}\n{C}", f",\n{C}")
    assert [one.difference for one in shown(kept(ended))] == [Difference.CHANGED, Difference.ENDED, Difference.ADDED]


@pytest.mark.django_db
def test_what_was_shown_is_what_happens_and_once() -> None:
    import_units(content=FIRST.encode(), at=NOW, actor=SYSTEM)
    file = kept(SECOND)
    report = apply_units_file(file=file, confirmed=fingerprint(shown(file)), by=BY, at=NOW)
    assert (report.added, report.changed, report.unchanged, len(report.refused)) == (1, 2, 0, 1)
    assert shown(file) == []
    with pytest.raises(FileApplied):
        apply_units_file(file=file, confirmed=fingerprint([]), by=BY, at=NOW)
    old = unit_of_any_time(B)
    assert old is not None
    heir = standing_successor(old, on=date(2027, 1, 1))
    assert heir is not None and heir.code == C


@pytest.mark.django_db
def test_nothing_happens_when_the_list_has_changed_since() -> None:
    file = kept(FIRST)
    seen = fingerprint(shown(file))
    Unit.objects.create(code=A, name="先來的")
    with pytest.raises(UnitsOvertaken):
        apply_units_file(file=file, confirmed=seen, by=BY, at=NOW)
    file.refresh_from_db()
    assert file.applied_at is None and not Unit.objects.filter(code=B).exists()


@pytest.mark.django_db
def test_a_file_that_is_not_what_it_says_is_not_kept() -> None:
    with pytest.raises(UnreadableFile, match="缺少欄位"):
        kept("a,b\n1,2\n")
    assert not UnitsFile.objects.exists()


@pytest.mark.django_db
def test_parents_and_successors_that_nobody_knows_are_no_difference() -> None:
    odd = HEADER + f"{A},綠水縣政府,{A},,,\n{B},環保局,Z99999999Z,,,Z99999999Z\n"
    import_units(content=odd.encode(), at=NOW, actor=SYSTEM)
    assert shown(kept(odd)) == []


@pytest.mark.django_db
def test_a_circle_of_successors_has_an_end() -> None:
    one, two = Unit.objects.create(code=A, name="甲"), Unit.objects.create(code=B, name="乙")
    Unit.objects.filter(pk=one.pk).update(successor=two, valid_until=date(2020, 1, 1))
    Unit.objects.filter(pk=two.pk).update(successor=one, valid_until=date(2020, 1, 1))
    assert standing_successor(one, on=NOW.date()) is None


@pytest.mark.django_db(transaction=True)
def test_two_operators_who_confirm_at_once_import_once() -> None:
    file = kept(FIRST)
    seen = fingerprint(shown(file))

    def go() -> str:
        try:
            apply_units_file(file=file, confirmed=seen, by=BY, at=NOW)
        except FileApplied:
            return "was applied"
        return "applied"

    assert sorted(at_once([go, go, go])) == ["applied", "was applied", "was applied"]
