"""Workbooks, XLSX and ODS: their sheets as rows of text, as an officer would read them."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum, load_workbook
from python_calamine import PasswordError as Locked

from hefa.paperwork.rules.reading.bounds import BROKEN, LAST_ROW, MAX_COLUMNS, TOO_WIDE
from hefa.paperwork.rules.reading.guard import check_archive
from hefa.paperwork.rules.reading.kinds import UnreadableFile

MOST_SHEETS = 20
Range = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class WorkSheet:
    """One visible sheet from its first row on, blank or not; `merged` counts from 0."""

    merged: Sequence[Range]
    rows: Iterator[Sequence[str]]


def sheets_of(content: bytes) -> Iterator[WorkSheet]:
    """The visible sheets in their order, one opened at a time. Raises UnreadableFile."""
    check_archive(content)
    try:
        with _opened(content) as book:
            for told in book.sheets_metadata[:MOST_SHEETS]:
                if told.visible == SheetVisibleEnum.Visible and told.typ == SheetTypeEnum.WorkSheet:
                    yield _sheet(book, told.name)
    except Locked:
        raise UnreadableFile("檔案有密碼保護，無法讀取。請移除密碼後再上傳。") from None
    except (CalamineError, OSError, ValueError) as error:
        if isinstance(error, UnreadableFile):
            raise
        raise UnreadableFile(BROKEN) from None


def _opened(content: bytes) -> CalamineWorkbook:
    return load_workbook(io.BytesIO(content))


def _sheet(book: CalamineWorkbook, name: str) -> WorkSheet:
    sheet = book.get_sheet_by_name(name)
    if sheet.width > MAX_COLUMNS or sheet.height > LAST_ROW:
        raise UnreadableFile(TOO_WIDE)
    rows = ([cell_text(cell) for cell in row] for row in sheet.iter_rows())
    return WorkSheet(sheet.merged_cell_ranges or [], rows)


def cell_text(cell: Any) -> str:
    """A cell as it would be typed: whole numbers without a point, days as 2024-03-01."""
    match cell:
        case str():
            return cell
        case bool():
            return "TRUE" if cell else "FALSE"
        case float():
            return str(int(cell)) if cell.is_integer() else f"{Decimal(repr(cell)):f}"
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else f"{cell:%Y-%m-%d %H:%M}"
        case date():
            return cell.isoformat()
        case None:
            return ""
        case _:
            return str(cell)
