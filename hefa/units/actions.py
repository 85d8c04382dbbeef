"""Take over the list of agencies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import connection, transaction

from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.base.national_id import InvalidNationalId, NationalId
from hefa.base.search_text import grams
from hefa.units.models import Unit, UnitsFile
from hefa.units.queries import held_lines
from hefa.units.rules import RefusedLine, UnitLine, compare, fingerprint, read_units

BATCH = 1000
COMPARED = ("name", "english_name", "level", "valid_from", "valid_until", "parent_id", "successor_id")


class UnitsOvertaken(Exception):
    """The list has changed since the differences were shown: nothing was taken over."""


class FileApplied(Exception):
    """The file was taken over before."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. `dangling` are codes named as parent or successor that neither file nor list holds."""

    added: int
    changed: int
    unchanged: int
    refused: Sequence[RefusedLine]
    dangling: Sequence[str]


@transaction.atomic
def import_units(*, content: bytes, at: datetime, actor: Actor) -> ImportReport:
    """Take over a 機關代碼 file without a look at it: new units are added, known ones brought up to date, none removed.

    Units that the file no longer names stay: an award keeps its unit. Raises UnreadableFile.
    """
    _hold_the_list()
    return _apply(*read_units(content), at=at, actor=actor)


@transaction.atomic
def keep_units_file(*, content: bytes, by: UUID, at: datetime) -> UnitsFile:
    """Keep an uploaded file until somebody has looked at what it changes. Raises UnreadableFile."""
    read_units(content)
    return UnitsFile.objects.create(content=content, sha256=sha256(content).hexdigest(), uploaded_at=at, uploaded_by=by)


@transaction.atomic
def apply_units_file(*, file: UnitsFile, confirmed: str, by: UUID, at: datetime) -> ImportReport:
    """Take over a kept file, if it still does what was confirmed (the `fingerprint` of its changes).

    Raises UnitsOvertaken when the list has changed since, FileApplied when it was taken over before.
    """
    _hold_the_list()
    if not UnitsFile.objects.filter(pk=file.pk, applied_at__isnull=True).update(applied_at=at, applied_by=by):
        raise FileApplied
    lines, refused = read_units(bytes(file.content))
    if fingerprint(compare(lines, held_lines())) != confirmed:
        raise UnitsOvertaken
    return _apply(lines, refused, at=at, actor=Actor.account(by))


def _hold_the_list() -> None:
    """One import at a time; reading goes on."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE unit IN SHARE ROW EXCLUSIVE MODE")


def _apply(lines: Sequence[UnitLine], refused: Sequence[RefusedLine], *, at: datetime, actor: Actor) -> ImportReport:
    Unit.objects.bulk_create(
        [Unit(code=line.code, name=line.name) for line in lines], ignore_conflicts=True, batch_size=BATCH
    )
    units = {unit.code: unit for unit in Unit.objects.all()}
    fresh = {code for code, unit in units.items() if not unit.name_grams}
    changed = [unit for line in lines if _bring_up_to_date(unit := units[line.code], line, units)]
    Unit.objects.bulk_update(changed, (*COMPARED, "name_grams"), batch_size=BATCH)
    report = ImportReport(
        added=len(fresh),
        changed=len([unit for unit in changed if unit.code not in fresh]),
        unchanged=len(lines) - len(changed),
        refused=refused,
        dangling=_dangling(lines, units),
    )
    record(
        at=at,
        actor=actor,
        verb=Verb.UNITS_IMPORTED,
        subject_kind="unit",
        subject_id=None,
        facts={"added": report.added, "changed": report.changed, "refused": len(refused)},
    )
    return report


def _bring_up_to_date(unit: Unit, line: UnitLine, units: Mapping[str, Unit]) -> bool:
    parent = units.get(line.parent_code) if line.parent_code != line.code else None
    successor = units.get(line.successor_code) if line.successor_code != line.code else None
    told = (
        line.name,
        line.english_name,
        line.level,
        line.valid_from,
        line.valid_until,
        parent.pk if parent else None,
        successor.pk if successor else None,
    )
    if unit.name_grams and told == tuple(getattr(unit, column) for column in COMPARED):
        return False
    for column, value in zip(COMPARED, told, strict=True):
        setattr(unit, column, value)
    unit.name_grams = grams(line.name)
    return True


def _dangling(lines: Sequence[UnitLine], units: Mapping[str, Unit]) -> list[str]:
    named = {code for line in lines for code in (line.parent_code, line.successor_code) if code}
    return sorted(code for code in named - set(units) if not _is_a_persons(code))


def _is_a_persons(code: str) -> bool:
    """Somebody's number in the place of a code: a report goes to screens and terminals, and tells nobody's."""
    try:
        NationalId.parse(code)
    except InvalidNationalId:
        return False
    return True
