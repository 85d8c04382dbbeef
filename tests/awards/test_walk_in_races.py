"""現場登錄 of one person at many gates in the same moment."""

from functools import partial

import pytest

from hefa.awards.actions import admit_walk_in
from hefa.awards.models import Award
from hefa.awards.names import Refusal, Verdict
from hefa.awards.rules.answers import ScanAnswer
from hefa.learners.models import Learner
from tests.awards.phone import pass_of, scan
from tests.cast import NOW, Gate, World, a_gate, an_id, told
from tests.crowd import at_once

pytestmark = pytest.mark.django_db(transaction=True)
GATES = 8


def tell_and_scan(gate: Gate) -> ScanAnswer:
    station = pass_of(gate)
    ref = admit_walk_in(station=station, national_id=an_id(1), name="王小明", unit=None, at=NOW)
    [answer] = scan(gate, told(gate, learner_ref=ref, source="hand"))
    return answer


def test_one_person_told_at_eight_gates_at_once_is_one_learner_with_one_award(world: World) -> None:
    gates = [a_gate(world.alice, world.offering) for _ in range(GATES)]
    answers = at_once([partial(tell_and_scan, gate) for gate in gates])
    assert [answer.verdict for answer in answers].count(Verdict.AWARDED) == 1
    assert [answer.refusal for answer in answers].count(Refusal.ALREADY_AWARDED) == GATES - 1
    assert Learner.objects.count() == Award.objects.count() == 1
