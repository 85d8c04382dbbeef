"""Files as officers send them in, good and nasty, made here byte by byte."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date

import xlsxwriter

from tests.cast import an_id

Rows = Sequence[Sequence[object]]
HEADER = ("姓名", "身分證統一編號", "服務單位代碼", "數位時數", "實體時數")


def person(
    number: int = 1, name: str = "王小明", unit: str = "", digital: str = "", in_person: str = ""
) -> list[object]:
    """A row of the template."""
    return [name, an_id(number).value, unit, digital, in_person]


def csv_file(*rows: Sequence[object], header: Sequence[str] = HEADER, encoding: str = "utf-8-sig") -> bytes:
    return "".join(",".join(map(str, row)) + "\r\n" for row in (header, *rows)).encode(encoding)


def workbook(*rows: Sequence[object], merged: str = "", sheets: Sequence[Rows] = ()) -> bytes:
    """An XLSX with these rows as they stand, header included; `sheets` come before it."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "default_date_format": "yyyy/m/d"}) as book:
        for table in (*sheets, rows):
            page = book.add_worksheet()
            for number, row in enumerate(table):
                for place, cell in enumerate(row):
                    if isinstance(cell, date):
                        page.write_datetime(number, place, cell)
                    elif cell != "":
                        page.write(number, place, cell)
        if merged:
            page.merge_range(merged, "王小明")
    return made.getvalue()


def archive(**members: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in members.items():
            packed.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return made.getvalue()


def far_cell() -> bytes:
    """A workbook of a few bytes whose last cell makes the sheet 17 billion cells large."""
    good = workbook(HEADER, person())
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(made, "w") as new:
        for member in old.infolist():
            text = old.read(member)
            if member.filename == "xl/worksheets/sheet1.xml":
                text = text.replace(
                    b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                )
            new.writestr(member.filename, text)
    return made.getvalue()


def bomb() -> bytes:
    """A workbook whose sheet unpacks to 160 MB of blanks."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        with packed.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(160):
                sheet.write(b" " * 1024 * 1024)
    return made.getvalue()


def lying_archive() -> bytes:
    """A workbook that says of a member of 20 MB that it has ten bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/media/image1.bin", b"\0" * 20 * 1024 * 1024)
    data = bytearray(made.getvalue())
    told = (20 * 1024 * 1024).to_bytes(4, "little")
    while (at := data.find(told)) >= 0:
        data[at : at + 4] = (10).to_bytes(4, "little")
    return bytes(data)
