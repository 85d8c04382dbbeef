"""The facts of a file and how each becomes the text of a cell."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType
from uuid import UUID

from hefa.base.hours import Hours, plain
from hefa.base.national_id import mask_last4
from hefa.base.roc import TAIPEI, format_roc, format_roc_datetime
from hefa.paperwork.names import LearningKind, Source


@dataclass(frozen=True, slots=True)
class SplitLine:
    """One of the lines that an activity is split into, each with its own category and hours (班名-子題)."""

    topic: str
    category: str
    hours: Hours


@dataclass(frozen=True, slots=True)
class OfferingFacts:
    """What all rows of a file share. Codes are those of the code lists; empty where the officer left them out.

    `course_code` is the portal's own number of the course, where the officer told it.
    """

    roc_year: int
    name: str
    code: str
    number: int | None
    category: str
    county: str
    starts_at: datetime | None
    ends_at: datetime | None
    method: str = ""
    summary: str = ""
    place: str = ""
    course_code: str = ""
    splits: tuple[SplitLine, ...] = ()


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One learner's award as it is about to be written. `national_id` is empty unless the profile asks for it.

    `own_name` is the learner's name where another is written: a name that the portal can hold (ECPA 姓名).
    `rejected` is why the portal sent this award back the last time.
    """

    award: UUID
    national_id: str
    id_last4: str
    name: str
    unit_code: str
    unit_name: str
    hours: Hours
    state: str
    state_label: str
    source_label: str
    awarded_at: datetime
    exported_before: bool = False
    own_name: str = ""
    rejected: str | None = None

    def __repr__(self) -> str:
        return f"LineFacts({self.award})"


TEXTS = frozenset(
    {
        Source.ACTIVITY_NAME,
        Source.ACTIVITY_CODE,
        Source.SUMMARY,
        Source.PLACE,
        Source.COURSE_CODE,
        Source.NAME,
        Source.UNIT_NAME,
        Source.UNIT_CODE,
    }
)
"""Cells that people typed: they are checked for formulas and their characters may be replaced."""


def of_offering(source: Source, facts: OfferingFacts, *, date_format: str, time_format: str) -> str | None:
    """The text that every row shows, or None when the source belongs to the row."""
    match source:
        case Source.BLANK:
            return ""
        case Source.ROC_YEAR:
            return str(facts.roc_year)
        case Source.NUMBER:
            return "" if facts.number is None else str(facts.number)
        case Source.START_DATE | Source.END_DATE:
            at = facts.starts_at if source == Source.START_DATE else facts.ends_at
            return "" if at is None else _date(at.astimezone(TAIPEI).date(), date_format)
        case Source.START_TIME | Source.END_TIME:
            at = facts.starts_at if source == Source.START_TIME else facts.ends_at
            return "" if at is None else at.astimezone(TAIPEI).strftime(time_format)
        case _:
            told = OF_OFFERING.get(source)
            return told(facts) if told else None


OF_OFFERING: Mapping[Source, Callable[[OfferingFacts], str]] = MappingProxyType(
    {
        Source.ACTIVITY_NAME: lambda facts: facts.name,
        Source.ACTIVITY_CODE: lambda facts: facts.code,
        Source.METHOD: lambda facts: facts.method,
        Source.CATEGORY: lambda facts: facts.category,
        Source.SUMMARY: lambda facts: facts.summary,
        Source.COUNTY: lambda facts: facts.county,
        Source.PLACE: lambda facts: facts.place,
        Source.COURSE_CODE: lambda facts: facts.course_code,
    }
)


def _date(day: date, date_format: str) -> str:
    match date_format:
        case "roc_slash":
            return format_roc(day).replace("-", "/")
        case "roc_compact":
            return format_roc(day).replace("-", "")
        case "iso":
            return day.isoformat()
        case _:
            return format_roc(day)


@dataclass(frozen=True, slots=True)
class HoursCells:
    """Hours as a file writes them. An offering knows few different ones, so each is written once."""

    total: str
    digital: str
    in_person: str
    kind: str


@lru_cache(maxsize=1024)
def hours_cells(hours: Hours) -> HoursCells:
    """The four cells that hours fill; `kind` is 學習性質 before a profile maps it."""
    if hours.digital and hours.in_person:
        kind = LearningKind.BLENDED
    else:
        kind = LearningKind.DIGITAL if hours.digital else LearningKind.IN_PERSON
    return HoursCells(plain(hours.total), plain(hours.digital), plain(hours.in_person), kind.value)


OF_ROW: Mapping[Source, Callable[[LineFacts, HoursCells], str]] = MappingProxyType(
    {
        Source.NATIONAL_ID: lambda line, hours: line.national_id,
        Source.ID_MASKED: lambda line, hours: mask_last4(line.id_last4),
        Source.NAME: lambda line, hours: line.name,
        Source.UNIT_CODE: lambda line, hours: line.unit_code,
        Source.UNIT_NAME: lambda line, hours: line.unit_name,
        Source.HOURS_TOTAL: lambda line, hours: hours.total,
        Source.HOURS_DIGITAL: lambda line, hours: hours.digital,
        Source.HOURS_IN_PERSON: lambda line, hours: hours.in_person,
        Source.LEARNING_KIND: lambda line, hours: hours.kind,
        Source.PASSED: lambda line, hours: "failed" if line.state == "failed" else "passed",
        Source.STATE: lambda line, hours: line.state_label,
        Source.AWARD_SOURCE: lambda line, hours: line.source_label,
        Source.AWARDED_AT: lambda line, hours: format_roc_datetime(line.awarded_at),
    }
)
