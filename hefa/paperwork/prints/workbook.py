"""Write a table as a workbook for people: XLSX and ODS. A text is never a formula (security.md, T18)."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

import odfdo
import xlsxwriter

from hefa.paperwork.rules.findings import FORMULA_START

Cell = str | int | Decimal
WIDEST = 60
ROWS_LOOKED_AT = 200
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def xlsx(header: Sequence[str], rows: Iterable[Sequence[Cell]], *, sheet: str, at: datetime) -> bytes:
    """The table as XLSX: header bold and frozen, columns as wide as their texts, numbers as numbers."""
    made = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(made, options) as book:
        book.set_properties({"created": at.replace(tzinfo=None)})
        page = book.add_worksheet(sheet)
        page.freeze_panes(1, 0)
        page.write_row(0, 0, header, book.add_format({"bold": True, "bottom": 1}))
        widths = [_width(cell) for cell in header]
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    page.write_string(number, place, harmless(cell))
                else:
                    page.write_number(number, place, cell)
            if number <= ROWS_LOOKED_AT:
                widths = [max(pair) for pair in zip(widths, map(_width, row), strict=True)]
        for place, width in enumerate(widths):
            page.set_column(place, place, min(width, WIDEST) + 2)
    return made.getvalue()


def ods(header: Sequence[str], rows: Iterable[Sequence[Cell]], *, sheet: str) -> bytes:
    """The table as ODS."""
    document = odfdo.Document("spreadsheet")
    document.body.clear()
    table = odfdo.Table(sheet)
    for row in (header, *rows):
        line = odfdo.Row()
        for cell in row:
            line.append_cell(odfdo.Cell(harmless(cell) if isinstance(cell, str) else cell))
        table.append_row(line)
    document.body.append(table)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def harmless(text: str) -> str:
    """The text with an apostrophe before a start that a spreadsheet would take for a formula."""
    return f"'{text}" if text[:1] in FORMULA_START else text


def _width(cell: Cell) -> int:
    """In characters of the sheet's font; an ideograph takes two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in str(cell))
