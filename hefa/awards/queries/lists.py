"""Lists of awards. Names are sealed in the database, so an offering is searched and sorted in memory."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar
from uuid import UUID

from hefa.activities.models import Offering
from hefa.awards.models import Award
from hefa.awards.names import AwardSource, AwardState, Flag
from hefa.base.hours import Hours
from hefa.base.search_text import fold
from hefa.units.names import NO_UNIT_LABEL

PER_PAGE = 50

Row = TypeVar("Row")


class Sort(StrEnum):
    """排序方式 of the manual."""

    UNIT_THEN_NAME = "unit"
    NAME = "name"
    ENROLMENT_ORDER = "order"


@dataclass(frozen=True, slots=True)
class AwardSearch:
    """What the officer looks for. Empty fields match everybody; `external` is 是否為外單位."""

    last4: str = ""
    name: str = ""
    external: bool | None = None


@dataclass(frozen=True, slots=True)
class AwardRow:
    """One learner of the list. `typed_name` differs from `name` while 待覆核（姓名不符）."""

    id: int
    public_id: UUID
    learner_id: int
    name: str
    typed_name: str
    id_last4: str
    unit_code: str
    unit_name: str
    external: bool
    hours: Hours
    state: AwardState
    source: AwardSource
    flags: tuple[Flag, ...]
    station_name: str
    awarded_at: datetime
    first_scanned_at: datetime
    version: int
    account_unproven: bool


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of a list; `first` and `last` count from 1, both 0 when the list is empty."""

    rows: Sequence[Row]
    total: int
    number: int
    pages: int
    first: int
    last: int


def award_rows(
    offering: Offering, *, search: AwardSearch, sort: Sort, page: int = 1, per_page: int = PER_PAGE
) -> Page[AwardRow]:
    """The awards of an offering that match, one page of them. One statement, whatever the length of the list."""
    rows = [row for row in _rows(offering) if _matches(row, search)]
    return paged(sorted(rows, key=SORT_KEYS[sort]), page=page, per_page=per_page)


def exportable_awards(offering: Offering) -> Sequence[AwardRow]:
    """The awards that may be put on paper, by unit and name: all that stand and did not fail."""
    rows = [row for row in _rows(offering) if row.state != AwardState.FAILED]
    return sorted(rows, key=SORT_KEYS[Sort.UNIT_THEN_NAME])


def paged(rows: Sequence[Row], *, page: int, per_page: int = PER_PAGE) -> Page[Row]:
    """Cut a list into pages; a page number out of range gives the nearest page."""
    pages = max(1, -(-len(rows) // per_page))
    number = min(max(page, 1), pages)
    shown = rows[(number - 1) * per_page : number * per_page]
    first = (number - 1) * per_page + 1 if shown else 0
    return Page(shown, len(rows), number, pages, first, first + len(shown) - 1 if shown else 0)


SORT_KEYS = {
    Sort.UNIT_THEN_NAME: lambda row: (row.unit_code == "", row.unit_name, row.name, row.id),
    Sort.NAME: lambda row: (row.name, row.unit_name, row.id),
    Sort.ENROLMENT_ORDER: lambda row: (row.id,),
}


def _rows(offering: Offering) -> Iterator[AwardRow]:
    own_unit = offering.activity.organiser.unit_id
    awards: Iterable[Award] = (
        Award.objects.filter(offering=offering, revoked_at__isnull=True)
        .select_related("learner", "unit", "code__account__learner_link", "station")
        .order_by("pk")
    )
    for award in awards:
        link = getattr(award.code.account, "learner_link", None) if award.code and award.code.account else None
        yield AwardRow(
            id=award.pk,
            public_id=award.public_id,
            learner_id=award.learner_id,
            name=award.learner.name,
            typed_name=award.entered_name or (award.code.name if award.code else award.learner.name),
            id_last4=award.learner.id_last4,
            unit_code=award.unit.code if award.unit else "",
            unit_name=award.unit.name if award.unit else NO_UNIT_LABEL,
            external=award.unit_id != own_unit,
            hours=award.hours,
            state=AwardState(award.state),
            source=AwardSource(award.source),
            flags=tuple(Flag(flag) for flag in award.flags),
            station_name=award.station.name if award.station else "",
            awarded_at=award.awarded_at,
            first_scanned_at=award.first_scanned_at,
            version=award.version,
            account_unproven=link is not None and link.proven_at is None,
        )


def _matches(row: AwardRow, search: AwardSearch) -> bool:
    if search.last4 and row.id_last4 != search.last4:
        return False
    if search.external is not None and row.external != search.external:
        return False
    wanted = fold(search.name)
    return not wanted or wanted in fold(row.name) or wanted in fold(row.typed_name)
