"""Look a workbook over before a library unpacks it: a small archive can hold gigabytes, and one far cell a huge sheet.

Every member is unpacked once, piece by piece and thrown away, so that sizes are measured and not believed.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator

from hefa.paperwork.rules.reading.bounds import BROKEN, UNFOLDS, Bounds
from hefa.paperwork.rules.reading.kinds import MB, UnreadableFile

MAX_UNPACKED_MB = 150
MAX_RATIO = 200
SMALL_MB = 10
"""Below this no ratio is suspicious: a short sheet of equal rows packs well."""
MAX_MEMBERS = 2000
PIECE = 256 * 1024
LOCAL_HEADER = 30
ENTITY = b"<!ENTITY"


def check_archive(content: bytes) -> None:
    """Let an XLSX or ODS pass. Raises UnreadableFile for another archive, a bomb, or a sheet without bounds."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        raise UnreadableFile(BROKEN) from None
    _is_a_table({member.filename for member in members})
    limit = min(MAX_UNPACKED_MB * MB, max(SMALL_MB * MB, MAX_RATIO * len(content)))
    left = limit
    for member in members:
        bounds, tail = Bounds() if _is_sheet(member.filename) else None, b""
        for piece in _unpacked(content, member):
            left -= len(piece)
            if left < 0 or len(members) > MAX_MEMBERS:
                raise UnreadableFile(f"檔案解開後超過 {limit // MB} MB，無法處理。請把資料複製到新的活頁簿再上傳。")
            if ENTITY in tail + piece:  # no maker of workbooks writes one; they unfold to gigabytes, or name files
                raise UnreadableFile(UNFOLDS)
            tail = piece[-len(ENTITY) :]
            if bounds is not None:
                bounds.feed(piece)
        if bounds is not None:
            bounds.end()


def _is_sheet(name: str) -> bool:
    """Whether the library may read this member as a sheet, whatever its ending."""
    return "worksheets/" in name.replace("\\", "/").lower() or name.lower() == "content.xml"


def _is_a_table(names: set[str]) -> None:
    if any(name.lower().endswith("workbook.bin") for name in names):  # beside others too: the library would try it last
        raise UnreadableFile("這是 Excel 二進位活頁簿（.xlsb）。請另存為「Excel 活頁簿（.xlsx）」再上傳。")
    if "xl/workbook.xml" in names or {"content.xml", "mimetype"} <= names:
        return
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
        raise UnreadableFile(BROKEN) from None
