"""A profile put to one offering: cells, findings and bytes. All rows of an offering share most cells, written once."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from hefa.base.national_id import InvalidNationalId, NationalId
from hefa.paperwork.names import Mend, ProblemKind, Quoting, Reader, Source
from hefa.paperwork.rules.findings import FORMULA_START, Finding, number_findings, text_findings
from hefa.paperwork.rules.profile import Column, Profile
from hefa.paperwork.rules.rows import OF_ROW, TEXTS, HoursCells, LineFacts, OfferingFacts, hours_cells, of_offering

NOT_IN_A_FILE_NAME = re.compile(r"[^0-9A-Za-z_-]+")
NUMBERS = frozenset({Source.ROW_NUMBER, Source.HOURS_TOTAL, Source.HOURS_DIGITAL, Source.HOURS_IN_PERSON})
"""What a workbook holds as numbers."""


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


@dataclass(frozen=True, slots=True)
class Layout:
    """The cells that rows share, and the hours that they carry where the activity is split; None: the award's own."""

    shared: list[str]
    hours: HoursCells | None = None


class Sheet:
    """Writes the rows of one offering under one profile."""

    def __init__(self, profile: Profile, offering: OfferingFacts) -> None:
        self.profile = profile
        self._maps = profile.map_of
        self._replace = str.maketrans(dict(profile.replacements))
        own = [place for place, one in enumerate(profile.columns) if self._of_offering(one, offering) is None]
        self._own = [
            OwnColumn(place, profile.columns[place])
            for place in own
            if profile.columns[place].source != Source.ROW_NUMBER
        ]
        self._row_number = [place for place in own if profile.columns[place].source == Source.ROW_NUMBER]
        self._whole = Layout(self._shared(offering))
        splits = offering.splits if profile.split else ()
        lines = [replace(offering, name=f"{offering.name}-{one.topic}", category=one.category) for one in splits]
        self._split = [
            Layout(self._shared(line), hours_cells(one.hours)) for line, one in zip(lines, splits, strict=True)
        ]
        self._split_hours = (
            (
                sum((one.hours.digital for one in splits), Decimal(0)),
                sum((one.hours.in_person for one in splits), Decimal(0)),
            )
            if splits
            else None
        )
        self.offering_findings = list(dict.fromkeys(self._judged(offering, *lines)))

    @property
    def header(self) -> list[str]:
        return [column.header for column in self.profile.columns]

    def head(self) -> bytes:
        """The byte order mark and the header, as the profile wants them."""
        bom = b"\xef\xbb\xbf" if self.profile.bom else b""
        return bom + self._line(self.header) if self.profile.header else bom

    def rows(self, line: LineFacts, *, number: int) -> list[bytes] | None:
        """The rows of one award, each with its line end; None when it has a finding that blocks: none is ever damaged.

        One row, or one for each line that the activity is split into. `number` counts from 1 through the whole list.
        """
        cells = self._all_cells(line, number=number)
        if cells is None:
            return None
        try:
            return [self._line(row) for row in cells]
        except UnicodeEncodeError:
            return None

    def cells(self, line: LineFacts, *, number: int) -> list[list[str | Decimal]] | None:
        """As `rows`, for a workbook: hours and the row number as numbers."""
        cells = self._all_cells(line, number=number)
        if cells is None:
            return None
        is_number = [column.source in NUMBERS for column in self.profile.columns]
        return [
            [Decimal(text) if told and text else text for told, text in zip(is_number, row, strict=True)]
            for row in cells
        ]

    def findings(self, line: LineFacts) -> list[Finding]:
        """What is wrong with a row, column by column, notices last."""
        found = []
        if line.state not in self.profile.states:
            sentence = f"狀態為「{line.state_label}」，覆核後才能匯出"
            mend = Mend.NAME if line.state == "name_differs" else Mend.AWARD
            found.append(Finding("狀態", ProblemKind.NOT_REVIEWED, sentence, mend))
        if not line.hours.total:
            found.append(Finding("時數", ProblemKind.HOURS_ZERO, "數位與實體時數都是 0", Mend.AWARD))
        hours = hours_cells(line.hours)
        for own in self._own:
            found += self._judge(own.column, own.text_of(line, hours))
        return sorted([*found, *self._notices(line)], key=lambda finding: not finding.blocking)

    def _notices(self, line: LineFacts) -> Iterator[Finding]:
        if line.own_name:
            sentence = f"以「{line.name}」列入檔案，系統中的姓名為「{line.own_name}」"
            yield Finding("姓名", ProblemKind.ECPA_NAME, sentence, Mend.ECPA_NAME)
        if self._split and not self._is_split(line):
            sentence = "核發時數與各子題合計不同，以活動的課程類別列為一列"
            yield Finding("時數", ProblemKind.SPLIT_HOURS, sentence, Mend.AWARD)
        if line.rejected is not None:
            sentence = f"上次匯出遭收件系統退回：{line.rejected or '未註明原因'}"
            yield Finding("匯出紀錄", ProblemKind.PORTAL_REJECTED, sentence, Mend.HISTORY)
        if line.exported_before:
            sentence = "曾以同一格式匯出，重複上傳前請確認"
            yield Finding("匯出紀錄", ProblemKind.EXPORTED_BEFORE, sentence, Mend.HISTORY)

    def _all_cells(self, line: LineFacts, *, number: int) -> list[list[str]] | None:
        """The rows of an award as texts; None when one of them may not be written."""
        if line.state not in self.profile.states or not line.hours.total:
            return None
        if not self._split or not self._is_split(line):
            row = self._cells(self._whole.shared, hours_cells(line.hours), line, number=number)
            return None if row is None else [row]
        rows = []
        for place, layout in enumerate(self._split):
            row = self._cells(layout.shared, layout.hours or hours_cells(line.hours), line, number=number + place)
            if row is None:
                return None
            rows.append(row)
        return rows

    def _cells(self, shared: list[str], hours: HoursCells, line: LineFacts, *, number: int) -> list[str] | None:
        cells = shared.copy()
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
        return cells

    def _is_split(self, line: LineFacts) -> bool:
        """Whether an award carries just the hours that the lines of its activity add up to."""
        return (line.hours.digital, line.hours.in_person) == self._split_hours

    def _shared(self, offering: OfferingFacts) -> list[str]:
        return [self._cell(column, self._of_offering(column, offering) or "") for column in self.profile.columns]

    def _judged(self, *offerings: OfferingFacts) -> Iterator[Finding]:
        """The findings of what rows share."""
        for offering in offerings:
            for column in self.profile.columns:
                text = self._of_offering(column, offering)
                if text is not None:
                    yield from self._judge(column, text)

    def _of_offering(self, column: Column, offering: OfferingFacts) -> str | None:
        if column.source == Source.FIXED:
            return column.fixed
        return of_offering(
            column.source, offering, date_format=self.profile.date_format, time_format=self.profile.time_format
        )

    def _cell(self, column: Column, text: str) -> str:
        if column.source == Source.UNIT_CODE:
            text = text or self.profile.no_unit_code
        if column.value_map:
            text = self._maps.get(column.value_map, {}).get(text, "")
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
            return number_findings(column, text)
        return text_findings(
            self.profile,
            column,
            text=text,
            cell=self._cell(column, text),
            replaced=text.translate(self._replace),
            formula=self._begins_a_formula(text),
        )


