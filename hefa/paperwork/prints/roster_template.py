"""The template of a roster's file: headers, how to fill them in, and cells that keep a leading zero."""

import csv
import io
from datetime import datetime

import xlsxwriter

from hefa.paperwork.rules.roster_file import MOST_LINES, ROSTER_INTAKE

WIDTH = 24
HEADERS = [column.header for column in ROSTER_INTAKE.columns]


def roster_template_xlsx(*, at: datetime) -> bytes:
    """Empty but for its header; every cell is text, so that 0123 stays 0123. A second sheet says what goes where."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.set_properties({"created": at.replace(tzinfo=None)})
        bold, text = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
        page = book.add_worksheet("名冊")
        page.freeze_panes(1, 0)
        page.set_column(0, len(HEADERS) - 1, WIDTH, text)
        page.write_row(0, 0, HEADERS, bold)
        told = book.add_worksheet("填寫說明")
        told.set_column(0, 2, WIDTH * 2)
        told.write_row(0, 0, ("欄位", "填寫方式", "格式"), bold)
        for row, column in enumerate(ROSTER_INTAKE.columns, start=1):
            needed = "（必填）" if column.needed else "（選填）"
            told.write_row(row, 0, (column.header + needed, column.help, column.format))
        told.write_string(len(HEADERS) + 2, 0, f"每個檔案最多 {MOST_LINES:,} 人。學生以班級列計，不必逐人填寫。")
    return made.getvalue()


def roster_template_csv(*, at: datetime) -> bytes:
    """The header alone, in UTF-8 with a byte order mark, so that Excel opens it as it is."""
    made = io.StringIO(newline="")
    csv.writer(made, lineterminator="\r\n").writerow(HEADERS)
    return made.getvalue().encode("utf-8-sig")
