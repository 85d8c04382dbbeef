"""The four hours of a year: who a roster's line is, how it stands, what it lacks. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from hefa.awards.rules.year import HOURS_A_YEAR, deadline
from hefa.base.person_name import read_alike
from hefa.base.roc import ROC_BEFORE_FIRST_YEAR
from hefa.paperwork.names.year import Match, Matching, Standing

YEARS_KEPT = 3
"""環境教育法 §19: the proof of an exemption is kept for three years."""


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """A line of the roster. `left` is the first day on which the person no longer works there."""

    id: UUID
    name: str
    id_last4: str
    left: date | None
    exempt: bool
    matching: Matching = Matching.OPEN
    learner: int | None = None


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Somebody who earned hours for the unit, or for one that it succeeded, in the year.

    `former` are the last four of numbers that the person had before: a roster may hold those.
    """

    learner: int
    id: UUID
    name: str
    id_last4: str
    hours: Decimal
    days: tuple[date, ...] = ()
    former: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a line was found to be: one person, several to choose from, or nobody yet."""

    match: Match
    people: tuple[PersonFacts, ...] = ()

    @property
    def hours(self) -> Decimal:
        """What counts towards the four hours: nothing while it is open whose hours they are."""
        return self.people[0].hours if self.match == Match.ONE else Decimal(0)


def find_people(members: Sequence[MemberFacts], people: Sequence[PersonFacts]) -> Mapping[UUID, Found]:
    """Find each line of a roster among the people with hours, by name and last four, or as the officer settled it.

    Hours never count twice: whoever the officer gave to one line is no candidate for another, and two lines that
    read alike both wait for the officer.
    """
    chosen = {one.learner for one in members if one.matching == Matching.CHOSEN}
    alike: dict[tuple[str, str], list[PersonFacts]] = {}
    for person in people:
        if person.learner not in chosen:
            for key in _keys(person):
                alike.setdefault(key, []).append(person)
    lines: dict[tuple[str, str], int] = {}
    for member in members:
        if member.matching == Matching.OPEN:
            key = _key(member.name, member.id_last4)
            lines[key] = lines.get(key, 0) + 1
    by_learner = {person.learner: person for person in people}
    return {member.id: _found(member, alike, lines, by_learner) for member in members}


def _found(
    member: MemberFacts,
    alike: Mapping[tuple[str, str], Sequence[PersonFacts]],
    lines: Mapping[tuple[str, str], int],
    by_learner: Mapping[int, PersonFacts],
) -> Found:
    if member.matching == Matching.CHOSEN:
        person = by_learner.get(member.learner or 0)
        return Found(Match.ONE, (person,)) if person else Found(Match.NONE)
    if member.matching == Matching.NOBODY:
        return Found(Match.NONE)
    key = _key(member.name, member.id_last4)
    people = tuple(alike.get(key, ()))
    if not people:
        return Found(Match.NONE)
    alone = len(people) == 1 and sum(lines.get(one, 0) for one in _keys(people[0])) == 1
    return Found(Match.ONE if alone else Match.SEVERAL, people)


def standing(member: MemberFacts, *, on: date) -> Standing:
    """How a line stands on a day. Whoever has left is no longer asked for hours, whether exempt before or not."""
    if member.left is not None and member.left <= on:
        return Standing.LEFT
    return Standing.EXEMPT if member.exempt else Standing.ACTIVE


def lacking(hours: Decimal, how: Standing) -> Decimal:
    """What somebody still lacks of the four hours; who left or is exempt lacks none."""
    return max(HOURS_A_YEAR - hours, Decimal(0)) if how == Standing.ACTIVE else Decimal(0)


def last_day(roc_year: int) -> date:
    """31 December of a 年度: who leaves later was there all year."""
    return date(roc_year + ROC_BEFORE_FIRST_YEAR, 12, 31)


def kept_until(roc_year: int) -> date:
    """The last day on which a roster's people and their proofs are kept: three years after the year's deadline."""
    end = deadline(roc_year)
    return end.replace(year=end.year + YEARS_KEPT)


def _key(name: str, last4: str) -> tuple[str, str]:
    return read_alike(name), last4


def _keys(person: PersonFacts) -> set[tuple[str, str]]:
    """Whatever a line may name this person by."""
    return {_key(person.name, last4) for last4 in (person.id_last4, *person.former)}
