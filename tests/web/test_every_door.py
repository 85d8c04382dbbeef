"""Every address walked by everybody, with what is one's own and what is another's, against the table of doors."""

import pytest

from hefa.organisers.names import Duty
from hefa.web.shell.audience import Audience
from ops import doors
from tests.cast import World
from tests.web.doors import DOORS
from tests.web.walk.walking import walk

pytestmark = pytest.mark.django_db
PARTS = 6
NAMES = [door.name for door in doors.doors()]


def test_every_address_stands_in_the_table_and_none_too_many() -> None:
    offices = [door.name for door in doors.doors() if door.name.startswith("backoffice:")]
    assert sorted(offices) == sorted(DOORS)
    audits = {door.name for door in doors.doors() if door.duty == Duty.AUDIT}
    assert audits == {name for name, one in DOORS.items() if one.audits}
    assert {door.audience for door in doors.doors()} == set(Audience)


@pytest.mark.control("T16")
@pytest.mark.parametrize("number", range(PARTS))
def test_everybody_is_answered_as_the_table_says_and_nobody_refused_changes_anything(number: int, world: World) -> None:
    names = NAMES[number::PARTS]
    walked = walk(world=world, names=names)
    assert walked.tally.faults == [], "\n".join(walked.tally.faults)
    assert sorted(walked.doors) == sorted(names) and walked.tally.requests > 12 * len(names)
