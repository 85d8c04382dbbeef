"""Look a workbook over before a library unpacks it: a small archive can hold gigabytes, and one far cell a huge sheet.

Every member is unpacked once, piece by piece and thrown away, so that sizes are measured and not believed.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from hefa.paperwork.rules.reading.kinds import MB, UnreadableFile

MAX_ROWS = 100_000
MAX_COLUMNS = 52
MAX_UNPACKED_MB = 150
MAX_RATIO = 200
SMALL_MB = 10
"""Below this no ratio is suspicious: a short sheet of equal rows packs well."""
MAX_MEMBERS = 2000
PIECE = 256 * 1024
OVERLAP = 4096
LOCAL_HEADER = 30
ROOM_FOR_HEADS = 10_000
FAR_CELL = re.compile(
    rb"\br=[\"'](?:(?:[B-Z][A-Z]|[A-Z]{3})\d{1,7}|[A-Z]{1,3}(?:1[1-9]\d{4}|[2-9]\d{5}|\d{7}))[\"'][^>/]*>"
)
"""A cell with something in it beyond column AZ or row 109,999."""
FAR_REPEAT = re.compile(rb"<table:table-cell\b[^>]*number-columns-repeated=\"(?:\d{3,}|5[3-9]|[6-9]\d)\"[^>/]*>")
REPEATED_ROW = re.compile(rb"number-rows-repeated=\"\d{3,}\"[^>]*>(.*?)</table:table-row>", re.DOTALL)
FILLED_CELL = re.compile(rb"<table:table-cell\b[^>]*[^/]>")
TOO_WIDE = (
    f"工作表的範圍太大（最多 {MAX_COLUMNS} 欄、{MAX_ROWS:,} 列）。請把資料複製到新的工作表，刪除範圍以外的內容再上傳。"
)


def check_archive(content: bytes) -> None:
    """Let an XLSX or ODS pass. Raises UnreadableFile for another archive, a bomb, or a sheet without bounds."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        raise UnreadableFile("檔案損壞，無法開啟。請重新儲存後再上傳。") from None
    _is_a_table({member.filename for member in members})
    limit = min(MAX_UNPACKED_MB * MB, max(SMALL_MB * MB, MAX_RATIO * len(content)))
    left = limit
    for member in members:
        tail = b""
        for piece in _unpacked(content, member):
            left -= len(piece)
            if left < 0 or len(members) > MAX_MEMBERS:
                raise UnreadableFile(f"檔案解開後超過 {limit // MB} MB，無法處理。請把資料複製到新的活頁簿再上傳。")
            if member.filename.endswith(".xml"):
                _within_bounds(tail + piece)
                tail = piece[-OVERLAP:]


def _is_a_table(names: set[str]) -> None:
    if "xl/workbook.xml" in names or {"content.xml", "mimetype"} <= names:
        return
    if "xl/workbook.bin" in names:
        raise UnreadableFile("這是 Excel 二進位活頁簿（.xlsb）。請另存為「Excel 活頁簿（.xlsx）」再上傳。")
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise UnreadableFile("這是 Word 或 PowerPoint 檔，不是試算表。請上傳 XLSX、ODS 或 CSV 檔。")
    raise UnreadableFile("這是壓縮檔，不是試算表。請解開後上傳其中的 XLSX、ODS 或 CSV 檔。")


def _unpacked(content: bytes, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member as it unpacks, whatever size it says it has."""
    if member.flag_bits & 0x1:
        raise UnreadableFile("檔案有密碼保護，無法讀取。請移除密碼後再上傳。")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UnreadableFile("檔案的壓縮方式無法讀取。請重新儲存後再上傳。")
    head = member.header_offset
    lengths = content[head + 26 : head + LOCAL_HEADER]
    start = head + LOCAL_HEADER + int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
    packed = content[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        yield packed
        return
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        while packed and not unpacker.eof:
            yield unpacker.decompress(packed, PIECE)
            packed = unpacker.unconsumed_tail
    except zlib.error:
        raise UnreadableFile("檔案損壞，無法開啟。請重新儲存後再上傳。") from None


def _within_bounds(xml: bytes) -> None:
    if b"<!ENTITY" in xml:  # no maker of workbooks writes one; a few lines of them unfold to gigabytes, or name files
        raise UnreadableFile("檔案含有會自行展開的內容（XML 實體），不予處理。請用試算表軟體重新儲存後再上傳。")
    if FAR_CELL.search(xml) or FAR_REPEAT.search(xml):
        raise UnreadableFile(TOO_WIDE)
    if any(FILLED_CELL.search(row) for row in REPEATED_ROW.findall(xml)):
        raise UnreadableFile(TOO_WIDE)
