"""Lists of awards. Names are sealed in the database, so an offering is searched and sorted in memory."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from hefa.activities.models import Enrolment, Offering
from hefa.activities.names import EnrolmentState
from hefa.activities.queries import has_signed_sheet
from hefa.awards.models import Award, GroupAward
from hefa.awards.names import AwardSource, AwardState, Flag
from hefa.awards.queries.corrections import Correction, correction_of
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
    """One learner of the list. `typed_name` differs from `name` while the name waits to be settled (`name_waits`).

    `awaits_another_than` is the account that entered a hand row which only another officer may pass; `in_group` says
    that a class or unit of this offering may have counted the learner already.
    """

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
    origin: str
    flags: tuple[Flag, ...]
    station_name: str
    awarded_at: datetime
    first_scanned_at: datetime
    version: int
    account_unproven: bool
    name_waits: bool
    awaits_another_than: int | None
    in_group: bool
    correction: Correction | None
    enrolled_at: datetime | None


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
    """The awards of an offering that match, one page of them. Three statements, whatever the length of the list."""
    rows = [row for row in _rows(offering) if _matches(row, search)]
    return paged(sorted(rows, key=SORT_KEYS[sort]), page=page, per_page=per_page)


def paged(rows: Sequence[Row] | QuerySet[Any, Row], *, page: int, per_page: int = PER_PAGE) -> Page[Row]:
    """Cut a list into pages; a page number out of range gives the nearest page. Of a queryset only the page is read."""
    total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    pages = max(1, -(-total // per_page))
    number = min(max(page, 1), pages)
    shown = list(rows[(number - 1) * per_page : number * per_page])
    first = (number - 1) * per_page + 1 if shown else 0
    return Page(shown, total, number, pages, first, first + len(shown) - 1 if shown else 0)


LAST = datetime.max.replace(tzinfo=UTC)
"""Where whoever did not enrol stands among those who did: after them, in the order in which the hours came."""
SORT_KEYS: Mapping[Sort, Callable[[AwardRow], tuple[object, ...]]] = {
    Sort.UNIT_THEN_NAME: lambda row: (row.unit_code == "", row.unit_name, row.name, row.id),
    Sort.NAME: lambda row: (row.name, row.unit_name, row.id),
    Sort.ENROLMENT_ORDER: lambda row: (row.enrolled_at or LAST, row.awarded_at, row.id),
}


def _rows(offering: Offering) -> Iterator[AwardRow]:
    own_unit = offering.activity.organiser.unit_id
    in_groups = _units_of_groups(offering)
    sheet = has_signed_sheet(offering)
    for award in _standing(offering):
        account = award.code.account if award.code else None
        link = getattr(account, "learner_link", None)
        waits = award.needs_second_officer and award.reviewed_by_id is None and not sheet
        yield AwardRow(
            id=award.pk,
            public_id=award.public_id,
            learner_id=award.learner_id,
            name=award.learner.name,
            typed_name=award.typed_name or award.learner.name,
            id_last4=award.learner.id_last4,
            unit_code=award.unit.code if award.unit else "",
            unit_name=award.unit.name if award.unit else NO_UNIT_LABEL,
            external=award.unit_id != own_unit,
            hours=award.hours,
            state=AwardState(award.state),
            source=AwardSource(award.source),
            origin=award.origin,
            flags=tuple(Flag(flag) for flag in award.flags),
            station_name=award.station.name if award.station else "",
            awarded_at=award.awarded_at,
            first_scanned_at=award.first_scanned_at,
            version=award.version,
            account_unproven=link is not None and link.proven_at is None,
            name_waits=award.name_waits,
            awaits_another_than=award.entered_by_id if waits else None,
            in_group=award.unit_id is not None and award.unit_id in in_groups,
            correction=correction_of(award),
            enrolled_at=award.enrolled_at,
        )


def _standing(offering: Offering) -> QuerySet[Award, Any]:
    enrolled = Enrolment.objects.filter(
        offering=OuterRef("offering"),
        learner=OuterRef("learner"),
        state__in=(EnrolmentState.PENDING, EnrolmentState.APPROVED),
    )
    return (
        Award.objects.filter(offering=offering, revoked_at__isnull=True)
        .select_related("learner", "unit", "code__account__learner_link", "station", "corrected_by")
        .annotate(enrolled_at=Subquery(enrolled.order_by("enrolled_at").values("enrolled_at")[:1]))
        .order_by("pk")
    )


def _units_of_groups(offering: Offering) -> frozenset[int]:
    groups = GroupAward.objects.filter(offering=offering, revoked_at__isnull=True, unit__isnull=False)
    return frozenset(groups.exclude(state=AwardState.FAILED).values_list("unit_id", flat=True))


def _matches(row: AwardRow, search: AwardSearch) -> bool:
    if search.last4 and row.id_last4 != search.last4:
        return False
    if search.external is not None and row.external != search.external:
        return False
    wanted = fold(search.name)
    return not wanted or wanted in fold(row.name) or wanted in fold(row.typed_name)
