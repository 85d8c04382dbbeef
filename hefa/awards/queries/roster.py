"""名冊: who enrolled in an offering, and who came without having enrolled (現場).

Walk-ins are not copied into the enrolments: that somebody came is what the award says, so their rows are derived from
the awards each time. When an award is taken back, its row is gone from the roster too.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hefa.activities.models import Enrolment, Offering
from hefa.activities.names import EnrolmentState
from hefa.activities.queries import waiting_places
from hefa.awards.models import Award
from hefa.awards.names import HELD_STATES
from hefa.base.hours import Hours
from hefa.base.person_name import same_name
from hefa.base.search_text import fold
from hefa.units.models import Unit
from hefa.units.names import NO_UNIT_LABEL

ENDED = (EnrolmentState.WITHDRAWN, EnrolmentState.DECLINED)


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person. `state` None is 現場: there with hours, without an enrolment that stands.

    `told_name` is what the account calls itself where it differs; `doubled` says that the same number stands twice.
    `hours` are those that the person was awarded, None while there are none.
    """

    learner_id: int
    name: str
    told_name: str
    id_last4: str
    unit_code: str
    unit_name: str
    external: bool
    state: EnrolmentState | None
    at: datetime
    hours: Hours | None
    enrolment: UUID | None = None
    version: int = 0
    place: int = 0
    message: str = ""
    doubled: bool = False


@dataclass(frozen=True, slots=True)
class RosterSearch:
    """Which rows are wanted: by state ("" all, "on_site" 現場), part of the name, last four. Empty matches all."""

    state: str = ""
    name: str = ""
    last4: str = ""

    def matches(self, row: RosterRow) -> bool:
        wanted = fold(self.name)
        return (
            self.state in ("", row.state or ON_SITE)
            and self.last4 in ("", row.id_last4)
            and (not wanted or wanted in fold(row.name) or wanted in fold(row.told_name))
        )


ON_SITE = "on_site"


def roster(offering: Offering, search: RosterSearch | None = None) -> Sequence[RosterRow]:
    """Everybody in the order of enrolment, those who came unannounced after them. Three statements at most."""
    own_unit = offering.activity.organiser.unit_id
    held = Award.objects.filter(offering=offering, revoked_at__isnull=True, state__in=HELD_STATES)
    awards = {award.learner_id: award for award in held.select_related("learner", "unit").order_by("pk")}
    enrolments = list(
        Enrolment.objects.filter(offering=offering)
        .select_related("learner", "unit", "account")
        .order_by("enrolled_at", "pk")
    )
    standing = Counter(one.learner_id for one in enrolments if one.state not in ENDED)
    waits = any(one.state == EnrolmentState.WAITING for one in enrolments)
    places = waiting_places([offering.pk]) if waits else {}
    rows = [
        _enrolled(one, awards.get(one.learner_id), own_unit, place=places.get(one.pk, 0), standing=standing)
        for one in enrolments
    ]
    rows += _on_site(awards.values(), standing, own_unit)
    return [row for row in rows if search is None or search.matches(row)]


def attending(rows: Sequence[RosterRow]) -> Sequence[RosterRow]:
    """Whom the 名冊 names: those with a place for sure, and who came."""
    return [row for row in rows if row.state in (EnrolmentState.APPROVED, None)]


def _enrolled(
    one: Enrolment, award: Award | None, own_unit: int | None, *, place: int, standing: Counter[int]
) -> RosterRow:
    told = one.account.name if one.account else ""
    code, name = _unit(one.unit)
    return RosterRow(
        learner_id=one.learner_id,
        name=one.learner.name,
        told_name="" if not told or same_name(told, one.learner.name) else told,
        id_last4=one.learner.id_last4,
        unit_code=code,
        unit_name=name,
        external=one.unit_id != own_unit,
        state=EnrolmentState(one.state),
        at=one.enrolled_at,
        hours=award.hours if award and one.state not in ENDED else None,
        enrolment=one.public_id,
        version=one.version,
        place=place,
        message=one.message,
        doubled=standing[one.learner_id] > 1 and one.state not in ENDED,
    )


def _on_site(awards: Iterable[Award], standing: Counter[int], own_unit: int | None) -> Iterator[RosterRow]:
    for award in awards:
        if standing[award.learner_id]:
            continue
        code, name = _unit(award.unit)
        yield RosterRow(
            learner_id=award.learner_id,
            name=award.learner.name,
            told_name="",
            id_last4=award.learner.id_last4,
            unit_code=code,
            unit_name=name,
            external=award.unit_id != own_unit,
            state=None,
            at=award.first_scanned_at,
            hours=award.hours,
        )


def _unit(unit: Unit | None) -> tuple[str, str]:
    return (unit.code, unit.name) if unit else ("", NO_UNIT_LABEL)
