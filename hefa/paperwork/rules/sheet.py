"""A profile put to one offering: cells, findings and bytes. All rows of an offering share most cells, written once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hefa.base.national_id import InvalidNationalId, NationalId
from hefa.paperwork.names import NOTICES, ProblemKind, Quoting, Reader, Source
from hefa.paperwork.rules.profile import Column, Profile
from hefa.paperwork.rules.rows import OF_ROW, TEXTS, LineFacts, OfferingFacts, hours_cells, of_offering

FORMULA_START = frozenset("=+-@\t\r\n＝＋－＠")
"""What Excel and its kin take for the beginning of a formula (OWASP CSV injection), full-width forms included."""
NOT_IN_A_FILE_NAME = re.compile(r"[^0-9A-Za-z_-]+")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a cell, in words. A notice does not keep the row out of the file."""

    column: str
    kind: ProblemKind
    sentence: str

    @property
    def blocking(self) -> bool:
        return self.kind not in NOTICES


class OwnColumn:
    """A column that each row fills itself."""

    __slots__ = ("column", "is_number", "is_text", "place", "text_of", "worked_on")

    def __init__(self, place: int, column: Column) -> None:
        self.place = place
        self.column = column
        self.text_of = OF_ROW[column.source]
        self.is_number = column.source == Source.NATIONAL_ID
        self.is_text = column.source in TEXTS
        self.worked_on = self.is_text or bool(column.value_map)


class Sheet:
    """Writes the rows of one offering under one profile."""

    def __init__(self, profile: Profile, offering: OfferingFacts) -> None:
        self.profile = profile
        self.offering_findings: list[Finding] = []
        self._replace = str.maketrans(dict(profile.replacements))
        self._shared: list[str] = []
        self._own: list[OwnColumn] = []
        self._row_number: list[int] = []
        for place, column in enumerate(profile.columns):
            text = self._of_offering(column, offering)
            if text is not None:
                self.offering_findings += self._judge(column, text)
            elif column.source == Source.ROW_NUMBER:
                self._row_number.append(place)
            else:
                self._own.append(OwnColumn(place, column))
            self._shared.append(self._cell(column, text or ""))

    def head(self) -> bytes:
        """The byte order mark and the header, as the profile wants them."""
        bom = b"\xef\xbb\xbf" if self.profile.bom else b""
        return bom + self._line([column.header for column in self.profile.columns]) if self.profile.header else bom

    def row(self, line: LineFacts, *, number: int) -> bytes | None:
        """One row, with its line end; None when it has a finding that blocks, so that none is ever written damaged.

        `number` counts from 1 through the whole list.
        """
        hours = hours_cells(line.hours)
        if line.state not in self.profile.states or not line.hours.total:
            return None
        cells = self._shared.copy()
        for own in self._own:
            text = own.text_of(line, hours)
            cell = self._cell(own.column, text) if own.worked_on else text
            if not cell and own.column.required:
                return None
            if own.is_text and self._begins_a_formula(text):
                return None
            if own.is_number and not _is_number(text):
                return None
            cells[own.place] = cell
        for place in self._row_number:
            cells[place] = str(number)
        try:
            return self._line(cells)
        except UnicodeEncodeError:
            return None

    def findings(self, line: LineFacts) -> list[Finding]:
        """What is wrong with a row, column by column, notices last."""
        found = []
        if line.state not in self.profile.states:
            found.append(Finding("狀態", ProblemKind.NOT_REVIEWED, f"狀態為「{line.state_label}」，覆核後才能匯出"))
        if not line.hours.total:
            found.append(Finding("時數", ProblemKind.HOURS_ZERO, "數位與實體時數都是 0"))
        hours = hours_cells(line.hours)
        for own in self._own:
            found += self._judge(own.column, own.text_of(line, hours))
        if line.exported_before:
            found.append(Finding("匯出紀錄", ProblemKind.EXPORTED_BEFORE, "曾以同一格式匯出，重複上傳前請確認"))
        return sorted(found, key=lambda finding: not finding.blocking)

    def _of_offering(self, column: Column, offering: OfferingFacts) -> str | None:
        if column.source == Source.FIXED:
            return column.fixed
        return of_offering(
            column.source, offering, date_format=self.profile.date_format, time_format=self.profile.time_format
        )

    def _cell(self, column: Column, text: str) -> str:
        if column.value_map:
            text = self.profile.maps[column.value_map].get(text, "")
        if column.source not in TEXTS:
            return text
        text = text.translate(self._replace) if self._replace else text
        return f"'{text}" if self.profile.reader == Reader.HUMAN and text[:1] in FORMULA_START else text

    def _line(self, cells: list[str]) -> bytes:
        if self.profile.quoting == Quoting.MINIMAL:
            cells = [self._quoted(cell) for cell in cells]
        return (self.profile.delimiter.join(cells) + self.profile.line_end).encode(self.profile.encoding)

    def _quoted(self, cell: str) -> str:
        if self.profile.delimiter in cell or '"' in cell or "\n" in cell or "\r" in cell:
            return '"' + cell.replace('"', '""') + '"'
        return cell

    def _begins_a_formula(self, text: str) -> bool:
        """Whether a machine would be handed a formula. The human file takes the edge off instead."""
        return self.profile.reader == Reader.MACHINE and text.lstrip()[:1] in FORMULA_START

    def _judge(self, column: Column, text: str) -> list[Finding]:
        """The findings of one cell."""
        if column.source == Source.NATIONAL_ID:
            return _number_findings(column, text)
        cell = self._cell(column, text)
        if not cell:
            listed = column.source in (Source.CATEGORY, Source.COUNTY)
            sentence = f"必填欄位「{column.label}」沒有資料{'，或不在代碼表內' if listed else ''}"
            return [Finding(column.label, ProblemKind.MISSING, sentence)] if column.required else []
        if column.source not in TEXTS:
            return []
        found = []
        if self._begins_a_formula(text):
            sentence = f"「{column.label}」以「{text.lstrip()[0]}」開頭，收件系統可能當成公式"
            found.append(Finding(column.label, ProblemKind.FORMULA, sentence))
        strangers = _strangers(cell, self.profile.encoding)
        if strangers:
            sentence = (
                f"「{column.label}」中的「{'、'.join(strangers)}」不在收件系統的字集（{_charset(self.profile)}）內"
            )
            found.append(Finding(column.label, ProblemKind.NAME_CHARACTER, sentence))
        if text.translate(self._replace) != text:
            sentence = f"「{column.label}」含逗號、引號或換行，檔案中改為「{text.translate(self._replace)}」"
            found.append(Finding(column.label, ProblemKind.REPLACED, sentence))
        return found


