"""The file of refused rows: what was sent, with a column more that says why. It can be mended and uploaded again."""

import csv
import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.organisers.models import Officer
from hefa.paperwork.models import Upload
from hefa.paperwork.papers.intakes import INTAKES
from hefa.paperwork.prints.workbook import XLSX_TYPE, harmless, xlsx
from hefa.paperwork.queries.upload import refused_rows
from hefa.paperwork.rules.reading import REASON_HEADER


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """The file as it is delivered; it is kept nowhere."""

    file_name: str
    content_type: str
    content: bytes


class NothingRefused(Exception):
    """The upload has no refused rows, or they are kept no longer."""


@transaction.atomic
def take_refused(*, upload: Upload, as_csv: bool, officer: Officer, at: datetime) -> RefusedFile:
    """Make the file and note who took it. Raises NothingRefused."""
    intake = INTAKES[upload.kind]
    header = (*(column.header for column in intake.columns), REASON_HEADER)
    rows = [(*cells, reason) for cells, reason in refused_rows(upload)]
    if not rows:
        raise NothingRefused
    content = _csv((header, *rows)) if as_csv else xlsx(header, rows, sheet="退回資料", at=at)
    record(
        at=at,
        actor=Actor.account(officer.account.public_id),
        verb=Verb.REFUSED_ROWS_TAKEN,
        subject_kind="upload",
        subject_id=upload.public_id,
        organiser_id=officer.organiser.public_id,
        facts={"rows": len(rows), "sha256": hashlib.sha256(content).hexdigest()},
    )
    stem = f"refused_{upload.kind}_{upload.uploaded_at:%Y%m%d}"
    return (
        RefusedFile(f"{stem}.csv", "text/csv", content) if as_csv else RefusedFile(f"{stem}.xlsx", XLSX_TYPE, content)
    )


def _csv(rows: Iterable[tuple[str, ...]]) -> bytes:
    """For people, who open it in Excel: with a byte order mark, and no cell that is a formula."""
    made = io.StringIO("\ufeff", newline="")
    made.seek(0, io.SEEK_END)
    csv.writer(made, lineterminator="\r\n").writerows([harmless(cell) for cell in row] for row in rows)
    return made.getvalue().encode()
