"""年度人員名冊 and its progress: who has how much of the four hours, and who lacks how much.

The number of statements is the same for one roster and many, for one person and thousands: names and last fours are
sealed, so they are opened and compared in memory.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from hefa.accounts.models import Account
from hefa.awards.rules import HOURS_A_YEAR
from hefa.base.search_text import fold
from hefa.organisers.models import Organiser
from hefa.organisers.names import Duty
from hefa.organisers.queries import organisers_of
from hefa.paperwork.models import YearClass, YearMember, YearPaper, YearRoster
from hefa.paperwork.names.year import Match, Matching, RosterSort, Standing
from hefa.paperwork.queries.year_hours import Place, earned_hours, group_hours, names_of, people_of
from hefa.paperwork.rules.year import MemberFacts, PersonFacts, find_people, lacking, last_day, standing
from hefa.units.models import Unit
from hefa.units.queries import with_predecessors

Kept = TypeVar("Kept", YearMember, YearClass)


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A line of a roster with what it has and lacks. `people` are those it may be, while that is open."""

    public_id: UUID
    name: str
    id_last4: str
    joined: date | None
    left: date | None
    standing: Standing
    match: Match
    matching: Matching
    people: tuple[PersonFacts, ...]
    hours: Decimal
    lacking: Decimal
    exempt_reason: str
    version: int


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class with the hours of its group awards, which count for each head."""

    public_id: UUID
    name: str
    head_count: int
    hours: Decimal
    lacking: Decimal


@dataclass(frozen=True)
class RosterProgress:
    """A roster with everybody on it."""

    roster: YearRoster
    members: Sequence[MemberRow]
    classes: Sequence[ClassRow]

    @cached_property
    def totals(self) -> "Totals":
        by = {how: [one for one in self.members if one.standing == how] for how in Standing}
        active = by[Standing.ACTIVE]
        return Totals(
            active=len(active),
            complete=len([one for one in active if not one.lacking]),
            exempt=len(by[Standing.EXEMPT]),
            left=len(by[Standing.LEFT]),
            open=len([one for one in active if one.match == Match.SEVERAL]),
            hours_lacking=sum((one.lacking for one in active), Decimal(0)),
            classes=len(self.classes),
            heads=sum(one.head_count for one in self.classes),
            heads_complete=sum(one.head_count for one in self.classes if not one.lacking),
        )


@dataclass(frozen=True, slots=True)
class Totals:
    """A roster in figures. `open` are lines that fit several people; `active` are those who have to learn."""

    active: int
    complete: int
    exempt: int
    left: int
    open: int
    hours_lacking: Decimal
    classes: int
    heads: int
    heads_complete: int

    @property
    def incomplete(self) -> int:
        return self.active - self.complete

    @property
    def percent(self) -> int:
        """How many of a hundred are complete, people and heads of classes together; whole only when all are."""
        asked, done = self.active + self.heads, self.complete + self.heads_complete
        return done * 100 // asked if asked else 0


@dataclass(frozen=True, slots=True)
class RosterSearch:
    """What the officer looks for on a roster. Empty fields match everybody."""

    last4: str = ""
    name: str = ""
    only: str = ""


def rosters_of(account: Account, *, on: date, duty: Duty | None = None) -> QuerySet[YearRoster]:
    """The rosters of every organiser whose things this account may see on this day (with `duty`), by unit."""
    rosters = YearRoster.objects.filter(organiser__in=organisers_of(account, on=on, duty=duty)).select_related(
        "unit__successor", "organiser__unit"
    )
    return rosters.order_by("-roc_year", "unit__code", "pk")


def earlier_roster(organiser: Organiser, unit: Unit, *, roc_year: int) -> YearRoster | None:
    """The last roster of this unit, or of one that it succeeded, up to this year; an organiser has also those of what
    was merged into it.
    """
    units = with_predecessors([unit.pk])[unit.pk]
    rosters = YearRoster.objects.filter(Q(organiser=organiser) | Q(organiser__successor=organiser), unit__in=units)
    return rosters.filter(roc_year__lte=roc_year).order_by("-roc_year", "-pk").first()


def progress_of(rosters: Sequence[YearRoster], *, on: date) -> Sequence[RosterProgress]:
    """The progress of each roster as it stands on a day, that of a past year as its last day left it.

    An award counts for the unit that it was earned under, and for the successor of that unit. Seven statements.
    """
    units = with_predecessors({roster.unit_id for roster in rosters})
    years = {roster.roc_year for roster in rosters}
    members = _by_roster(YearMember.objects.filter(roster__in=rosters).order_by("pk"))
    classes = _by_roster(YearClass.objects.filter(roster__in=rosters).order_by("name", "pk"))
    earned = earned_hours(frozenset[int]().union(*units.values()), years)
    names = names_of(earned, members)
    groups = group_hours(rosters, frozenset[int]().union(*units.values()), years)
    return [
        RosterProgress(
            roster=roster,
            members=_member_rows(
                members.get(roster.pk, []),
                people_of(roster, units[roster.unit_id], earned, names),
                on=min(on, last_day(roster.roc_year)),
            ),
            classes=[_class_row(one, roster, units[roster.unit_id], groups) for one in classes.get(roster.pk, [])],
        )
        for roster in rosters
    ]


def papers_of_roster(roster: YearRoster, *, latest: int = 10) -> Sequence[YearPaper]:
    """What left the house of this roster, the last first."""
    return list(YearPaper.objects.filter(roster=roster).select_related("made_by").order_by("-made_at", "-pk")[:latest])


def searched(members: Sequence[MemberRow], search: RosterSearch, sort: RosterSort) -> Sequence[MemberRow]:
    """Those that the search matches, in the order asked for; who lacks most comes first under 尚缺時數."""
    wanted = fold(search.name)
    found = [
        one
        for one in members
        if (not search.last4 or one.id_last4 == search.last4)
        and (not wanted or wanted in fold(one.name))
        and _is_only(one, search.only)
    ]
    match sort:
        case RosterSort.LACKING:
            return sorted(found, key=lambda one: (-one.lacking, list(Standing).index(one.standing), one.name))
        case RosterSort.NAME:
            return sorted(found, key=lambda one: (one.name, one.id_last4))
        case RosterSort.ADDED:
            return found


def _is_only(one: MemberRow, only: str) -> bool:
    match only:
        case "lacking":
            return bool(one.lacking)
        case "complete":
            return one.standing == Standing.ACTIVE and not one.lacking
        case "open":
            return one.standing == Standing.ACTIVE and one.match == Match.SEVERAL
        case "none":
            return one.standing == Standing.ACTIVE and one.match == Match.NONE
        case "":
            return True
        case _:
            return one.standing == only


def _by_roster(rows: Iterable[Kept]) -> Mapping[int, list[Kept]]:
    found: dict[int, list[Kept]] = {}
    for row in rows:
        found.setdefault(row.roster_id, []).append(row)
    return found


def _member_rows(members: Sequence[YearMember], people: Sequence[PersonFacts], *, on: date) -> list[MemberRow]:
    facts = [
        MemberFacts(
            id=member.public_id,
            name=member.name,
            id_last4=member.id_last4,
            left=member.left,
            exempt=member.exempt_at is not None,
            matching=Matching(member.matching),
            learner=member.learner_id,
        )
        for member in members
    ]
    found = find_people(facts, people)
    rows = []
    for member, fact in zip(members, facts, strict=True):
        how, who = standing(fact, on=on), found[fact.id]
        rows.append(
            MemberRow(
                public_id=fact.id,
                name=fact.name,
                id_last4=fact.id_last4,
                joined=member.joined,
                left=member.left,
                standing=how,
                match=who.match,
                matching=fact.matching,
                people=who.people,
                hours=who.hours,
                lacking=lacking(who.hours, how),
                exempt_reason=member.exempt_reason or "",
                version=member.version,
            )
        )
    return rows


def _class_row(
    one: YearClass, roster: YearRoster, units: Collection[int], groups: Mapping[tuple[Place, str], Decimal]
) -> ClassRow:
    places = [((unit, roster.roc_year), fold(one.name)) for unit in units]
    hours = sum((groups.get(place, Decimal(0)) for place in places), Decimal(0))
    return ClassRow(one.public_id, one.name, one.head_count, hours, max(HOURS_A_YEAR - hours, Decimal(0)))