def parts(rows: int, max_rows: int | None) -> Iterator[tuple[int, int]]:
    """First and last row of each file, counted from 1. A list without rows is one file with a header alone."""
    size = max_rows or max(rows, 1)
    for first in range(1, max(rows, 1) + 1, size):
        yield first, min(first + size - 1, rows)


def part_name(profile: Profile, offering: OfferingFacts, *, first: int, last: int, alone: bool) -> str:
    """The name of a file, `…_(1~3000).csv` when there are several. It holds codes and numbers, never a person."""
    stem = profile.file_name.format(
        profile=profile.code,
        roc_year=offering.roc_year,
        code=NOT_IN_A_FILE_NAME.sub("-", offering.code).strip("-") or "activity",
        number=offering.number or 0,
    )
    return f"{stem}.csv" if alone else f"{stem}_({first}~{last}).csv"


def _number_findings(column: Column, text: str) -> list[Finding]:
    if not text:
        return [Finding(column.label, ProblemKind.ID_MISSING, "沒有身分證字號，收件系統無法對應到人")]
    try:
        NationalId.parse(text)
    except InvalidNationalId as invalid:
        return [Finding(column.label, ProblemKind.ID_CHECK, f"身分證字號{invalid.problem.label}")]
    return []


def _is_number(text: str) -> bool:
    try:
        NationalId.parse(text)
    except InvalidNationalId:
        return False
    return True


def _strangers(text: str, encoding: str) -> list[str]:
    """The characters that the encoding does not hold, each once, in their order."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return [character for character in dict.fromkeys(text) if not _holds(encoding, character)]
    return []


def _holds(encoding: str, character: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _charset(profile: Profile) -> str:
    return "Big5" if profile.encoding == "cp950" else profile.encoding.upper()
