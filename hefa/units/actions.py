"""Take over the list of agencies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.base.search_text import grams
from hefa.units.models import Unit
from hefa.units.rules import RefusedLine, UnitLine, read_units

BATCH = 1000
COMPARED = ("name", "english_name", "level", "valid_from", "valid_until", "parent_id", "successor_id")


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
    """Take over a 機關代碼 file: new units are added, known ones brought up to date, none is removed.

    Units that the file no longer names stay: an award keeps its unit. Raises UnreadableFile.
    """
    lines, refused = read_units(content)
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
    return sorted(named - set(units))
