"""The progress of a roster as a file, with the purpose on record."""

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from hefa.audit.names import Verb
from hefa.base.hours import plain
from hefa.base.national_id import mask_last4
from hefa.base.roc import format_roc
from hefa.organisers.models import Officer
from hefa.paperwork.actions.year.notes import note
from hefa.paperwork.models import YearPaper, YearRoster
from hefa.paperwork.names.year import Match, RosterFormat, Standing, YearPurpose
from hefa.paperwork.prints.workbook import XLSX_TYPE, Cell, harmless, xlsx
from hefa.paperwork.queries.year import MemberRow, RosterProgress, progress_of

HEADER = ("姓名 / 班級", "身分證字號", "人數", "到職日", "離職日", "狀態", "已有時數", "尚缺時數", "備註")


@dataclass(frozen=True, slots=True)
class RosterPaper:
    """A file ready to be delivered, kept nowhere."""

    file_name: str
    content_type: str
    content: bytes


class EmptyRoster(Exception):
    """There is nobody to write down."""


class YearPurposeMissing(ValueError):
    """The purpose is 其他 and nothing says which."""


@transaction.atomic
def export_roster(
    *,
    roster: YearRoster,
    file_format: RosterFormat,
    purpose: YearPurpose,
    purpose_note: str,
    officer: Officer,
    on: date,
    at: datetime,
) -> RosterPaper:
    """Who has how much and who lacks how much, people first, then classes. Raises EmptyRoster, YearPurposeMissing."""
    told = purpose_note.strip()
    if purpose == YearPurpose.OTHER and not told:
        raise YearPurposeMissing
    (progress,) = progress_of([roster], on=on)
    rows = _rows(progress)
    if not rows:
        raise EmptyRoster
    content = _xlsx(rows, at=at) if file_format == RosterFormat.XLSX else _csv(rows)
    digest = hashlib.sha256(content).hexdigest()
    paper = YearPaper.objects.create(
        roster=roster,
        file_format=file_format,
        purpose=purpose,
        purpose_note=told,
        rows=len(rows),
        sha256=digest,
        made_at=at,
        made_by=officer.account,
    )
    note(
        Verb.PAPER_MADE, "year_paper", paper.public_id, officer=officer, at=at,
        roster=str(roster.public_id), purpose=purpose, rows=len(rows), sha256=digest,
    )  # fmt: skip
    name = f"年度人員名冊_{roster.roc_year}_{roster.unit.code}.{file_format}"
    return RosterPaper(name, XLSX_TYPE if file_format == RosterFormat.XLSX else "text/csv", content)


def _rows(progress: RosterProgress) -> list[Sequence[Cell]]:
    members = [_member(one) for one in progress.members]
    return [
        *members,
        *((one.name, "", one.head_count, "", "", "班級", one.hours, one.lacking, "") for one in progress.classes),
    ]


def _member(one: MemberRow) -> Sequence[Cell]:
    note_told = one.exempt_reason if one.standing == Standing.EXEMPT else ""
    if one.standing == Standing.ACTIVE and one.match == Match.SEVERAL:
        note_told = "符合多位學員，待承辦人確認"
    return (
        one.name,
        mask_last4(one.id_last4),
        1,
        format_roc(one.joined) if one.joined else "",
        format_roc(one.left) if one.left else "",
        str(one.standing.label),
        one.hours,
        one.lacking,
        note_told,
    )


def _xlsx(rows: Sequence[Sequence[Cell]], *, at: datetime) -> bytes:
    return xlsx(HEADER, rows, sheet="年度人員名冊", at=at)


def _csv(rows: Sequence[Sequence[Cell]]) -> bytes:
    """For people: UTF-8 with a byte order mark, so that it opens in Excel as it is."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows([[_text(cell) for cell in row] for row in rows])
    return made.getvalue().encode("utf-8-sig")


def _text(cell: Cell) -> str:
    return harmless(cell) if isinstance(cell, str) else str(cell) if isinstance(cell, int) else plain(cell)
