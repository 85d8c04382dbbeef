"""The roster 名冊 as a file for people: workbooks, CSV, and a PDF with room for signatures."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hefa.awards.queries import RosterRow
from hefa.base.hours import plain
from hefa.base.national_id import mask_last4
from hefa.base.roc import format_roc_datetime
from hefa.paperwork.names import RosterFile
from hefa.paperwork.prints.typeset import pdf
from hefa.paperwork.prints.workbook import ODS_TYPE, XLSX_TYPE, Cell, harmless, ods, xlsx

SHEET = "名冊"
HEADER = ("序號", "姓名", "身分證字號", "服務單位代碼", "服務機關", "報名狀態", "報名時間", "數位時數", "實體時數")
ON_SITE = "現場"
BOM = "\ufeff"
TYPES = {
    RosterFile.XLSX: (XLSX_TYPE, "xlsx"),
    RosterFile.ODS: (ODS_TYPE, "ods"),
    RosterFile.CSV: ("text/csv; charset=utf-8", "csv"),
    RosterFile.PDF: ("application/pdf", "pdf"),
}


@dataclass(frozen=True, slots=True)
class RosterHead:
    """What stands above a roster: the activity, its organiser, when and where."""

    heading: str
    organiser: str
    held_at: str
    place: str


def roster_file(kind: RosterFile, head: RosterHead, rows: Sequence[RosterRow], *, at: datetime) -> bytes:
    """The file, of the last four of each number alone. Raises FontsMissing for a PDF on a machine without fonts."""
    if kind == RosterFile.PDF:
        return _pdf(head, rows, at=at)
    cells = [_cells(number, row) for number, row in enumerate(rows, start=1)]
    match kind:
        case RosterFile.XLSX:
            return xlsx(HEADER, cells, sheet=SHEET, at=at)
        case RosterFile.ODS:
            return ods(HEADER, cells, sheet=SHEET)
        case _:
            return _csv(cells)


def _cells(number: int, row: RosterRow) -> list[Cell]:
    return [
        number,
        row.name,
        mask_last4(row.id_last4),
        row.unit_code,
        row.unit_name,
        _state(row),
        format_roc_datetime(row.at) if row.state else "",
        plain(row.hours.digital) if row.hours else "",
        plain(row.hours.in_person) if row.hours else "",
    ]


def _csv(cells: Sequence[Sequence[Cell]]) -> bytes:
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in cells)
    return (BOM + made.getvalue()).encode()


def _pdf(head: RosterHead, rows: Sequence[RosterRow], *, at: datetime) -> bytes:
    told = {
        "heading": head.heading,
        "organiser": head.organiser,
        "held_at": head.held_at,
        "place": head.place,
        "printed_at": format_roc_datetime(at),
        "rows": [
            [str(number), row.name, mask_last4(row.id_last4), row.unit_name, _state(row)]
            for number, row in enumerate(rows, start=1)
        ],
    }
    return pdf("roster", told, at=at)


def _state(row: RosterRow) -> str:
    return str(row.state.label) if row.state else ON_SITE
