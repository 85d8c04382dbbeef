"""Read the 機關代碼 open data file: pure, bytes in, rows and refused lines out."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

NEEDED = ("機關代碼", "機關名稱")
CODE_LENGTH = 10


class UnreadableFile(ValueError):
    """The file is not the one it should be; the message is the sentence to show."""


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit as the file tells it. Codes of parent and successor may come later in the file or not at all."""

    code: str
    name: str
    english_name: str
    parent_code: str
    level: str
    valid_from: date | None
    valid_until: date | None
    successor_code: str


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that cannot be read: its number in the file (the header is 1) and why."""

    number: int
    sentence: str


def read_units(content: bytes) -> tuple[Sequence[UnitLine], Sequence[RefusedLine]]:
    """Read a file in UTF-8 (with or without BOM) or cp950. Raises UnreadableFile."""
    reader = csv.DictReader(io.StringIO(_decode(content), newline=""))
    missing = [column for column in NEEDED if column not in (reader.fieldnames or ())]
    if missing:
        raise UnreadableFile(f"檔案缺少欄位：{'、'.join(missing)}")
    lines: dict[str, UnitLine] = {}
    refused = []
    for number, row in enumerate(reader, start=2):
        try:
            line = _line({key: (value or "").strip() for key, value in row.items() if isinstance(key, str)})
        except ValueError as error:
            refused.append(RefusedLine(number, str(error)))
            continue
        if line.code in lines:
            refused.append(RefusedLine(number, "機關代碼與前面的列重複"))
        else:
            lines[line.code] = line
    return list(lines.values()), refused


def _decode(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp950"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile("檔案的編碼不是 UTF-8 也不是 Big5，無法讀取")


def _line(row: dict[str, str]) -> UnitLine:
    code = row["機關代碼"].upper()
    if len(code) != CODE_LENGTH or not (code.isascii() and code.isalnum()):
        raise ValueError("機關代碼應為 10 個英文字母或數字")
    if not row["機關名稱"]:
        raise ValueError("缺少機關名稱")
    valid_from, valid_until = _date(row.get("機關生效日期", "")), _date(row.get("機關裁撤日期", ""))
    if valid_from and valid_until and valid_until < valid_from:
        raise ValueError("裁撤日期早於生效日期")
    return UnitLine(
        code=code,
        name=row["機關名稱"],
        english_name=row.get("機關英文名稱", ""),
        parent_code=row.get("主管機關代碼", "").upper(),
        level=row.get("機關層級", ""),
        valid_from=valid_from,
        valid_until=valid_until,
        successor_code=row.get("新機關代碼", "").upper(),
    )


def _date(text: str) -> date | None:
    if not text:
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        raise ValueError(f"日期「{text[:10]}」不是 YYYYMMDD") from None
