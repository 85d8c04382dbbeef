"""How far the filled cells of a workbook reach, read as a stream and before anything takes room for them.

The library that reads workbooks lays a sheet out from its first filled cell to its last: two cells in opposite corners
ask for half a terabyte, and the process that asks is ended. So the XML itself is read here, however it is written.
"""

import re
from collections.abc import Mapping
from xml.parsers import expat

from hefa.paperwork.rules.reading.kinds import UnreadableFile

MAX_ROWS = 100_000
MAX_COLUMNS = 52
ROOM_FOR_HEADS = 10_000
LAST_ROW = MAX_ROWS + ROOM_FOR_HEADS
REPEATED_TOO_OFTEN = 100
"""So many equal filled rows told as one are nobody's list."""
TOO_WIDE = (
    f"工作表的範圍太大（最多 {MAX_COLUMNS} 欄、{MAX_ROWS:,} 列）。請把資料複製到新的工作表，刪除範圍以外的內容再上傳。"
)
BROKEN = "檔案損壞，無法開啟。請重新儲存後再上傳。"
UNFOLDS = "檔案含有會自行展開的內容（XML 實體），不予處理。請用試算表軟體重新儲存後再上傳。"
PLACE = re.compile(r"([A-Za-z]{1,3})(\d{1,9})", re.ASCII)
COUNT = re.compile(r"\d{1,12}", re.ASCII)
VALUES = frozenset({"office:value-type", "calcext:value-type", "table:formula"})
CELLS = frozenset({"table-cell", "covered-table-cell"})


class Bounds:
    """One XML member of a workbook, fed piece by piece. Raises UnreadableFile once a filled cell lies too far out,
    for a document type, which no maker of workbooks writes, and for XML that one reader would take otherwise than
    another."""

    def __init__(self) -> None:
        self._row = self._column = 0
        self._here: tuple[int, int] | None = None
        self._repeats, self._filled = 1, False
        self._parser = expat.ParserCreate("UTF-8")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._unfolds

    def feed(self, piece: bytes) -> None:
        self._parse(piece, last=False)

    def end(self) -> None:
        """Nothing more comes. An empty member is none: office programs write some."""
        if self._parser.CurrentByteIndex >= 0:
            self._parse(b"", last=True)

    def _parse(self, piece: bytes, *, last: bool) -> None:
        try:
            self._parser.Parse(piece, last)
        except expat.ExpatError:
            raise UnreadableFile(BROKEN) from None

    def _start(self, name: str, told: Mapping[str, str]) -> None:
        """Hot: a large list comes here a million times, so what is asked most often is asked first."""
        kind = name.rpartition(":")[2]
        if kind == "c":
            self._here = _place(told["r"]) if "r" in told else (self._row, self._column + 1)
            self._column = self._here[1]
        elif kind in CELLS:
            self._column += _count(told.get("table:number-columns-repeated"), otherwise=1)
            self._here = (self._row, self._column)
            if not VALUES.isdisjoint(told):
                self._fill(self._here)
        elif self._here is not None:
            self._fill(self._here)
        elif kind == "row":
            self._row, self._column = _count(told.get("r"), otherwise=self._row + 1), 0
        elif kind == "table-row":
            self._repeats = _count(told.get("table:number-rows-repeated"), otherwise=1)
            self._row, self._column, self._filled = self._row + self._repeats, 0, False
        elif kind == "table":
            self._row = 0

    def _end(self, name: str) -> None:
        kind = name.rpartition(":")[2]
        if kind == "c" or kind in CELLS:
            self._here = None
        elif kind == "table-row" and self._filled and self._repeats >= REPEATED_TOO_OFTEN:
            raise UnreadableFile(TOO_WIDE)

    def _fill(self, here: tuple[int, int]) -> None:
        row, column = here
        self._filled = True
        if row > LAST_ROW or column > MAX_COLUMNS:
            raise UnreadableFile(TOO_WIDE)

    def _unfolds(self, *told: object) -> None:
        raise UnreadableFile(UNFOLDS)


def _place(told: str) -> tuple[int, int]:
    """Row and column of a cell by its name."""
    named = PLACE.fullmatch(told)
    if named is None:
        raise UnreadableFile(BROKEN)
    column = 0
    for letter in named[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(named[2]), column


def _count(told: str | None, *, otherwise: int) -> int:
    if told is None:
        return otherwise
    if not COUNT.fullmatch(told):
        raise UnreadableFile(BROKEN)
    return int(told)