def parts(lines: Sequence[int], max_rows: int | None) -> Iterator[tuple[int, int]]:
    """First and last line of each file, counted from 1; `lines` tells how many each award has.

    A file is cut between two awards, unless one alone has more lines than a file may have. A list without rows is one
    file with a header alone.
    """
    total = sum(lines)
    if max_rows is None or total <= max_rows:
        yield 1, total
        return
    first = last = 0
    for count in lines:
        if last - first + count > max_rows and last > first:
            yield first + 1, last
            first = last
        last += count
        while last - first > max_rows:
            yield first + 1, first + max_rows
            first += max_rows
    if last > first:
        yield first + 1, last


def part_name(profile: Profile, offering: OfferingFacts, *, first: int, last: int, alone: bool) -> str:
    """The name of a file, `…_(1~3000).csv` when there are several. It holds codes and numbers, never a person."""
    stem = profile.file_name.format(
        profile=profile.code,
        roc_year=offering.roc_year,
        code=NOT_IN_A_FILE_NAME.sub("-", offering.code).strip("-") or "activity",
        number=offering.number or 0,
    )
    return f"{stem}.{profile.kind}" if alone else f"{stem}_({first}~{last}).{profile.kind}"


def _is_number(text: str) -> bool:
    try:
        NationalId.parse(text)
    except InvalidNationalId:
        return False
    return True
