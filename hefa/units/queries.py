"""查詢代碼: units by code, by name, by parent."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet

from hefa.base.normal_form import half_width
from hefa.base.search_text import fold, grams
from hefa.units.models import Unit
from hefa.units.rules import UnitLine

PREDECESSORS = """
WITH RECURSIVE line (root, unit) AS (
    SELECT id, id FROM unit WHERE id = ANY(%s)
    UNION
    SELECT line.root, earlier.id FROM unit earlier JOIN line ON earlier.successor_id = line.unit
)
SELECT root, unit FROM line
"""
BELOW = """
WITH RECURSIVE line (unit) AS (
    SELECT id FROM unit WHERE id = %s
    UNION
    SELECT other.id FROM unit other JOIN line ON other.parent_id = line.unit OR other.successor_id = line.unit
)
SELECT unit FROM line
"""

HEIRS = """
WITH RECURSIVE heir(id, successor_id, generation) AS (
    SELECT id, successor_id, 0 FROM unit WHERE id = %s
    UNION ALL
    SELECT unit.id, unit.successor_id, generation + 1 FROM unit JOIN heir ON unit.id = heir.successor_id
    WHERE generation < 20
)
SELECT id FROM heir WHERE generation > 0 ORDER BY generation
"""


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """A unit as a form offers it."""

    code: str
    name: str
    parent_name: str


def clean_unit_code(text: str) -> str:
    """A code as typed: half-width, upper-case, without white space."""
    return "".join(half_width(text).split()).upper()


def unit_by_code(code: str, *, on: date) -> Unit | None:
    """The unit with this code that stands on this day."""
    return _standing(on).filter(code=clean_unit_code(code)).first()


def units_by_code(codes: Iterable[str], *, on: date) -> Mapping[str, Unit]:
    """The units with these codes that stand on this day, by code. One statement."""
    return {unit.code: unit for unit in _standing(on).filter(code__in={clean_unit_code(code) for code in codes})}


def search_units(text: str, *, on: date, limit: int = 20, parent_code: str | None = None) -> Sequence[UnitChoice]:
    """Units that stand on this day, by part of the name, by the beginning of the code, or below a parent.

    臺 and 台 count as one. An empty text finds nothing unless a parent is named. The shortest names come first.
    """
    wanted = fold(text)
    units = _standing(on)
    if parent_code:
        units = units.filter(parent__code=clean_unit_code(parent_code))
    elif not wanted:
        return []
    if wanted:
        pieces = grams(wanted) if len(wanted) == 1 else [gram for gram in grams(wanted) if len(gram) == 2]
        units = units.filter(Q(name_grams__contains=pieces) | Q(code__startswith=clean_unit_code(text)))
    found = [
        unit
        for unit in units.select_related("parent").order_by("code")
        if not wanted or wanted in fold(unit.name) or unit.code.startswith(clean_unit_code(text))
    ]
    found.sort(key=lambda unit: (len(unit.name), unit.code))
    return [UnitChoice(unit.code, unit.name, unit.parent.name if unit.parent else "") for unit in found[:limit]]


def with_predecessors(units: Collection[int]) -> Mapping[int, frozenset[int]]:
    """Each of these units by row number, with itself and all units that it succeeded, however long ago.

    One statement; a circle of successors ends it.
    """
    found: dict[int, set[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(PREDECESSORS, [list(units)])
        for root, unit in cursor.fetchall():
            found.setdefault(root, set()).add(unit)
    return {root: frozenset(line) for root, line in found.items()}


def below(unit: Unit) -> QuerySet[Unit]:
    """The unit, all units under it, and those that any of them succeeded: for whom it may keep the papers."""
    with connection.cursor() as cursor:
        cursor.execute(BELOW, [unit.pk])
        found = [pk for (pk,) in cursor.fetchall()]
    return Unit.objects.filter(pk__in=found)


def unit_of_any_time(code: str) -> Unit | None:
    """The unit with this code, whether it still stands or not, with its successor."""
    return Unit.objects.filter(code=clean_unit_code(code)).select_related("successor").first()


def standing_successor(unit: Unit, *, on: date) -> Unit | None:
    """The unit that goes on for an abolished one on this day, over as many generations as it takes; None for none."""
    with connection.cursor() as cursor:
        cursor.execute(HEIRS, [unit.pk])
        heirs = [pk for (pk,) in cursor.fetchall()]
    found = {heir.pk: heir for heir in _standing(on).filter(pk__in=heirs).select_related("parent")}
    return next((found[pk] for pk in heirs if pk in found), None)


def held_lines() -> dict[str, UnitLine]:
    """Every unit as the file would tell it, by code."""
    units = Unit.objects.select_related("parent", "successor").only(
        "code", "name", "english_name", "level", "valid_from", "valid_until", "parent__code", "successor__code"
    )
    return {
        unit.code: UnitLine(
            code=unit.code,
            name=unit.name,
            english_name=unit.english_name,
            parent_code=unit.parent.code if unit.parent else "",
            level=unit.level,
            valid_from=unit.valid_from,
            valid_until=unit.valid_until,
            successor_code=unit.successor.code if unit.successor else "",
        )
        for unit in units
    }


def _standing(on: date) -> QuerySet[Unit]:
    return Unit.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=on), Q(valid_until__isnull=True) | Q(valid_until__gte=on)
    )
