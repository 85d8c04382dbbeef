"""What the lines of an uploaded file are matched with: units, the organiser's offerings, the people of an offering."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from itertools import chain

from hefa.activities.models import Enrolment, Offering
from hefa.activities.names import EnrolmentState
from hefa.awards.models import Award
from hefa.base.roc import TAIPEI
from hefa.base.search_text import fold
from hefa.organisers.models import Organiser
from hefa.paperwork.rules.reading import Acquaintance, Held
from hefa.units.models import Unit


class Units:
    """Units by code, each looked up once however often a file names it."""

    def __init__(self) -> None:
        self._found: dict[str, Unit | None] = {"": None}

    def look_up(self, codes: Iterable[str]) -> Mapping[str, Unit | None]:
        """The units of these codes, None for one that nobody knows. One statement, none when all are known."""
        fresh = {code for code in codes if code not in self._found}
        if fresh:
            self._found |= dict.fromkeys(fresh)
            self._found |= {unit.code: unit for unit in Unit.objects.filter(code__in=fresh).select_related("successor")}
        return self._found


class Offerings:
    """An organiser's offerings by 年度, and those of organisers merged into it; each year is looked up once."""

    def __init__(self, organiser: Organiser) -> None:
        self._organiser = organiser
        self._held: dict[int, Mapping[str, Sequence[Held]]] = {}

    def named(self, roc_year: int | None, name: str) -> Sequence[Held]:
        """Those of this year and folded name."""
        if roc_year is None or not 1 <= roc_year <= 999:
            return ()
        if roc_year not in self._held:
            self._held[roc_year] = self._of_year(roc_year)
        return self._held[roc_year].get(name, ())

    def _of_year(self, roc_year: int) -> Mapping[str, Sequence[Held]]:
        found: dict[str, list[Held]] = {}
        held = Offering.objects.filter(activity__organiser__in=self._organisers, activity__roc_year=roc_year)
        for offering in held.select_related("activity").order_by("pk"):
            one = held_as(offering)
            found.setdefault(one.name, []).append(one)
        return found

    @cached_property
    def _organisers(self) -> frozenset[int]:
        """The organiser with everything that was ever merged into it. A statement a generation."""
        found = fresh = frozenset({self._organiser.pk})
        while fresh:
            merged = Organiser.objects.filter(successor__in=fresh).exclude(pk__in=found)
            fresh = frozenset(merged.values_list("pk", flat=True))
            found |= fresh
        return found


class People:
    """Whom an offering knows: enrolled there, or with hours of any 期別 of its activity, taken back or not."""

    def __init__(self, offering: Offering) -> None:
        self._offering = offering

    def with_last4(self, last4: str) -> Sequence[Acquaintance]:
        """Those with this last four."""
        return self._by_last4.get(last4, ())

    @cached_property
    def _by_last4(self) -> Mapping[str, Sequence[Acquaintance]]:
        """Names are sealed, so they are opened here: of this activity alone. Two statements."""
        enrolled = Enrolment.objects.filter(
            offering=self._offering,
            state__in=(EnrolmentState.PENDING, EnrolmentState.APPROVED, EnrolmentState.WAITING),
        )
        awarded = Award.objects.filter(offering__activity=self._offering.activity_id)
        people: dict[int, Acquaintance] = {}
        told: Iterator[Enrolment | Award] = chain(enrolled.select_related("learner"), awarded.select_related("learner"))
        for row in told:
            known = people.get(row.learner_id)
            units = known.unit_ids if known else frozenset()
            people[row.learner_id] = Acquaintance(
                row.learner_id, row.learner.name, row.learner.id_last4, units | {row.unit_id, row.learner.unit_id}
            )
        found: dict[str, list[Acquaintance]] = {}
        for person in people.values():
            found.setdefault(person.last4, []).append(person)
        return found


def held_as(offering: Offering) -> Held:
    """An offering as the rules of matching see it."""
    activity = offering.activity
    starts_on, ends_on = (_day(at) for at in (offering.starts_at, offering.ends_at))
    opens_at, _ = offering.scan_window
    return Held(
        id=offering.pk,
        roc_year=activity.roc_year,
        name=fold(activity.name),
        code=activity.code,
        number=offering.number,
        starts_on=starts_on,
        ends_on=ends_on,
        opens_at=opens_at,
        cancelled=offering.cancelled,
    )


def _day(at: datetime) -> date:
    return at.astimezone(TAIPEI).date()
