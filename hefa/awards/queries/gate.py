"""What a scanner shows: its list, its counters, and people found by name or last four. No part of an ID."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, Subquery

from hefa.activities.models import Enrolment, Offering
from hefa.activities.names import EnrolmentState
from hefa.awards.models import Award, Scan
from hefa.awards.names import AwardState, Verdict
from hefa.awards.queries.lists import Page, paged
from hefa.base.hours import Hours
from hefa.base.search_text import fold
from hefa.units.names import NO_UNIT_LABEL

COUNTS = """
SELECT (SELECT count(*) FROM award WHERE offering_id = %(offering)s AND revoked_at IS NULL),
       (SELECT count(*) FROM review WHERE offering_id = %(offering)s AND settled_at IS NULL),
       (SELECT count(*) FROM enrolment WHERE offering_id = %(offering)s AND state = %(approved)s)
"""
MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class GateCounts:
    """The counters of an offering: people with hours, scans that wait for an officer, people enrolled."""

    awarded: int
    reviews: int
    enrolled: int


@dataclass(frozen=True, slots=True)
class GateRow:
    """One line of 已核發時數學員名單. `scan_id` is what an undo names; None when no scan of a gate made the award."""

    award: UUID
    scan_id: UUID | None
    name: str
    unit: str
    hours: Hours
    at: datetime
    state_label: str
    station: str
    mine: bool


@dataclass(frozen=True, slots=True)
class GatePerson:
    """Somebody found by name or last four, for awarding without a code."""

    learner_id: int
    name: str
    unit: str
    awarded: bool


class SearchTooShort(ValueError):
    """A search by name needs a character, one by last four exactly four digits."""


def gate_counts(offering_pk: int) -> GateCounts:
    """The counters after a scan. One statement over indexes."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, {"offering": offering_pk, "approved": EnrolmentState.APPROVED})
        return GateCounts(*cursor.fetchone())


def gate_list(offering: Offering, *, station_id: int, page: int = 1) -> Page[GateRow]:
    """已核發時數學員名單, the latest first. Two statements; only the page shown is read: every scan asks for it."""
    awarding = Scan.objects.filter(award=OuterRef("pk"), verdict=Verdict.AWARDED).order_by("pk").values("scan_id")[:1]
    awards = (
        Award.objects.filter(offering=offering, revoked_at__isnull=True)
        .select_related("code", "learner", "unit", "station")
        .annotate(scan_id=Subquery(awarding))
        .order_by("-awarded_at", "-pk")
    )
    shown = paged(awards, page=page)
    rows = [
        GateRow(
            award=award.public_id,
            scan_id=award.scan_id,
            name=_shown_name(award),
            unit=award.unit.name if award.unit else NO_UNIT_LABEL,
            hours=award.hours,
            at=award.first_scanned_at,
            state_label=_label(AwardState(award.state)),
            station=award.station.name if award.station else "",
            mine=award.station_id == station_id,
        )
        for award in shown.rows
    ]
    return Page(rows, shown.total, shown.number, shown.pages, shown.first, shown.last)


def _shown_name(award: Award) -> str:
    """The name that was shown or told at the door: a gate is never told the stored one of a number (ADR 4)."""
    return award.entered_name or (award.code.name if award.code else award.learner.name)


def _label(state: AwardState) -> str:
    """A gate is not told that names differ: that is for the officer in the office (scan protocol, part 1)."""
    return str(AwardState.REVIEWED.label if state == AwardState.NAME_DIFFERS else state.label)


def search_people(offering: Offering, *, name: str = "", last4: str = "") -> Sequence[GatePerson]:
    """People of this offering, enrolled or awarded, by part of the name or by last four: at most 20, by name.

    Nobody else is ever found: a gate is no directory. Raises SearchTooShort.
    """
    wanted = fold(name)
    if not wanted and not (len(last4) == 4 and last4.isdecimal()):
        raise SearchTooShort
    found = [
        person
        for person, digits in {**_enrolled(offering), **_awarded(offering)}.values()
        if (wanted and wanted in fold(person.name)) or (last4 and digits == last4)
    ]
    return sorted(found, key=lambda person: (person.name, person.learner_id))[:MOST_FOUND]


def _awarded(offering: Offering) -> dict[int, tuple[GatePerson, str]]:
    awards = Award.objects.filter(offering=offering, revoked_at__isnull=True).select_related("learner", "unit", "code")
    return {
        award.learner_id: (
            GatePerson(
                award.learner_id, _shown_name(award), award.unit.name if award.unit else NO_UNIT_LABEL, awarded=True
            ),
            award.learner.id_last4,
        )
        for award in awards
    }


def _enrolled(offering: Offering) -> dict[int, tuple[GatePerson, str]]:
    enrolments = Enrolment.objects.filter(offering=offering, state=EnrolmentState.APPROVED)
    return {
        enrolment.learner_id: (
            GatePerson(
                enrolment.learner_id,
                enrolment.learner.name,
                enrolment.unit.name if enrolment.unit else NO_UNIT_LABEL,
                awarded=False,
            ),
            enrolment.learner.id_last4,
        )
        for enrolment in enrolments.select_related("learner", "unit")
    }
