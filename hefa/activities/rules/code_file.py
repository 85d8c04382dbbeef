"""Read a code list from a CSV, such as the list of certified 環境教育設施場所: bytes in, rows and refused lines out."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hefa.base.roc import InvalidDate, parse_roc_date

NEEDED = ("代碼", "名稱")
FIRST_DAY, LAST_DAY = "生效日期", "截止日期"
LONGEST_CODE, LONGEST_LABEL = 20, 100


class UnreadableCodes(ValueError):
    """The file is not the one it should be; the message is the sentence to show."""


@dataclass(frozen=True, slots=True)
class CodeLine:
    """An entry as the file tells it; None leaves an end open."""

    code: str
    label: str
    valid_from: date | None
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class RefusedCode:
    """A line that is not taken: its number in the file (the header is 1) and why."""

    number: int
    sentence: str


def read_codes(content: bytes) -> tuple[Sequence[CodeLine], Sequence[RefusedCode]]:
    """Read a file in UTF-8 (with or without BOM) or cp950. Raises UnreadableCodes."""
    reader = csv.DictReader(io.StringIO(_decoded(content), newline=""))
    missing = [column for column in NEEDED if column not in (reader.fieldnames or ())]
    if missing:
        raise UnreadableCodes(f"檔案缺少欄位：{'、'.join(missing)}")
    lines: dict[str, CodeLine] = {}
    refused = []
    for number, row in enumerate(reader, start=2):
        try:
            line = _line({key: (value or "").strip() for key, value in row.items() if isinstance(key, str)})
            if line.code in lines:
                raise ValueError("代碼與前面的列重複")
            lines[line.code] = line
        except ValueError as error:
            refused.append(RefusedCode(number, str(error)))
    return list(lines.values()), refused


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp950"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableCodes("檔案的編碼不是 UTF-8 也不是 Big5，無法讀取")


def _line(row: Mapping[str, str]) -> CodeLine:
    code, label = row["代碼"], row["名稱"]
    if not 1 <= len(code) <= LONGEST_CODE:
        raise ValueError(f"代碼應為 1 至 {LONGEST_CODE} 個字")
    if not 1 <= len(label) <= LONGEST_LABEL:
        raise ValueError(f"名稱應為 1 至 {LONGEST_LABEL} 個字")
    first, last = _day(row, FIRST_DAY), _day(row, LAST_DAY)
    if first and last and last < first:
        raise ValueError(f"{LAST_DAY}早於{FIRST_DAY}")
    return CodeLine(code, label, first, last)


def _day(row: Mapping[str, str], column: str) -> date | None:
    text = row.get(column, "")
    try:
        return parse_roc_date(text) if text else None
    except InvalidDate:
        raise ValueError(f"{column}無法辨識，請用 109-03-24 或 2020-03-24") from None
