"""What a file really is, by its first bytes: names and types that browsers tell are not believed."""

import re
from enum import Enum

MAX_TEXT_MB = 20
MAX_WORKBOOK_MB = 5
MB = 1024 * 1024
LOOKED_AT = 4096
TEXT_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
MARKUP = re.compile(rb"\s*(?:<!doctype|<html|<\?xml|<table|<!--|<head|<meta)", re.IGNORECASE)
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
UTF16 = (b"\xff\xfe", b"\xfe\xff")


class TableKind(Enum):
    """The kinds of tables that can be read."""

    TEXT = "CSV"
    WORKBOOK = "XLSX 或 ODS"


class UnreadableFile(ValueError):
    """The file is not one that can be read; the message is the sentence to show."""


SAVE_AS = "請用試算表軟體開啟後，另存為「Excel 活頁簿（.xlsx）」或「CSV UTF-8」再上傳。"
STRANGERS = (
    (b"%PDF", "這是 PDF 檔，不是試算表。請上傳 XLSX、ODS 或 CSV 檔。"),
    (b"\x89PNG", "這是圖片，不是試算表。請上傳 XLSX、ODS 或 CSV 檔。"),
    (b"\xff\xd8\xff", "這是圖片，不是試算表。請上傳 XLSX、ODS 或 CSV 檔。"),
    (b"Rar!", "這是壓縮檔。請解開後上傳其中的 XLSX、ODS 或 CSV 檔。"),
    (b"7z\xbc\xaf", "這是壓縮檔。請解開後上傳其中的 XLSX、ODS 或 CSV 檔。"),
    (b"\x1f\x8b", "這是壓縮檔。請解開後上傳其中的 XLSX、ODS 或 CSV 檔。"),
    (b"{\\rtf", "這是 RTF 文件，不是試算表。請上傳 XLSX、ODS 或 CSV 檔。"),
)


def kind_of(content: bytes) -> TableKind:
    """What kind of table this is. Raises UnreadableFile for whatever is none, in words."""
    if not content.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n,;"):
        raise UnreadableFile("檔案是空的，沒有任何資料。")
    if content.startswith(b"PK\x03\x04"):
        _not_larger(content, MAX_WORKBOOK_MB)
        return TableKind.WORKBOOK
    head = content[:LOOKED_AT]
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        locked = ENCRYPTED in content[: MB // 2]
        raise UnreadableFile(
            "檔案有密碼保護，無法讀取。請移除密碼後再上傳。"
            if locked
            else f"這是舊版 Excel（.xls）或 Word 檔。{SAVE_AS}"
        )
    for start, sentence in STRANGERS:
        if content.startswith(start):
            raise UnreadableFile(sentence)
    if MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise UnreadableFile(f"這是網頁（HTML）或 XML 檔，只是副檔名像試算表。{SAVE_AS}")
    if not content.startswith(UTF16) and TEXT_CONTROLS.search(head):
        raise UnreadableFile("檔案內容不是文字，也不是試算表。請上傳 XLSX、ODS 或 CSV 檔。")
    _not_larger(content, MAX_TEXT_MB)
    return TableKind.TEXT


def _not_larger(content: bytes, limit: int) -> None:
    if len(content) > limit * MB:
        raise UnreadableFile(f"檔案有 {len(content) / MB:.1f} MB，最多 {limit} MB。請分成數個檔案上傳。")
