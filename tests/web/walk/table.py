"""What each role must be answered at each door, worked out of the table of doors alone (docs/reference/doors.md)."""

from enum import StrEnum
from typing import Any

from hefa.organisers.names import Duty
from hefa.web.shell.audience import Audience
from ops.doors import Door
from tests.web.doors import DOORS
from tests.web.walk.roles import DUTIES, FOREIGN, LOGGED_OUT, PHONES, RIGHTS, Role


class Answer(StrEnum):
    """What an answer says of whoever asked."""

    IN = "in"
    LOGIN = "to the login"
    UNKNOWN = "401"
    REFUSED = "403"
    HIDDEN = "404"


IN_JSON = ("scanner:own_station", "scanner:rescue")
"""Asked by a script, which is never sent to a login."""
OF_A_PROVIDER = ("shell:provider", "shell:provider_return", "shell:provider_link")
"""There are none of these while the site names no provider; tests/web/shell/test_provider.py walks them with one."""
OF_THE_LEARNER = ("learner:withdrawal",)
"""Of one account alone, among the doors of whoever is logged in."""
OF_WHOEVER_HAS_THE_ADDRESS = ("scanner:redeem",)
OF_ANY_LENT_PHONE = ("scanner:gate",)
OF_THE_PHONE_LENT_FOR_IT = ("scanner:room",)


def must_be(door: Door, role: Role) -> Answer:
    """By audience, duty and right of the door, and by whose the thing in its address is."""
    told = _must_be(door, role)
    if told == Answer.IN and door.name in OF_A_PROVIDER:
        return Answer.HIDDEN
    return Answer.REFUSED if told == Answer.LOGIN and door.name in IN_JSON else told


def was(answer: Any) -> Answer:
    """What this answer was."""
    if answer.status_code == 302 and answer["Location"].startswith("/login/?next="):
        return Answer.LOGIN
    return {401: Answer.UNKNOWN, 403: Answer.REFUSED, 404: Answer.HIDDEN}.get(answer.status_code, Answer.IN)


def takes_a_thing(door: Door) -> bool:
    """Whether something stands in its address."""
    return bool(door.pattern.pattern.converters)


def _must_be(door: Door, role: Role) -> Answer:
    match door.audience:
        case Audience.EVERYONE:
            return Answer.IN
        case Audience.HOLDER:
            return _at_holders(door, role)
        case Audience.LEARNER:
            if role in LOGGED_OUT:
                return Answer.LOGIN
            return Answer.HIDDEN if door.name in OF_THE_LEARNER and role != Role.LEARNER else Answer.IN
        case Audience.OFFICER:
            return _at_officers(door, role)
        case Audience.OPERATOR:
            if role in LOGGED_OUT:
                return Answer.LOGIN
            return Answer.IN if role == Role.OPERATOR else Answer.REFUSED
        case Audience.STATION:
            return _at_stations(door, role)
    return Answer.REFUSED


def _at_officers(door: Door, role: Role) -> Answer:
    if role in LOGGED_OUT:
        return Answer.LOGIN
    duties = DUTIES.get(role, ())
    if not duties or (door.duty is not None and door.duty not in duties):
        return Answer.REFUSED
    above = role == Role.AUDITOR and door.duty != Duty.AUDIT
    if takes_a_thing(door) and (role in FOREIGN or above):
        return Answer.HIDDEN
    return Answer.REFUSED if role == Role.READER and not DOORS[door.name].reads else Answer.IN


def _at_holders(door: Door, role: Role) -> Answer:
    if door.name in OF_WHOEVER_HAS_THE_ADDRESS:
        return Answer.IN
    if door.name in OF_ANY_LENT_PHONE:
        return Answer.IN if role in (Role.PHONE, Role.FOREIGN_PHONE) else Answer.REFUSED
    if door.name in OF_THE_PHONE_LENT_FOR_IT:
        return {Role.PHONE: Answer.IN, Role.FOREIGN_PHONE: Answer.HIDDEN}.get(role, Answer.REFUSED)
    return Answer.IN if role == Role.LEARNER else Answer.HIDDEN


def _at_stations(door: Door, role: Role) -> Answer:
    if role not in PHONES:
        return Answer.UNKNOWN
    (asked,) = door.stations
    if role == Role.ENDED_PHONE and not asked.after_end:
        return Answer.REFUSED
    if asked.right is not None and asked.right not in RIGHTS[role]:
        return Answer.REFUSED
    return Answer.HIDDEN if takes_a_thing(door) and role in FOREIGN else Answer.IN
