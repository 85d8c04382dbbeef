"""A roster of Alice's unit, and people who earned hours for it."""

from datetime import date, timedelta
from uuid import uuid4

from hefa.awards.actions import EnteredRow, enter_awards
from hefa.awards.models import Award
from hefa.awards.names import AwardSource
from hefa.base.hours import Hours, plain
from hefa.paperwork.actions.year import add_member, open_roster
from hefa.paperwork.models import YearMember, YearRoster
from hefa.paperwork.queries.year import MemberRow, RosterProgress, progress_of
from hefa.units.models import Unit
from tests.cast import NOW, World, an_activity, an_id, an_offering

TODAY = date(2026, 11, 24)


def a_roster(world: World, *, unit: Unit | None = None, roc_year: int = 115) -> YearRoster:
    """A roster that Alice opens for her own unit, or another."""
    return open_roster(unit=unit or world.green_water, roc_year=roc_year, following=None, officer=world.alice, at=NOW)


def a_member(
    world: World, roster: YearRoster, number: int, name: str = "王小明", *, last4: str = "", left: date | None = None
) -> YearMember:
    """Invented person `number` on the roster."""
    public_id = uuid4()
    add_member(
        public_id=public_id,
        roster=roster,
        name=name,
        id_last4=last4 or an_id(number).last4,
        joined=None,
        left=left,
        officer=world.alice,
        at=NOW,
    )
    return YearMember.objects.get(public_id=public_id)


def hours_of(
    world: World, number: int, name: str = "王小明", *, hours: str = "2", unit: Unit | None = None, code: str = "Test01"
) -> Award:
    """Hours of invented person `number` at an activity of Alice's, entered under a unit."""
    offering = world.offering
    if code != "Test01":
        activity = world.organiser.activities.filter(code=code).first() or an_activity(world.organiser, code=code)
        offering = activity.offerings.first() or an_offering(activity, starts_in=timedelta(days=-3))
    row = EnteredRow(an_id(number), name, (unit or world.green_water).pk, hours=Hours.of("0", hours))
    (answer,) = enter_awards(
        offering=offering, rows=[row], source=AwardSource.HAND, reviewed=True, officer=world.alice, at=NOW
    )
    assert answer.award is not None
    return Award.objects.get(public_id=answer.award)


def progress(roster: YearRoster, on: date = TODAY) -> RosterProgress:
    """The progress of one roster."""
    (found,) = progress_of([roster], on=on)
    return found


def told(row: MemberRow) -> tuple[str, str, str, str]:
    """Name, standing, hours and what is lacking."""
    return row.name, row.standing.value, plain(row.hours), plain(row.lacking)
