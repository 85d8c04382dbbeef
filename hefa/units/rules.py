"""The 機關代碼 open data file: read it, and compare it with the list that stands. Pure."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from hefa.units.names import Difference

NEEDED = ("機關代碼", "機關名稱")
CODE_LENGTH = 10
COLUMNS = (
    ("機關名稱", "name"),
    ("機關英文名稱", "english_name"),
    ("機關層級", "level"),
    ("主管機關", "parent_code"),
    ("生效日期", "valid_from"),
    ("裁撤日期", "valid_until"),
    ("新機關", "successor_code"),
)


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


@dataclass(frozen=True, slots=True)
class UnitChange:
    """What the file would do to one unit; `fields` are name of the column, before, after."""

    code: str
    name: str
    difference: Difference
    fields: tuple[tuple[str, str, str], ...] = ()


def compare(told: Iterable[UnitLine], held: Mapping[str, UnitLine]) -> list[UnitChange]:
    """The units that the file adds or changes, by code. Units that it does not name stay as they are."""
    lines = {line.code: line for line in told}
    known = held.keys() | lines.keys()
    changes = []
    for code in sorted(lines):
        line, before = settled(lines[code], known), held.get(code)
        if before is None:
            changes.append(UnitChange(code, line.name, Difference.ADDED))
        elif fields := tuple(_fields(before, line)):
            changes.append(UnitChange(code, line.name, _difference(before, line), fields))
    return changes


def settled(line: UnitLine, known: Iterable[str]) -> UnitLine:
    """The line without a parent or successor that nobody knows or that is the unit itself."""
    there = known if isinstance(known, set | frozenset | dict) else set(known)
    parent, successor = (
        code if code in there and code != line.code else "" for code in (line.parent_code, line.successor_code)
    )
    return replace(line, parent_code=parent, successor_code=successor)


def fingerprint(changes: Sequence[UnitChange]) -> str:
    """What an operator confirms: the same changes, or it is another preview."""
    return sha256(repr(changes).encode()).hexdigest()


def _difference(before: UnitLine, after: UnitLine) -> Difference:
    if after.successor_code and after.successor_code != before.successor_code:
        return Difference.SUCCEEDED
    if after.valid_until and after.valid_until != before.valid_until:
        return Difference.ENDED
    return Difference.CHANGED


def _fields(before: UnitLine, after: UnitLine) -> Iterable[tuple[str, str, str]]:
    for label, name in COLUMNS:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield label, str(old or ""), str(new or "")


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
        raise ValueError("日期格式不正確，應為 YYYYMMDD，例如 20260101") from None
