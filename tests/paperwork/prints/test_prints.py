"""Workbooks hold texts as texts; typeset pages hold rare characters and nothing of their data as code."""

import io
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from hefa.paperwork.prints.typeset import FontsMissing, pdf, without_unshown
from hefa.paperwork.prints.workbook import harmless, ods, xlsx
from tests.cast import NOW

HEADER = ("姓名", "時數")
ROWS = (("李喆堃", Decimal("1.5")), ("=HYPERLINK(A1)", 2))


@pytest.mark.parametrize("made", [xlsx(HEADER, ROWS, sheet="名單", at=NOW), ods(HEADER, ROWS, sheet="名單")])
def test_a_workbook_reads_back_as_written_and_holds_no_formula(made: bytes) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    assert book.sheet_names == ["名單"]
    assert book.get_sheet_by_index(0).to_python() == [list(HEADER), ["李喆堃", 1.5], ["'=HYPERLINK(A1)", 2.0]]


@pytest.mark.parametrize("text", ["=1", "+886", "-1", "@a", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠a"])
def test_a_start_that_looks_like_a_formula_is_made_harmless(text: str) -> None:
    assert harmless(text) == f"'{text}" and harmless(f"a{text}") == f"a{text}"


def test_a_template_that_is_not_there_is_an_error_not_an_empty_page() -> None:
    with pytest.raises((RuntimeError, OSError)) as found:
        pdf("no-such-print", {}, at=NOW)
    assert not isinstance(found.value, FontsMissing)


def test_a_character_that_no_font_has_is_printed_as_a_mark_and_costs_nobody_the_paper() -> None:
    told = '{"name": "王\\u0001小👩", "note": "👩"}'
    error = 'PDF/UA-1 error: the text `"{}"` could not be displayed with font `"Noto Sans CJK TC"`'
    told = without_unshown(told, error.format("\\u{1}"))
    assert without_unshown(told, error.format("👩")) == '{"name": "王〓小〓", "note": "〓"}'
    assert without_unshown(told, "another error") == told
