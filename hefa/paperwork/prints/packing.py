"""The file that a sheet's rows become, and the ZIP that several files travel in."""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from hefa.base.roc import TAIPEI
from hefa.paperwork.names import FileKind
from hefa.paperwork.prints.workbook import ODS_TYPE, XLSX_TYPE, ods, xlsx
from hefa.paperwork.rules import Sheet

SHEET_NAME = "名單"
TYPES = {FileKind.CSV: "text/csv", FileKind.XLSX: XLSX_TYPE, FileKind.ODS: ODS_TYPE}


def file_of(sheet: Sheet, rows: Sequence[Any], *, at: datetime) -> bytes:
    """One file with its header. The rows are bytes for CSV, cells for a workbook."""
    match sheet.profile.kind:
        case FileKind.XLSX:
            return xlsx(sheet.header, rows, sheet=SHEET_NAME, at=at)
        case FileKind.ODS:
            return ods(sheet.header, rows, sheet=SHEET_NAME)
        case _:
            return b"".join((sheet.head(), *rows))


def packed(files: Sequence[tuple[str, bytes]], kind: FileKind, *, at: datetime) -> tuple[str, str, bytes]:
    """Name, type and bytes of what is delivered: the file, or a ZIP of the parts."""
    if len(files) == 1:
        name, content = files[0]
        return name, TYPES[kind], content
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name, date_time=at.astimezone(TAIPEI).timetuple()[:6])
            archive.writestr(entry, content, compress_type=zipfile.ZIP_DEFLATED)
    stem, _, _ = files[0][0].rpartition("_(")
    return f"{stem}.zip", "application/zip", made.getvalue()
