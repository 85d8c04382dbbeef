"""Two officers at one roster in the same moment: nobody stands on it twice, a file is taken over once."""

from collections.abc import Callable
from functools import partial
from uuid import uuid4

import pytest

from hefa.organisers.models import Officer
from hefa.paperwork.actions.year import ImportSettled, OnRoster, add_member, stage_roster, take_import
from hefa.paperwork.models import YearImport, YearMember, YearRoster
from tests.cast import NOW, World
from tests.crowd import at_once
from tests.paperwork.rosters import a_roster

pytestmark = pytest.mark.django_db(transaction=True)


def outcome(deed: Callable[[], object]) -> str:
    """How a deed ended, in a word."""
    try:
        deed()
    except (OnRoster, ImportSettled) as refused:
        return type(refused).__name__
    return "done"


def add(roster: YearRoster, officer: Officer) -> None:
    person = {"name": "王小明", "id_last4": "6789", "joined": None, "left": None}
    add_member(public_id=uuid4(), roster=roster, officer=officer, at=NOW, **person)  # type: ignore[arg-type]


def test_one_person_is_added_once(world: World) -> None:
    roster = a_roster(world)
    deeds = [partial(outcome, partial(add, roster, officer)) for officer in (world.alice, world.bob) * 4]
    assert sorted(at_once(deeds)) == ["OnRoster"] * 7 + ["done"]
    assert YearMember.objects.count() == 1


def test_one_file_is_taken_over_once(world: World) -> None:
    roster = a_roster(world)
    content = "姓名,身分證字號末四碼\n王小明,6789\n林一,0001\n".encode()
    staged = stage_roster(roster=roster, content=content, officer=world.alice, at=NOW)
    take = partial(take_import, staged=YearImport.objects.get(pk=staged.pk), at=NOW)
    deeds = [partial(outcome, partial(take, officer=officer)) for officer in (world.alice, world.bob) * 2]
    assert sorted(at_once(deeds)) == ["ImportSettled"] * 3 + ["done"]
    assert YearMember.objects.count() == 2
