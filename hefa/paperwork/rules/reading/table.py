"""Find the header of a file wherever it stands, and read the lines below it in the order of the intake's columns."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from hefa.paperwork.rules.reading.bounds import MAX_COLUMNS, MAX_ROWS
from hefa.paperwork.rules.reading.delimited import text_rows
from hefa.paperwork.rules.reading.intake import Intake, header_key
from hefa.paperwork.rules.reading.kinds import TableKind, UnreadableFile, kind_of
from hefa.paperwork.rules.reading.workbook import Range, sheets_of

FIXED_ROW = "此列勿刪"
LOOKED_THROUGH = 20
"""The header stands within so many rows."""
LONGEST_CELL = 1000
FORMULA_START = "=+-@＝＋－＠"


@dataclass(frozen=True, slots=True, repr=False)
class Line:
    """A row as the file has it, in the order of the intake. `problem` is what is wrong with its shape."""

    number: int
    cells: tuple[str, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """What was read. `notices` are about the file as a whole; `lines` are read as a stream and may still raise."""

    encoding: str
    notices: tuple[str, ...]
    lines: Iterator[Line]


@dataclass(frozen=True, slots=True)
class Header:
    """Where the columns stand in the file; `place` of the header row counts from 0."""

    place: int
    columns: Sequence[int | None]
    strangers: Sequence[str]
    width: int


def read_table(content: bytes, intake: Intake) -> Table:
    """Read a file as this intake wants it. Raises UnreadableFile, also while the lines are read."""
    if kind_of(content) == TableKind.TEXT:
        encoding, rows = text_rows(content)
        return _table(encoding, rows, intake, merged=())
    refused: UnreadableFile | None = None
    for sheet in sheets_of(content):
        try:
            return _table("XLSX/ODS", sheet.rows, intake, merged=sheet.merged)
        except UnreadableFile as unreadable:
            refused = refused or unreadable
    raise refused or UnreadableFile("檔案裡沒有工作表。")


def _table(encoding: str, rows: Iterator[Sequence[str]], intake: Intake, *, merged: Sequence[Range]) -> Table:
    head = list(islice(rows, LOOKED_THROUGH))
    header = _header(head, intake)
    _not_merged(merged, header.place + 1)
    notices = []
    if header.strangers:
        notices.append(f"下列欄位不會讀取：{'、'.join(header.strangers)}。")
    below = chain(head[header.place + 1 :], rows)
    return Table(encoding, tuple(notices), _lines(below, intake, header, first=header.place + 2))


def _header(head: Sequence[Sequence[str]], intake: Intake) -> Header:
    """The row that holds most of the headers. Raises UnreadableFile when it lacks one, or there is none."""
    keys = [[header_key(cell) for cell in row] for row in head]
    found = [sum(key in intake.by_header for key in row) for row in keys]
    most = max(found, default=0)
    wanted = [place for place, column in enumerate(intake.columns) if column.needed]
    if most < min(2, len(wanted)):
        names = "、".join(intake.columns[place].header for place in wanted)
        raise UnreadableFile(f"找不到標題列。「{intake.label}」須有下列欄位：{names}。請下載範本對照。")
    place = found.index(most)
    row = head[place]
    if sum(bool(key) for key in keys[place]) > MAX_COLUMNS:
        raise UnreadableFile(f"標題列有太多欄位，最多 {MAX_COLUMNS} 欄。")
    columns: list[int | None] = [None] * len(intake.columns)
    for at, key in enumerate(keys[place]):
        meant = intake.by_header.get(key)
        if meant is None:
            continue
        if columns[meant] is not None:
            raise UnreadableFile(f"欄位「{intake.columns[meant].header}」出現兩次，請刪除其中一欄。")
        columns[meant] = at
    missing = [intake.columns[one].header for one in wanted if columns[one] is None]
    if missing:
        raise UnreadableFile(f"檔案缺少欄位：{'、'.join(missing)}。請確認標題列的文字，或標題是否有合併儲存格。")
    strangers = [
        row[at].strip()[:20]
        for at, key in enumerate(keys[place])
        if key and key not in intake.by_header and not row[at].startswith(FIXED_ROW)
    ]
    return Header(place, columns, [name for name in strangers if name != REASON_HEADER], len(row))


REASON_HEADER = "退回原因"
"""The column that the file of refused rows has more: it may be uploaded again as it is."""


def _not_merged(merged: Sequence[Range], header_row: int) -> None:
    """Merged cells hide values from the rows that they cover: nobody guesses whose hours those are."""
    for (top, left), (bottom, right) in merged:
        if bottom + 1 >= header_row:
            where = f"{_letters(left)}{top + 1}:{_letters(right)}{bottom + 1}"
            raise UnreadableFile(f"工作表有合併儲存格（{where}）。請取消合併，每一列填入完整資料後再上傳。")


def _letters(column: int) -> str:
    return (chr(64 + column // 26) if column >= 26 else "") + chr(65 + column % 26)


def _lines(rows: Iterable[Sequence[str]], intake: Intake, header: Header, *, first: int) -> Iterator[Line]:
    read = 0
    for number, row in enumerate(rows, start=first):
        if not any(cell and not cell.isspace() for cell in row) or row[0].startswith(FIXED_ROW):
            continue
        read += 1
        if read > MAX_ROWS:
            raise UnreadableFile(f"檔案超過 {MAX_ROWS:,} 列。請分成數個檔案上傳。")
        yield _line(number, row, header)
    if not read:
        raise UnreadableFile("標題列以下沒有資料。")


def _line(number: int, row: Sequence[str], header: Header) -> Line:
    width = len(row)
    cells = tuple(_cell(row[at]) if at is not None and at < width else "" for at in header.columns)
    problem = ""
    if width > header.width and any(row[header.width :]):
        problem = f"這一列比標題列多了 {width - header.width} 欄，內容可能含有未加引號的逗號"
    if any(len(cell) > LONGEST_CELL for cell in cells):
        cells = tuple(cell[:LONGEST_CELL] for cell in cells)
        problem = f"有一格的內容超過 {LONGEST_CELL} 個字"
    return Line(number, cells, problem)


def _cell(text: str) -> str:
    """Trimmed; without the apostrophe that a file for people puts before what would be a formula."""
    text = text.strip()
    return text[1:] if text[:1] == "'" and text[1:2] and text[1] in FORMULA_START else text
