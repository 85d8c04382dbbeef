"""Every address walked by everybody, with what is one's own and what is another's, against the table of doors."""

import pytest

from hefa.organisers.names import Duty
from hefa.web.shell.audience import Audience
from ops import doors
from tests.cast import World
from tests.web.doors import DOORS
from tests.web.walk.crossing import cross, crossable
from tests.web.walk.walking import walk

pytestmark = pytest.mark.django_db
PARTS = 6
NAMING = (
    "backoffice:station_revocation",
    "backoffice:award_revocation",
    "backoffice:award_changes",
    "backoffice:enrolment_decision",
    "backoffice:teaching",
    "backoffice:cards",
)
"""Doors whose forms name things of an organiser."""
NAMES = [door.name for door in doors.doors()]


def test_every_address_stands_in_the_table_and_none_too_many() -> None:
    offices = [door.name for door in doors.doors() if door.name.startswith("backoffice:")]
    assert sorted(offices) == sorted(DOORS)
    audits = {door.name for door in doors.doors() if door.duty == Duty.AUDIT}
    assert audits == {name for name, one in DOORS.items() if one.audits}
    assert {door.audience for door in doors.doors()} == set(Audience)


@pytest.mark.control("T9", "T10", "T16", "附表十 遠端存取 2", "附表十 日誌資訊之保護 1")
@pytest.mark.parametrize("number", range(PARTS))
def test_everybody_is_answered_as_the_table_says_and_nobody_refused_changes_anything(number: int, world: World) -> None:
    names = NAMES[number::PARTS]
    walked = walk(world=world, names=names)
    assert walked.tally.faults == [], "\n".join(walked.tally.faults)
    assert sorted(walked.doors) == sorted(names) and walked.tally.requests > 12 * len(names)


@pytest.mark.control("T16")
def test_no_form_reaches_what_it_names_of_another_organiser(world: World) -> None:
    crossed = cross(world=world, names=crossable())
    assert crossed.faults == [], "\n".join(crossed.faults)
    assert {name for name in NAMING if not crossed.forms[name]} == set()
