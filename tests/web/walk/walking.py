"""Every door asked by everybody, and each answer compared with the table; whoever is refused changes nothing."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin

from django.db import transaction

from hefa.activities.actions import enrol_oneself
from hefa.web.shell.audience import Audience
from ops import doors
from ops.doors import Door
from tests.cast import NOW, World, an_open_offering
from tests.web.doors import an_award
from tests.web.fuzz.probe import COUNTED_TRIES, WRITTEN_WITHOUT_LEAVE
from tests.web.fuzz.tally import Tally, listened_to, numbers_shown
from tests.web.opening import address_of, things_of
from tests.web.touched import touched
from tests.web.walk.roles import Everybody, Own, Role, everybody
from tests.web.walk.table import Answer, must_be, was

BODIES: Mapping[str, Mapping[str, str]] = {
    "scan_api:post_hours": {"digital": "0", "in_person": "2"},
    "scan_api:post_search": {"name": "何冠廷"},
}
"""What is sent to a door that reads it before it looks for the thing in its address."""
JSON = "application/json"


@dataclass(slots=True)
class Walked:
    """The names of the doors, and what came of the requests."""

    doors: list[str] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)


def walk(*, world: World, names: Collection[str]) -> Walked:
    """Ask at each of these doors as everybody. Runs in a transaction of the caller, who undoes it."""
    walked = Walked()
    an_award(world, 70)
    people = everybody(world)
    with listened_to(walked.tally):
        for door in doors.doors():
            if door.name in names:
                with transaction.atomic():
                    _Knocking(door, address_of(door, own_things(door, world, people.own)), people, walked.tally).all()
                    transaction.set_rollback(True)
                walked.doors.append(door.name)
    return walked


def own_things(door: Door, world: World, own: Own) -> Mapping[str, object]:
    """What stands in the address: of the learner where a learner's own things are shown, else of Alice's organiser."""
    if door.name.startswith("learner:code_") and door.audience == Audience.HOLDER:
        return {"public_id": own.code}
    if door.name.startswith("learner:not_me"):
        return {"public_id": own.award}
    if door.name == "learner:withdrawal":
        enrolment = enrol_oneself(offering=an_open_offering(world.organiser), link=own.link, at=NOW)
        return {"public_id": enrolment.public_id}
    if door.audience == Audience.STATION or door.name == "scanner:room":
        return {name: str(world.offering.public_id) for name in door.pattern.pattern.converters}
    return things_of(door, world)


class _Knocking:
    def __init__(self, door: Door, where: str, people: Everybody, tally: Tally) -> None:
        self.door, self.where, self.people, self.tally = door, where, people, tally
        self.before = touched()
        self.written_freely = WRITTEN_WITHOUT_LEAVE | COUNTED_TRIES.get(door.name, set())

    def all(self) -> None:
        """Everybody reads; whoever must not come in, and whoever may only read, also sends."""
        for role in Role:
            expected = must_be(self.door, role)
            for method in self.door.methods:
                sends = method not in doors.READ
                if method != "HEAD" and (not sends or expected != Answer.IN or len(self.door.methods) == 1):
                    self._knock(role, method, expected)
            if role == Role.READER and expected == Answer.IN and "POST" in self.door.methods:
                self._knock(role, "POST", expected, or_else=Answer.REFUSED)

    def _knock(self, role: Role, method: str, expected: Answer, *, or_else: Answer | None = None) -> None:
        body = json.dumps(BODIES.get(self.door.name, {}))
        with transaction.atomic():
            browser = self.people.browser(role)
            answer = browser.generic(method, self.where, body, content_type=JSON)
            if method == "GET" and answer.status_code == 302 and was(answer) == Answer.IN:
                answer = browser.get(urljoin(self.where, answer["Location"]))
            content = answer.getvalue()
            transaction.set_rollback(True)
        told, tally = was(answer), self.tally
        tally.requests += 1
        tally.statuses[answer.status_code] += 1
        tally.answers_5xx += answer.status_code >= 500
        asked = f"{self.door.name} as {role}, {method}"
        if told not in (expected, or_else) or answer.status_code >= 500:
            tally.faults.append(f"{asked}: {answer.status_code}, not {expected}")
        if shown := numbers_shown(answer, content):
            tally.ids_in_output += len(shown)
            tally.faults.append(f"{asked}: {shown[0]}")
        before, self.before = self.before, touched()
        written = {name for name, count in self.before.items() if count > before[name]} - self.written_freely
        if written and (or_else is not None or expected != Answer.IN):
            tally.changed_by_refused += 1
            tally.faults.append(f"{asked}: {sorted(written)}")
