"""Forms in which somebody else's things are named: the owner's own form, sent by another to an address of the other's.

What stands in an address is fetched through the person asking; so must be what a form names. The owner's rows stay.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.db import connection, transaction

from hefa.organisers.names import Duty
from hefa.stations.actions import open_own_station
from hefa.web.shell.audience import Audience
from ops import doors, reference
from ops.doors import Door
from tests.cast import NOW, World, a_lecturer, a_walk_in, an_offering, enrolled
from tests.web.doors import DOORS, a_review, an_award
from tests.web.fuzz.fuzzing import forms_to
from tests.web.fuzz.nasty import URLENCODED
from tests.web.fuzz.page_forms import Field, Form
from tests.web.opening import address_of
from tests.web.walk.roles import Everybody, Role, everybody

Row = tuple[str, str]
MOST_BUTTONS = 4
NOT_MIRRORED = {"backoffice:right", "backoffice:reminder"}
"""A learner's request stands once, and reminders are opened for every organiser at once. Their forms name nothing."""
TYPED = "原因說明"


@dataclass(slots=True)
class Crossed:
    """How many forms were sent to each door, and what was lost by it."""

    forms: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def cross(*, world: World, names: Collection[str]) -> Crossed:
    """Send the forms of Alice's pages at each of these doors to Charlie's. Runs in a transaction of the caller's."""
    crossed = Crossed()
    people = everybody(world)
    before = rows()
    owned = _of_alice(world)
    kept = rows() - before | {row for row in before if row in owned}
    of_charlie = _mirrored(world)
    for door in doors.doors():
        if door.name in names:
            with transaction.atomic():
                crossed.forms[door.name] = sum(1 for _ in _crossed(door, world, of_charlie, people, kept, crossed))
                transaction.set_rollback(True)
    return crossed


def crossable() -> set[str]:
    """The officers' doors that take a form."""
    return {
        door.name
        for door in doors.doors()
        if door.audience == Audience.OFFICER
        and door.duty != Duty.AUDIT
        and door.name in DOORS
        and "POST" in door.methods
    } - NOT_MIRRORED


def rows() -> set[Row]:
    """Every row that stands in the database, by table, as a hash."""
    tables = sorted(model._meta.db_table for model in reference.models())
    asked = " UNION ALL ".join(f"SELECT '{table}', md5(t::text) FROM {table} t" for table in tables)  # noqa: S608 - ours
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return set(cursor.fetchall())


def _of_alice(world: World) -> set[Row]:
    """Make whatever her forms name: hours, somebody enrolled, a scan that waits, a scanner, a lecturer. Returns the
    rows of her offering and activity, which stood before."""
    an_award(world, 70)
    enrolled(world.offering, a_walk_in(75, name="羅詩涵").code)
    a_review(world, 76)
    open_own_station(officer=world.alice, offering=world.offering, name="側門", at=NOW)
    a_lecturer(world.alice)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 'offering', md5(t::text) FROM offering t WHERE id = %s"
            " UNION ALL SELECT 'activity', md5(t::text) FROM activity t WHERE id = %s",
            [world.offering.pk, world.activity.pk],
        )
        return set(cursor.fetchall())


def _mirrored(world: World) -> World:
    """The world with Charlie in Alice's place, at an offering where nobody was yet."""
    return replace(
        world,
        green_water=world.blue_hill,
        blue_hill=world.green_water,
        alice=world.charlie,
        charlie=world.alice,
        organiser=world.other_organiser,
        other_organiser=world.organiser,
        offering=an_offering(world.other_offering.activity, number=2),
        other_offering=world.offering,
        activity=world.other_offering.activity,
    )


def _crossed(
    door: Door, world: World, of_charlie: World, people: Everybody, kept: set[Row], crossed: Crossed
) -> Iterator[str]:
    before = rows()
    where = address_of(door, DOORS[door.name].things(world))
    kept = kept | (rows() - before)
    elsewhere = address_of(door, DOORS[door.name].things(of_charlie))
    kept = kept & rows()
    browser = people.browser(Role.OFFICER)
    for form in forms_to(browser, where):
        for body in _bodies(form):
            with transaction.atomic():
                answer = people.browser(Role.FOREIGN_OFFICER).generic("POST", elsewhere, body, content_type=URLENCODED)
                lost = kept - rows()
                transaction.set_rollback(True)
            if lost or answer.status_code >= 500:
                told = sorted({table for table, _ in lost})
                crossed.faults.append(f"{door.name}: {answer.status_code} {told}\n    {body}")
            yield body


def _bodies(form: Form) -> Iterator[str]:
    """The form with everything ticked and chosen, sent by each of its buttons."""
    if form.method != "POST":
        return
    fields = form.fields()
    buttons: list[Field | None] = [one for one in fields if one.kind == "submit"] or [None]
    told = [(one.name, value) for one in fields if one.kind not in ("submit", "file") for value in _sent(one)]
    for button in buttons:
        for value in button.values[:MOST_BUTTONS] if button else ("",):
            yield urlencode([*told, (button.name, value)] if button else told)


def _sent(one: Field) -> list[str]:
    if one.kind == "checkbox":
        return list(one.values)
    chosen = [value for value in one.values if value]
    return chosen[:1] or [TYPED if one.kind == "text" else ""]
