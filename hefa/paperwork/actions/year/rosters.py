"""Open the roster of a unit for a 年度, empty or with the people of an earlier one."""

from datetime import datetime

from django.db import IntegrityError, transaction

from hefa.audit.names import Verb
from hefa.organisers.models import Officer
from hefa.paperwork.actions.year.notes import note
from hefa.paperwork.models import YearClass, YearMember, YearRoster
from hefa.paperwork.names.year import Matching
from hefa.units.models import Unit
from hefa.units.queries import below

BATCH = 1000


class RosterStands(Exception):
    """The organiser keeps a roster of this unit for this year already."""


class UnitNotKept(Exception):
    """The unit is neither the organiser's own nor under it: its people are none of the organiser's business."""


def open_roster(
    *, unit: Unit, roc_year: int, following: YearRoster | None, officer: Officer, at: datetime
) -> YearRoster:
    """Open a roster. `following` is an earlier one, whose people who have not left come along, with what was settled
    about who they are; exemptions are asked for anew each year. Raises RosterStands and UnitNotKept.
    """
    home = officer.organiser.unit
    if home is None or not below(home).filter(pk=unit.pk).exists():
        raise UnitNotKept
    try:
        with transaction.atomic():
            roster = YearRoster.objects.create(
                organiser=officer.organiser, unit=unit, roc_year=roc_year, opened_at=at, opened_by=officer.account
            )
            people = _carry_over(following, roster, officer=officer, at=at) if following else 0
            note(
                Verb.YEAR_ROSTER_OPENED, "year_roster", roster.public_id, officer=officer, at=at,
                roc_year=roc_year, unit=unit.code, people=people,
            )  # fmt: skip
    except IntegrityError as error:
        if "year_roster_once_a_unit_and_year" in str(error):
            raise RosterStands from None
        raise
    return roster


def _carry_over(earlier: YearRoster, roster: YearRoster, *, officer: Officer, at: datetime) -> int:
    staying = YearMember.objects.filter(roster=earlier, left__isnull=True).order_by("pk")
    members = [
        YearMember(
            roster=roster,
            name=one.name,
            id_last4=one.id_last4,
            joined=one.joined,
            added_at=at,
            added_by=officer.account,
            matching=Matching.CHOSEN if one.learner_id else Matching.OPEN,
            learner_id=one.learner_id,
            settled_at=one.settled_at if one.learner_id else None,
            settled_by_id=one.settled_by_id if one.learner_id else None,
        )
        for one in staying
    ]
    YearMember.objects.bulk_create(members, batch_size=BATCH)
    classes = [
        YearClass(roster=roster, name=one.name, head_count=one.head_count, added_at=at, added_by=officer.account)
        for one in YearClass.objects.filter(roster=earlier).order_by("pk")
    ]
    YearClass.objects.bulk_create(classes, batch_size=BATCH)
    return len(members)
