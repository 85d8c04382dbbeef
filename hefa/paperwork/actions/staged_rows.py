"""The rows of an upload: matched with what there is, then copied into their table."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import uuid4

from django.db import connection

from hefa.activities.models import Offering
from hefa.keys.fields import sealed_field
from hefa.organisers.models import Organiser
from hefa.paperwork.models import StagedRow
from hefa.paperwork.names import RowState
from hefa.paperwork.queries.intake import Offerings, People, Units, held_as
from hefa.paperwork.rules.reading import (
    Held,
    Intake,
    Judged,
    Line,
    closed_to_hours,
    elsewhere,
    judge,
    offering_meant,
    person_meant,
)
from hefa.units.models import Unit

COLUMNS = (
    "public_id", "upload_id", "line", "told", "offering_id", "learner_id", "unit_id", "digital_hours",
    "in_person_hours", "state", "reason", "notice",
)  # fmt: skip
COPY = f"COPY staged_row ({', '.join(COLUMNS)}) FROM STDIN"
LONGEST = 500


@dataclass(frozen=True, slots=True, repr=False)
class Matched:
    """A line with what it was matched with. A reason keeps it out."""

    line: Line
    offering_id: int | None
    learner_id: int | None
    unit_id: int | None
    digital: Decimal | None
    in_person: Decimal | None
    reason: str
    notice: str


class Matcher:
    """Judges and matches the lines of one file, and remembers whom it has seen."""

    def __init__(self, *, intake: Intake, organiser: Organiser, offering: Offering | None, at: datetime) -> None:
        self._intake = intake
        self._at = at
        self._units = Units()
        self._offerings = Offerings(organiser)
        self._here = held_as(offering) if offering else None
        self._people = People(offering) if offering else None
        self._seen: dict[tuple[int, str], int] = {}

    def match(self, lines: Sequence[Line]) -> list[Matched]:
        """The lines in their order. A few statements however many they are."""
        judged = [judge(self._intake, line) for line in lines]
        units = self._units.look_up(told.unit_code for told in judged)
        return [self._match(line, told, units.get(told.unit_code)) for line, told in zip(lines, judged, strict=True)]

    def _match(self, line: Line, told: Judged, unit: Unit | None) -> Matched:
        faults, notices = list(told.faults), list(told.notices)
        held = self._held(told, faults, notices)
        if held is not None and (closed := closed_to_hours(held, at=self._at)):
            faults.append(closed)
        if told.unit_code:
            faults += _unit_faults(told.unit_code, unit, held)
        learner_id = None if faults else self._learner(told, unit, faults)
        if held and not faults:
            self._once(line, told, held, learner_id, faults)
        return Matched(
            line=line,
            offering_id=held.id if held else None,
            learner_id=learner_id,
            unit_id=unit.pk if unit else None,
            digital=told.hours.digital if told.hours else None,
            in_person=told.hours.in_person if told.hours else None,
            reason="；".join(faults)[:LONGEST],
            notice="；".join(notices)[:LONGEST],
        )

    def _held(self, told: Judged, faults: list[str], notices: list[str]) -> Held | None:
        if self._here is not None:
            if elsewhere(told.place, self._here):
                notices.append("檔案上寫的是其他活動或期別，將登錄到本期別")
            return self._here
        meant = offering_meant(told.place, self._offerings.named(told.place.roc_year, told.place.name))
        if isinstance(meant, Held):
            return meant
        faults.append(meant)
        return None

    def _learner(self, told: Judged, unit: Unit | None, faults: list[str]) -> int | None:
        """Who is meant, for files that hold no number."""
        if told.national_id is not None or self._people is None:
            return None
        known = self._people.with_last4(told.last4)
        meant = person_meant(
            told.name, told.last4, unit.pk if unit else None, unit_told=bool(told.unit_code), known=known
        )
        if isinstance(meant, str):
            faults.append(meant)
            return None
        return meant.learner_id

    def _once(self, line: Line, told: Judged, held: Held, learner_id: int | None, faults: list[str]) -> None:
        who = told.national_id.value if told.national_id else str(learner_id)
        first = self._seen.setdefault((held.id, who), line.number)
        if first != line.number:
            faults.append(f"與第 {first} 列是同一位學員、同一個活動")


def _unit_faults(code: str, unit: Unit | None, held: Held | None) -> list[str]:
    if unit is None:
        return [f"查無機關代碼「{code[:20]}」"]
    if held is None or unit.stands_on(held.starts_on):
        return []
    if unit.successor is not None:
        return [f"機關代碼「{code}」在活動當日已裁撤，請改用「{unit.successor.code}」（{unit.successor.name}）"]
    return [f"機關代碼「{code}」在活動當日不存在"]


def copy_rows(upload_id: int, rows: Sequence[Matched]) -> None:
    """Seal the rows and add them to the upload, by COPY."""
    told = sealed_field(StagedRow, "told")
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in rows:
            public_id = uuid4()
            copy.write_row(
                (
                    public_id,
                    upload_id,
                    row.line.number,
                    told.seal(json.dumps(row.line.cells, ensure_ascii=False), public_id=public_id),
                    row.offering_id,
                    row.learner_id,
                    row.unit_id,
                    row.digital,
                    row.in_person,
                    RowState.FAULTY if row.reason else RowState.READY,
                    row.reason,
                    row.notice,
                )
            )
