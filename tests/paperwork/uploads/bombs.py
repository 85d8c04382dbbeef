"""Small files that become large when they are opened, made here byte by byte."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping

from hefa.paperwork.prints.workbook import ods
from tests.paperwork.uploads.files import HEADER, archive, person, workbook

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BILLION = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "哈">{LAUGHS}]>'
QUADRATIC = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "{"哈" * 50_000}">]>'
EXTERNAL = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
NAME = "王小明"
XLSX = workbook(HEADER, person(name=NAME))
ODS = ods(HEADER, [list(map(str, person(name=NAME)))], sheet="a")
DECLARATION = re.compile(rb"<\?xml[^>]*\?>")


def with_bomb(content: bytes, head: str, cell: str) -> bytes:
    """The workbook with this head before the part in which a name stands, and this instead of the name."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            text = old.read(member)
            if NAME.encode() in text:
                text = head.encode() + DECLARATION.sub(b"", text, count=1).replace(NAME.encode(), cell.encode())
            new.writestr(member.filename, text)
    return made.getvalue()


def far(cell: str, *, row: str = '<row r="1048576">', sheet: str = "sheet1.xml") -> bytes:
    """A workbook with a first cell, and this one in a row far below."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(XLSX)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            text, name = old.read(member), member.filename.replace("sheet1.xml", sheet)
            last = f"{row}{cell}</row></sheetData>".encode()
            new.writestr(name, text.replace(b"</sheetData>", last).replace(b"sheet1.xml", sheet.encode()))
    return made.getvalue()


def picture(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says to be so large."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


HARMLESS = (with_bomb(XLSX, "", "李喆堃"), with_bomb(ODS, "", "李喆堃"))
"""Made alike, and read."""
BOMBS: Mapping[str, bytes] = {
    "a billion laughs in XLSX": with_bomb(XLSX, BILLION, "&l9;"),
    "a billion laughs in ODS": with_bomb(ODS, BILLION, "&l9;"),
    "a quadratic blow-up in XLSX": with_bomb(XLSX, QUADRATIC, "&a;" * 20_000),
    "a quadratic blow-up in ODS": with_bomb(ODS, QUADRATIC, "&a;" * 20_000),
    "somebody else's file in XLSX": with_bomb(XLSX, EXTERNAL, "&e;"),
    "somebody else's file in ODS": with_bomb(ODS, EXTERNAL, "&e;"),
    "an archive in an archive": archive(a_dot_xlsx=workbook(HEADER, person()).decode("latin-1")),
    "a far cell": far('<c r="XFD1048576"><v>1</v></c>'),
    "a far cell in small letters": far('<c r="xfd1048576"><v>1</v></c>'),
    "a far cell with blanks around the sign": far('<c r = "XFD1048576"><v>1</v></c>'),
    "a far cell with a stroke in what follows": far('<c r="XFD1048576" t="/"><v>1</v></c>'),
    "a far cell without a name": far("<c/>" * 16_383 + "<c><v>1</v></c>"),
    "a far cell in a sheet of another ending": far('<c r="XFD1048576"><v>1</v></c>', sheet="sheet1.dat"),
    "three thousand members": archive(xl__workbook_dot_xml="<x/>", **{f"m{n}": "" for n in range(3000)}),
}
PICTURES: Mapping[str, bytes] = {
    "a picture of 10 billion dots": picture(100_000, 100_000),
    "a picture of 60 million dots": picture(10_000, 6_000),
    "a picture that is a line": picture(2**31 - 1, 1),
}
