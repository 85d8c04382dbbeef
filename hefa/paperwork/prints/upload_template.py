"""時數上傳範本: five fixed rows, each marked 此列勿刪, the data below, and the codes on a second sheet."""

import io
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from hefa.paperwork.rules.reading import FIXED_ROW, InColumn, Intake

NARROW, WIDE = 22, 30


def upload_template(intake: Intake, *, heading: str, codes: Sequence[tuple[str, str, str]], at: datetime) -> bytes:
    """The workbook for one offering; `codes` are kind, code and label, as the second sheet lists them."""
    made = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(made, options) as book:
        book.set_properties({"title": intake.label, "created": at.replace(tzinfo=None)})
        fixed = book.add_format(
            {"text_wrap": True, "valign": "top", "bg_color": "#E3EFE8", "border": 1, "font_size": 10}
        )
        bold = book.add_format({"bold": True, "valign": "top", "bg_color": "#C7DFD1", "border": 1})
        text = book.add_format({"num_format": "@"})
        _data_sheet(book.add_worksheet("學員時數"), intake, fixed=fixed, bold=bold, text=text)
        _code_sheet(book.add_worksheet("代碼表"), heading, codes, bold=bold, text=text)
    return made.getvalue()


def _data_sheet(page: Worksheet, intake: Intake, *, fixed: Format, bold: Format, text: Format) -> None:
    rows = (
        ("欄位名稱", [column.header for column in intake.columns], bold),
        ("是否必填", [_needed(column) for column in intake.columns], fixed),
        ("填寫說明", [column.help for column in intake.columns], fixed),
        ("格式", [column.format for column in intake.columns], fixed),
        ("範例", [column.example for column in intake.columns], fixed),
    )
    page.set_column(0, 0, NARROW)
    page.set_column(1, len(intake.columns), NARROW, text)
    for number, (mark, cells, look) in enumerate(rows):
        page.write_string(number, 0, f"{FIXED_ROW} - {mark}", bold)
        for place, cell in enumerate(cells, start=1):
            page.write_string(number, place, cell, look)
    page.freeze_panes(len(rows), 1)


def _code_sheet(
    page: Worksheet, heading: str, codes: Sequence[tuple[str, str, str]], *, bold: Format, text: Format
) -> None:
    page.set_column(0, 1, NARROW, text)
    page.set_column(2, 2, 2 * WIDE)
    page.write_string(0, 0, heading)
    for place, header in enumerate(("類別", "代碼", "說明")):
        page.write_string(2, place, header, bold)
    for number, row in enumerate(codes, start=3):
        for place, cell in enumerate(row):
            page.write_string(number, place, cell)
    page.freeze_panes(3, 0)


def _needed(column: InColumn) -> str:
    return "必填" if column.needed else "選填"
