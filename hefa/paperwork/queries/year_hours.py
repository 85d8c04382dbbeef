"""What was earned under a unit in a year, by person and by class: the sums that a roster's progress is made of."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce, TruncDate

from hefa.awards.models import Award, GroupAward
from hefa.awards.names import HELD_STATES, AwardState
from hefa.base.roc import TAIPEI
from hefa.base.search_text import fold
from hefa.keys.fields import SealedValue
from hefa.learners.models import Learner
from hefa.learners.queries import former_last4s
from hefa.paperwork.models import YearMember, YearRoster
from hefa.paperwork.rules.year import PersonFacts

Place = tuple[int, int]
"""A unit by row number, and a 年度."""


@dataclass(frozen=True, slots=True)
class Earned:
    """What a learner earned at one place."""

    learner: int
    hours: Decimal
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A learner by name and by the last four of the number, and of those before."""

    public_id: UUID
    name: str
    id_last4: str
    former: tuple[str, ...]


def earned_hours(units: Collection[int], years: Collection[int]) -> Mapping[Place, list[Earned]]:
    """The hours that stand, of each learner at each place."""
    rows = (
        Award.objects.filter(
            revoked_at__isnull=True,
            state__in=HELD_STATES,
            unit_id__in=units,
            offering__activity__roc_year__in=years,
        )
        .values_list("unit_id", "offering__activity__roc_year", "learner_id")
        .annotate(
            total=Sum(F("digital_hours") + F("in_person_hours")),
            days=ArrayAgg(TruncDate("offering__starts_at", tzinfo=TAIPEI), distinct=True),
        )
        .order_by("learner_id", "unit_id")
    )
    found: dict[Place, list[Earned]] = {}
    for unit, year, learner, hours, days in rows:
        found.setdefault((unit or 0, year), []).append(Earned(learner, hours, tuple(days)))
    return found


def names_of(
    earned: Mapping[Place, Sequence[Earned]], members: Mapping[int, Sequence[YearMember]]
) -> Mapping[int, Named]:
    """The learners who may be on a roster, by a number that they have or had; all others stay sealed."""
    everybody = [member for kept in members.values() for member in kept]
    last4s = {member.id_last4 for member in everybody}
    chosen = {member.learner_id for member in everybody}
    learners = {one.learner for found in earned.values() for one in found} if everybody else set()
    names: dict[int, Named] = {}
    former = former_last4s(learners)
    rows = Learner.objects.filter(pk__in=learners).values_list("pk", "public_id", "name", "id_last4")
    for pk, public_id, name, sealed in rows:
        last4 = _opened(sealed, public_id)
        had = tuple(former.get(pk, ()))
        if not last4s.isdisjoint((last4, *had)) or pk in chosen:
            names[pk] = Named(public_id, _opened(name, public_id), last4, had)
    return names


def people_of(
    roster: YearRoster,
    units: Collection[int],
    earned: Mapping[Place, Sequence[Earned]],
    names: Mapping[int, Named],
) -> list[PersonFacts]:
    """Who earned hours for this roster's unit, under its own code or one that it succeeded."""
    found: dict[int, list[Earned]] = {}
    for unit in units:
        for one in earned.get((unit, roster.roc_year), ()):
            if one.learner in names:
                found.setdefault(one.learner, []).append(one)
    return [
        PersonFacts(
            learner,
            names[learner].public_id,
            names[learner].name,
            names[learner].id_last4,
            hours=sum((one.hours for one in parts), Decimal(0)),
            days=tuple(sorted({day for one in parts for day in one.days})),
            former=names[learner].former,
        )
        for learner, parts in found.items()
    ]


def group_hours(
    rosters: Sequence[YearRoster], units: Collection[int], years: Collection[int]
) -> Mapping[tuple[Place, str], Decimal]:
    """Hours of classes by place and name. A group without a unit belongs to the unit of whoever held the activity."""
    organisers = {roster.organiser_id for roster in rosters}
    rows = (
        GroupAward.objects.filter(
            Q(unit_id__in=units) | Q(unit_id__isnull=True, offering__activity__organiser_id__in=organisers),
            revoked_at__isnull=True,
            state=AwardState.REVIEWED,
            offering__activity__roc_year__in=years,
        )
        .annotate(place=Coalesce("unit_id", "offering__activity__organiser__unit_id"))
        .values_list("place", "offering__activity__roc_year", "name")
        .annotate(total=Sum(F("digital_hours") + F("in_person_hours")))
        .order_by("place", "name")
    )
    found: dict[tuple[Place, str], Decimal] = {}
    for unit, year, name, hours in rows:
        key = ((unit or 0, year), fold(name))
        found[key] = found.get(key, Decimal(0)) + hours
    return found


def _opened(value: object, public_id: UUID) -> str:
    return value.open(public_id) if isinstance(value, SealedValue) else ""
