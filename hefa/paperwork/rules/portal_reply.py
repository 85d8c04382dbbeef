"""Read a portal's list of errors: whose format nobody documents, so the officer says which column holds what."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hefa.base.national_id import InvalidNationalId, NationalId
from hefa.paperwork.rules.reading import UnreadableFile
from hefa.paperwork.rules.reading.delimited import text_rows
from hefa.paperwork.rules.reading.kinds import TableKind, kind_of
from hefa.paperwork.rules.reading.workbook import sheets_of

NUMBER_INSIDE = re.compile(r"[A-Za-z][1289A-Da-d]\d{4}(\d{4})(?!\d)")
GUESSES: Mapping[str, tuple[str, ...]] = {
    "row": ("列號", "行號", "序號", "筆數", "第幾筆", "row", "line"),
    "national_id": ("身分證", "證號", "id"),
    "reason": ("原因", "訊息", "錯誤", "說明", "結果", "reason", "error", "message"),
}
MOST_ROWS = 5_000
MOST_COLUMNS = 12
LONGEST_CELL = 200


@dataclass(frozen=True, slots=True)
class ReplyColumns:
    """Which column holds what, counted from 0; None where the list does not say it.

    With `header_counts` the portal numbers the header as row 1, so that the first person is row 2.
    """

    row: int | None
    national_id: int | None
    reason: int | None
    header_counts: bool
    has_header: bool = True


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """An award as it stands in the file: its key, its first line, how many lines, and the person's numbers till now."""

    key: int
    line: int
    lines: int
    national_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """What the list says of one row that was found."""

    key: int
    reason: str


def reply_rows(content: bytes) -> list[list[str]]:
    """The rows of a portal's list, CSV or workbook, as texts of bounded length. Raises UnreadableFile, in words."""
    rows = text_rows(content)[1] if kind_of(content) == TableKind.TEXT else _first_sheet(content)
    found = []
    for row in rows:
        found.append([cell.strip()[:LONGEST_CELL] for cell in row[:MOST_COLUMNS]])
        if len(found) > MOST_ROWS:
            raise UnreadableFile(f"清單超過 {MOST_ROWS} 列，請確認是否為收件系統的錯誤清單。")
    if not any(any(row) for row in found):
        raise UnreadableFile("清單沒有任何資料。")
    return found


def guessed(header: Sequence[str]) -> Mapping[str, int | None]:
    """What each column seems to hold, by its header; the officer has the last word."""
    found: dict[str, int | None] = dict.fromkeys(GUESSES)
    for place, text in enumerate(header):
        told = text.casefold()
        for name, words in GUESSES.items():
            if found[name] is None and place not in found.values() and any(word in told for word in words):
                found[name] = place
    return found


def matched(
    rows: Sequence[Sequence[str]], columns: ReplyColumns, written: Sequence[WrittenRow]
) -> tuple[list[Reply], list[int]]:
    """What the list says of the rows of the file, and the numbers of its own rows (from 1) that match none.

    A national ID decides; without one, the row number does, and between two rows of one person (合併學員). Several
    reasons for one person stand in one reply.
    """
    by_line = {line: one.key for one in written for line in range(one.line, one.line + one.lines)}
    by_number: dict[str, list[int]] = {}
    for one in written:
        for number in one.national_ids:
            by_number.setdefault(number, []).append(one.key)
    reasons: dict[int, list[str]] = {}
    strangers: list[int] = []
    for place, row in enumerate(rows, start=1):
        if place == 1 and columns.has_header:
            continue
        if not any(cell.strip() for cell in row):
            continue
        key = _key(row, columns, by_line, by_number)
        if key is None:
            strangers.append(place)
            continue
        reason = _cell(row, columns.reason)
        if reason not in reasons.setdefault(key, []):
            reasons[key].append(reason)
    return [Reply(key, "；".join(filter(None, told))) for key, told in reasons.items()], strangers


def without_numbers(text: str) -> str:
    """The text with every national ID masked but its last four."""
    return NUMBER_INSIDE.sub(r"******\1", text)


def _first_sheet(content: bytes) -> Iterator[Sequence[str]]:
    for sheet in sheets_of(content):
        yield from sheet.rows
        return


def _key(
    row: Sequence[str], columns: ReplyColumns, by_line: Mapping[int, int], by_number: Mapping[str, Sequence[int]]
) -> int | None:
    digits = "".join(character for character in _cell(row, columns.row) if character.isdecimal())
    in_line = by_line.get(int(digits[:9]) - columns.header_counts) if digits else None
    told = _cell(row, columns.national_id)
    if not told:
        return in_line
    try:
        number = NationalId.parse(told).value
    except InvalidNationalId:
        number = told.upper()
    keys = by_number.get(number, ())
    return in_line if in_line in keys else next(iter(keys), None)


def _cell(row: Sequence[str], place: int | None) -> str:
    return row[place].strip() if place is not None and place < len(row) else ""
