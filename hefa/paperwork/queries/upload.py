"""What is shown of uploads: 學習資訊上傳進度查詢, the preview of one, and its refused rows."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Q, QuerySet

from hefa.accounts.models import Account
from hefa.base.hours import plain
from hefa.base.national_id import mask_last4
from hefa.organisers.names import Charge
from hefa.organisers.queries import Held, in_charge, organisers_of
from hefa.paperwork.models import StagedRow, Upload
from hefa.paperwork.names import Meaning, RowState, UploadState
from hefa.paperwork.papers.intakes import INTAKES
from hefa.paperwork.rules.reading import Intake
from hefa.units.names import NO_UNIT_LABEL

REFUSED = (RowState.FAULTY, RowState.REFUSED)
READ_AT_ONCE = 2000


class Shown(StrEnum):
    """Which rows of an upload a list shows."""

    ALL = "all"
    REFUSED = "refused"
    NOTICED = "noticed"
    NAME_DIFFERS = "name_differs"
    ALREADY = "already"


SHOWN = {
    Shown.ALL: Q(),
    Shown.REFUSED: Q(state__in=REFUSED),
    Shown.NOTICED: ~Q(notice=""),
    Shown.NAME_DIFFERS: Q(state=RowState.NAME_DIFFERS),
    Shown.ALREADY: Q(state=RowState.ALREADY),
}


@dataclass(frozen=True, slots=True)
class RowView:
    """A row as its officer sees it: the number masked, whatever it looks like."""

    line: int
    name: str
    id_masked: str
    unit: str
    offering: str
    hours: str
    state: RowState
    reason: str
    notice: str


def uploads_of(account: Account, *, on: date) -> QuerySet[Upload]:
    """The uploads of every organiser whose things this account may see on this day, latest first."""
    return (
        Upload.objects.filter(organiser__in=organisers_of(account, on=on))
        .select_related(
            "organiser", "offering__activity", "uploaded_by__account", "confirmed_by__account", "discarded_by__account"
        )
        .order_by("-uploaded_at", "-pk")
    )


def taken_over_by(uploads: Sequence[Upload]) -> dict[int, str]:
    """Who is in charge now of the uploads that were handed over (職務移交): the name by the upload's row number."""
    keepers = in_charge([Held(one.uploaded_by_id, one.uploaded_at) for one in uploads], Charge.UPLOADS)
    pairs = zip(uploads, keepers, strict=True)
    return {one.pk: keeper.account.name for one, keeper in pairs if keeper.pk != one.uploaded_by_id}


def same_file(upload: Upload) -> Upload | None:
    """The latest other upload of the same bytes for the same offering that was not discarded."""
    others = Upload.objects.filter(organiser=upload.organiser_id, offering=upload.offering_id, sha256=upload.sha256)
    return (
        others.exclude(pk=upload.pk)
        .exclude(state__in=(UploadState.DISCARDED, UploadState.EXPIRED))
        .order_by("-uploaded_at", "-pk")
        .first()
    )


def years_of(upload: Upload) -> Sequence[int]:
    """The 年度 of the offerings that its rows would be entered for."""
    ready = StagedRow.objects.filter(upload=upload, state=RowState.READY)
    return sorted(ready.order_by().values_list("offering__activity__roc_year", flat=True).distinct())


def rows_of(upload: Upload, shown: Shown) -> QuerySet[StagedRow]:
    """The rows of an upload in the order of the file, for `row_view`."""
    rows = StagedRow.objects.filter(SHOWN[shown], upload=upload).select_related("offering__activity", "unit")
    return rows.order_by("line")


def row_view(upload: Upload, row: StagedRow) -> RowView:
    """Open a row for its officer. Hours that the file does not tell are those of the offering."""
    intake = INTAKES[upload.kind]
    cells = told_cells(row)
    name, number = told_person(intake, row)
    held = row.offering
    unit_code = _cell(intake, cells, Meaning.UNIT_CODE)
    return RowView(
        line=row.line,
        name=name,
        id_masked=mask_last4(number[-4:]) if number else "",
        unit=row.unit.name if row.unit else unit_code or NO_UNIT_LABEL,
        offering=f"{held.activity.name} 第 {held.number} 期" if held else "",
        hours=_hours_words(intake, row, cells),
        state=RowState(row.state),
        reason=row.reason,
        notice=row.notice,
    )


def refused_rows(upload: Upload) -> Iterator[tuple[tuple[str, ...], str]]:
    """The cells of each refused row as they were sent, and why it was refused; a stream in the order of the file."""
    rows = StagedRow.objects.filter(upload=upload, state__in=REFUSED).order_by("line")
    for row in rows.iterator(chunk_size=READ_AT_ONCE):
        yield told_cells(row), f"第 {row.line} 列：{row.reason}"


def told_cells(row: StagedRow) -> tuple[str, ...]:
    """The cells of a row in the order of its intake."""
    return tuple(json.loads(row.told))


def told_person(intake: Intake, row: StagedRow) -> tuple[str, str]:
    """Name and number (or last four) as the row tells them."""
    cells = told_cells(row)
    return _cell(intake, cells, Meaning.NAME), (
        _cell(intake, cells, Meaning.NATIONAL_ID) or _cell(intake, cells, Meaning.LAST4)
    )


def _cell(intake: Intake, cells: Sequence[str], meaning: Meaning) -> str:
    place = intake.place_of.get(meaning)
    return "" if place is None else cells[place]


def _hours_words(intake: Intake, row: StagedRow, cells: Sequence[str]) -> str:
    """The hours that a row would earn; of a row that is refused, what it told."""
    digital, in_person = row.digital_hours, row.in_person_hours
    if digital is None and row.state in REFUSED:
        told = _cell(intake, cells, Meaning.HOURS_IN_PERSON), _cell(intake, cells, Meaning.HOURS_DIGITAL)
        return f"實體 {told[0]}　數位 {told[1]}" if any(told) else ""
    if digital is None and row.offering is not None:
        digital, in_person = row.offering.digital_hours, row.offering.in_person_hours
    return "" if digital is None or in_person is None else f"實體 {plain(in_person)}　數位 {plain(digital)}"
