"""The rows of the 補登 page: as they were typed, checked, and what each asks for.

A whole number is never written into a page. One that passed its check travels as a sealed text (see kept_number), so
that nothing has to be typed twice while another row is mended.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.http import QueryDict

from hefa.awards.actions import EnteredRow
from hefa.base.national_id import InvalidNationalId, NationalId, NationalIdProblem, mask_last4
from hefa.base.normal_form import half_width
from hefa.base.person_name import InvalidPersonName, clean_person_name
from hefa.units.models import Unit
from hefa.units.queries import clean_unit_code, units_by_code
from hefa.web.shell.forms import looks_like_a_number
from hefa.web.shell.kept_number import keep, kept

AS_ABOVE = frozenset({"同上", "=", "〃", '"', "″"})
"""What an officer types where the unit is that of the row above."""
LONGEST = 200


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One row as the page draws it. `person` is what it asks for; None while something is wrong or nothing is typed."""

    number: int
    name: str = ""
    unit: str = ""
    unit_name: str = ""
    kept: str = ""
    masked: str = ""
    confirmed: bool = False
    name_problem: str = ""
    number_problem: str = ""
    unit_problem: str = ""
    reasons: tuple[str, ...] = ()
    person: EnteredRow | None = None

    @property
    def problems(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.name_problem, self.number_problem, self.unit_problem)))


def blank_rows(first: int, count: int) -> list[TypedRow]:
    """Rows in which nothing is typed, numbered as on the sheet."""
    return [TypedRow(number) for number in range(first, first + count)]


def read_rows(sent: QueryDict, *, first: int, count: int, at: datetime, on: date) -> list[TypedRow]:
    """The rows as they were sent, each with what is wrong with it. One statement, for the units."""
    typed = list(_with_units_above([_Typed.of(sent, number) for number in range(first, first + count)]))
    units = units_by_code((one.unit_meant for one in typed if one.unit_meant), on=on)
    seen: dict[str, int] = {}
    return [_row(one, units, seen, at=at) for one in typed]


@dataclass(frozen=True, slots=True)
class _Typed:
    number: int
    name: str
    national_id: str
    kept: str
    unit: str
    unit_meant: str
    confirmed: bool

    @classmethod
    def of(cls, sent: QueryDict, number: int) -> "_Typed":
        def text(name: str, longest: int = LONGEST) -> str:
            return sent.get(f"{name}-{number}", "").replace("\x00", "").strip()[:longest]

        return cls(
            number=number,
            name=text("name"),
            national_id=text("number"),
            kept=text("kept", 400),
            unit=text("unit"),
            unit_meant="",
            confirmed=f"confirm-{number}" in sent,
        )

    @property
    def is_blank(self) -> bool:
        return not (self.name or self.national_id or self.kept or (self.unit and not _is_as_above(self.unit)))


def _with_units_above(typed: Sequence[_Typed]) -> Iterator[_Typed]:
    """Put the code that is meant where 同上 was typed."""
    above = ""
    for one in typed:
        if one.is_blank:
            yield one
            continue
        above = above if _is_as_above(one.unit) else clean_unit_code(one.unit)
        yield _Typed(one.number, one.name, one.national_id, one.kept, one.unit, above, one.confirmed)


def _is_as_above(text: str) -> bool:
    return half_width(text) in AS_ABOVE or text in AS_ABOVE


def _row(typed: _Typed, units: Mapping[str, Unit], seen: dict[str, int], *, at: datetime) -> TypedRow:
    if typed.is_blank:
        return TypedRow(typed.number, unit=typed.unit)
    name, name_problem = _name(typed.name)
    number, number_problem = _number(typed, at=at)
    if number is not None and seen.setdefault(number.value, typed.number) != typed.number:
        number_problem = f"與編號 {seen[number.value]} 的身分證字號相同"
    unit = units.get(typed.unit_meant)
    unit_problem = "查無此服務單位代碼" if typed.unit_meant and unit is None else ""
    fine = number is not None and not (name_problem or number_problem or unit_problem)
    return TypedRow(
        number=typed.number,
        name="" if looks_like_a_number(typed.name) else typed.name,
        unit="" if looks_like_a_number(typed.unit) else typed.unit,
        unit_name=unit.name if unit else "",
        kept=keep(number, at=at) if number else "",
        masked=mask_last4(number.last4) if number else "",
        confirmed=typed.confirmed,
        name_problem=name_problem,
        number_problem=number_problem,
        unit_problem=unit_problem,
        person=EnteredRow(number, name, unit.pk if unit else None, confirmed=typed.confirmed)
        if number is not None and fine
        else None,
    )


def _name(typed: str) -> tuple[str, str]:
    """The name as it may be stored, and what is wrong with it."""
    if looks_like_a_number(typed):
        return "", "姓名欄請勿填寫身分證字號"
    try:
        return clean_person_name(typed), ""
    except InvalidPersonName as problem:
        return "", str(problem)


def _number(typed: _Typed, *, at: datetime) -> tuple[NationalId | None, str]:
    """The number typed now, else the one kept from before, and what is wrong with it."""
    if not typed.national_id:
        before = kept(typed.kept, at=at)
        return before, "" if before else NationalIdProblem.EMPTY.label
    try:
        return NationalId.parse(typed.national_id), ""
    except InvalidNationalId as invalid:
        return None, invalid.problem.label
