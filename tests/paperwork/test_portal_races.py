"""Officers and operators in the same moment: the constraint or the version decides, one wins, the others are told."""

from collections.abc import Callable

import pytest

from hefa.paperwork.actions import (
    NameOvertaken,
    ProfileOvertaken,
    give_ecpa_name,
    make_paper,
    mark_part,
    switch_profile,
)
from hefa.paperwork.models import EcpaName, ExportProfile, PaperRow
from hefa.paperwork.names import PortalState, Purpose
from hefa.paperwork.papers import PROFILES
from hefa.paperwork.queries import held_profiles
from tests.cast import NOW, World, olga
from tests.crowd import at_once
from tests.paperwork.conftest import Earn

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 8


def tried(deed: Callable[[], object]) -> Callable[[], bool]:
    """Whether the deed was done, or another was first."""

    def attempt() -> bool:
        try:
            return deed() is not False
        except (NameOvertaken, ProfileOvertaken):
            return False

    return attempt


def test_of_many_at_once_one_gives_the_name_one_marks_the_file_one_switches_the_format(
    world: World, earn: Earn
) -> None:
    award = earn(1, "王小堃")
    part = make_paper(
        offering=world.offering, profile=PROFILES["issued-list"], purpose=Purpose.CHECK, purpose_note="", left_out=(),
        officer=world.alice, at=NOW,
    ).paper.paper_parts.get()  # fmt: skip
    held, operator = held_profiles()["ecpa-legacy-19"], olga().account

    def name() -> object:
        return give_ecpa_name(learner=award.learner, name="王小坤", held=None, officer=world.alice, at=NOW)

    def mark() -> object:
        state = PortalState.UPLOADED
        return mark_part(part=part, version=1, state=state, reason="", officer=world.alice, at=NOW)

    def switch() -> object:
        return switch_profile(held=held, seen=0, active=False, note="停用", operator=operator, at=NOW)

    for deed in (name, mark, switch):
        assert sorted(at_once([tried(deed)] * CROWD)) == [False] * (CROWD - 1) + [True]
    assert (EcpaName.objects.count(), ExportProfile.objects.count()) == (1, 1)
    assert PaperRow.objects.get().portal_state == PortalState.UPLOADED
