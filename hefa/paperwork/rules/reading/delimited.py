"""Tables of text: byte order mark, then strict UTF-8, then strict cp950, which is what Excel here calls CSV."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence

from hefa.paperwork.rules.reading.kinds import UnreadableFile

PIECE = 64 * 1024
MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
UNMARKED = (("utf-8", "UTF-8"), ("cp950", "Big5"))
DELIMITERS = ",\t;"
FIRST_LINES = 5


def text_rows(content: bytes) -> tuple[str, Iterator[Sequence[str]]]:
    """The name of the encoding and the rows, read as a stream. Raises UnreadableFile, also while it is read."""
    encoding, label = _encoding(content)
    text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    head = "".join(text.readline(PIECE) for _ in range(FIRST_LINES))
    text.seek(0)
    return label, _rows(text, delimiter=max(DELIMITERS, key=head.count))


def _encoding(content: bytes) -> tuple[str, str]:
    for mark, encoding, label in MARKS:
        if content.startswith(mark):
            if (at := _broken_at(content, encoding)) is not None:
                raise UnreadableFile(f"檔案標示為 {label}，但第 {_line(content, at)} 行有損壞的字元，無法讀取。")
            return ("utf-8-sig" if encoding == "utf-8" else encoding), label
    broken = 0
    for encoding, label in UNMARKED:
        at = _broken_at(content, encoding)
        if at is None:
            return encoding, label
        broken = max(broken, at)
    raise UnreadableFile(
        f"檔案的編碼不是 UTF-8 也不是 Big5：第 {_line(content, broken)} 行有無法讀取的字元（可能是造字）。"
        "請另存為「CSV UTF-8」或 XLSX 再上傳。"
    )


def _broken_at(content: bytes, encoding: str) -> int | None:
    """About where the first character stands that the encoding does not know; None when it knows all."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    for start in range(0, len(content), PIECE):
        piece = content[start : start + PIECE]
        try:
            decoder.decode(piece, final=start + PIECE >= len(content))
        except UnicodeDecodeError as error:
            return start + error.start
    return None


def _line(content: bytes, at: int) -> int:
    return content.count(b"\n", 0, at) + 1


def _rows(text: io.TextIOWrapper, *, delimiter: str) -> Iterator[Sequence[str]]:
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, row in enumerate(reader, start=1):  # noqa: B007 - told when the next row breaks
            yield row
    except csv.Error:
        raise UnreadableFile(f"第 {number + 1} 列無法讀取：引號沒有成對，或有一格的內容太長。") from None
