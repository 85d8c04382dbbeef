"""What makes an export profile contradict itself, in the words of whoever edits it."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from string import Formatter
from typing import TYPE_CHECKING

from hefa.paperwork.names import FileKind, Quoting, Reader, Source

if TYPE_CHECKING:
    from hefa.paperwork.rules.profile import Profile

CODE = re.compile(r"[a-z][a-z0-9-]{1,39}")
NEEDS_REPLACING = frozenset(',"\r\n')
"""What would break a file without quotation marks."""
DATE_FORMATS = {"roc": "112-03-01", "roc_slash": "112/03/01", "roc_compact": "1120301", "iso": "2023-03-01"}
TIME_FORMATS = {"%H:%M:%S": "09:00:00", "%H:%M": "09:00", "%H%M": "0900"}
LINE_ENDS = {"\r\n": "CR LF（Windows）", "\n": "LF", "\r": "CR"}
FILE_NAME_FIELDS = frozenset({"profile", "roc_year", "code", "number"})
FILE_NAME_TEXT = re.compile(r"[0-9A-Za-z_.-]*")
MOST_COLUMNS = 60


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What does not fit in a profile, in words. `field` names the field, `column` counts the columns from 0."""

    field: str
    sentence: str
    column: int | None = None


def contradictions(profile: "Profile") -> list[Contradiction]:
    """Everything that does not fit, in the order of the fields; empty for a sound profile."""
    return [*_of_the_file(profile), *_of_the_texts(profile), *_of_the_maps(profile), *_of_the_columns(profile)]


def holds(encoding: str, text: str) -> bool:
    """Whether every character of a text can be written in this encoding. One that nobody knows is told of itself."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    except LookupError:
        return True
    return True


def _of_the_file(profile: "Profile") -> Iterator[Contradiction]:
    if not CODE.fullmatch(profile.code):
        yield Contradiction("code", "格式代碼請用小寫英文字母開頭，只含小寫英文字母、數字與「-」，2 至 40 個字。")
    if not profile.label.strip():
        yield Contradiction("label", "請輸入格式名稱。")
    for name, known, what in (
        ("encoding", _known(profile.encoding), "編碼"),
        ("line_end", profile.line_end in LINE_ENDS, "換行方式"),
        ("date_format", profile.date_format in DATE_FORMATS, "日期格式"),
        ("time_format", profile.time_format in TIME_FORMATS, "時間格式"),
    ):
        if not known:
            yield Contradiction(name, f"沒有這種{what}。")
    if profile.max_rows is not None and profile.max_rows < 1:
        yield Contradiction("max_rows", "每個檔案至少 1 筆。")
    if profile.kind != FileKind.CSV and profile.reader == Reader.MACHINE:
        yield Contradiction("kind", "上傳用的檔案只能是 CSV。")
    if problem := _file_name_problem(profile.file_name):
        yield Contradiction("file_name", problem)
    if not profile.states:
        yield Contradiction("states", "請至少選擇一種可列入的狀態。")


def _of_the_texts(profile: "Profile") -> Iterator[Contradiction]:
    if len(profile.delimiter) != 1 or profile.delimiter in '"\r\n':
        yield Contradiction("delimiter", "分隔字元須為一個字元，且不可為引號或換行。")
    unquoted = profile.quoting == Quoting.NEVER
    if unquoted and not NEEDS_REPLACING | {profile.delimiter} <= set(profile.replacements):
        yield Contradiction("replacements", "不加引號的檔案，須為分隔字元、引號與換行各設定取代的文字。")
    for character, instead in profile.replacements.items():
        if len(character) != 1:
            yield Contradiction("replacements", f"「{character}」不是一個字元。")
        elif set(instead) & set(profile.replacements):
            yield Contradiction("replacements", f"取代成的「{instead}」本身也是要取代的字元。")
        elif not holds(profile.encoding, instead):
            yield Contradiction("replacements", f"檔案的編碼沒有「{instead}」這個字。")


def _of_the_maps(profile: "Profile") -> Iterator[Contradiction]:
    if profile.dialect not in (set(profile.dialects) or {""}):
        yield Contradiction("dialect", "請選擇值的寫法。")
    everywhere = [profile.maps, *(one.maps for one in profile.dialects.values())]
    values = {text for maps in everywhere for one in maps.values() for text in one.values()}
    for text in sorted(values):
        if not _fits(profile, text):
            yield Contradiction("maps", f"對照的值「{text}」含檔案不能有的字元。")
    if not _fits(profile, profile.no_unit_code):
        yield Contradiction("no_unit_code", "含檔案不能有的字元。")


def _of_the_columns(profile: "Profile") -> Iterator[Contradiction]:
    if not 1 <= len(profile.columns) <= MOST_COLUMNS:
        yield Contradiction("columns", f"欄位須有 1 至 {MOST_COLUMNS} 個。")
    if profile.reader == Reader.HUMAN and profile.opens_numbers:
        place = next(n for n, one in enumerate(profile.columns) if one.source == Source.NATIONAL_ID)
        yield Contradiction("source", "給人閱讀的名單不可含完整身分證字號，請用末四碼。", place)
    maps = {*profile.maps, *(name for one in profile.dialects.values() for name in one.maps)}
    seen: set[str] = set()
    for place, column in enumerate(profile.columns):
        if not column.label.strip():
            yield Contradiction("header", "請輸入欄位名稱。", place)
        elif column.header in seen:
            yield Contradiction("header", f"「{column.header}」重複。", place)
        elif not _fits(profile, column.header):
            yield Contradiction("header", f"「{column.header}」含檔案不能有的字元。", place)
        seen.add(column.header)
        if column.value_map and column.value_map not in maps:
            yield Contradiction("value_map", f"沒有名為「{column.value_map}」的對照。", place)
        if not _fits(profile, column.fixed):
            yield Contradiction("fixed", f"「{column.fixed}」含檔案不能有的字元。", place)


def _fits(profile: "Profile", text: str) -> bool:
    """Whether a text of the profile itself can stand in its file as it is."""
    breaking = (NEEDS_REPLACING | {profile.delimiter}) if profile.quoting == Quoting.NEVER else frozenset()
    return holds(profile.encoding, text) and not breaking & set(text)


def _file_name_problem(pattern: str) -> str | None:
    """What is wrong with a pattern; a name that is not made of codes might one day hold a person."""
    try:
        pieces = list(Formatter().parse(pattern))
    except ValueError:
        return "大括號沒有成對。"
    fields = {name for _, name, _, _ in pieces if name is not None}
    if not fields <= FILE_NAME_FIELDS or any(spec or conversion for _, _, spec, conversion in pieces):
        return "大括號內只能是 profile、roc_year、code 或 number。"
    if not pattern or not all(FILE_NAME_TEXT.fullmatch(text) for text, _, _, _ in pieces):
        return "檔名只能用英文字母、數字、「_」、「-」、「.」與大括號的代號。"
    return None


def _known(encoding: str) -> bool:
    try:
        codecs.lookup(encoding)
    except LookupError:
        return False
    return True
