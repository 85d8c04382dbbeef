"""Many phones at once, each over a connection of its own: one award, and every scan has its verdict."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

import pytest

from hefa.audit.models import AuditEntry
from hefa.audit.names import SYSTEM, Verb
from hefa.awards.actions import answer_spot_check
from hefa.awards.models import Award, Scan, SpotCheck
from hefa.awards.names import Refusal, SpotCheckProblem, Verdict
from hefa.awards.rules.answers import ScanAnswer
from hefa.codes.actions import void_code
from hefa.codes.names import VoidReason
from hefa.codes.queries import static_text
from tests import cast
from tests.awards.phone import an_asked_id, pass_of, scan, scan_code
from tests.crowd import at_once

pytestmark = pytest.mark.django_db(transaction=True)
PHONES = 64
GATES = 4


@pytest.fixture
def gates(world: cast.World) -> list[cast.Gate]:
    officers = [world.alice, world.bob] * (GATES // 2)
    return [cast.a_gate(officer, world.offering) for officer in officers]


def test_sixty_four_scans_of_one_learner_make_one_award(gates: list[cast.Gate]) -> None:
    text = static_text(cast.a_walk_in().code)
    answers = at_once([partial(scan_code, gates[n % GATES], text) for n in range(PHONES)])
    assert Counter((answer.verdict, answer.refusal) for answer in answers) == {
        (Verdict.AWARDED, None): 1,
        (Verdict.REFUSED, Refusal.ALREADY_AWARDED): PHONES - 1,
    }
    award = Award.objects.get()
    assert Counter(Scan.objects.values_list("verdict", "award")) == {
        (Verdict.AWARDED, award.pk): 1,
        (Verdict.REFUSED, award.pk): PHONES - 1,
    }
    assert AuditEntry.objects.filter(verb=Verb.AWARDED).count() == 1
    assert all(answer.first_at == cast.NOW for answer in answers if answer.refusal)


@pytest.mark.control("T12")
def test_one_scan_sent_by_sixteen_requests_is_stored_once_and_answered_alike(gates: list[cast.Gate]) -> None:
    gate = gates[0]
    item = cast.told(gate, code=static_text(cast.a_walk_in().code))
    answers = [answer for (answer,) in at_once([partial(scan, gate, item)] * 16)]
    assert {(answer.verdict, answer.award) for answer in answers} == {(Verdict.AWARDED, Award.objects.get().public_id)}
    assert Counter(answer.replayed for answer in answers) == {True: 15, False: 1}
    assert Scan.objects.count() == 1


def test_batches_with_the_same_people_in_opposite_order_never_deadlock(gates: list[cast.Gate]) -> None:
    texts = [static_text(cast.a_walk_in(n).code) for n in range(1, 21)]

    def send(gate: cast.Gate, order: Sequence[str]) -> list[ScanAnswer]:
        return scan(gate, *(cast.told(gate, code=text, seq=n) for n, text in enumerate(order)))

    orders = [texts if n % 2 else texts[::-1] for n in range(16)]
    told = at_once([partial(send, gates[n % GATES], order) for n, order in enumerate(orders)])
    verdicts = Counter(answer.verdict for answers in told for answer in answers)
    assert verdicts == {Verdict.AWARDED: 20, Verdict.REFUSED: 15 * 20}
    assert Award.objects.count() == 20 and Scan.objects.count() == 16 * 20


def test_a_void_that_races_scans_leaves_an_award_or_a_refusal_and_nothing_between(gates: list[cast.Gate]) -> None:
    code = cast.a_walk_in().code
    text = static_text(code)

    def void() -> None:
        void_code(code=code, reason=VoidReason.OWNER, actor=SYSTEM, at=cast.NOW)

    deeds: list[Callable[[], object]] = [void, *(partial(scan_code, gate, text) for gate in gates)]
    at_once(deeds)
    refusals = set(Scan.objects.values_list("refusal", flat=True))
    if Award.objects.exists():
        assert Award.objects.count() == 1 and Scan.objects.filter(verdict=Verdict.AWARDED).count() == 1
    else:
        assert refusals == {Refusal.VOIDED_CODE}
    assert Scan.objects.count() == GATES
    assert scan_code(gates[0], text).verdict == Verdict.REFUSED


def test_two_helpers_who_undo_one_award_undo_it_once(gates: list[cast.Gate]) -> None:
    gate, text = gates[0], static_text(cast.a_walk_in().code)
    item = cast.told(gate, code=text)
    scan(gate, item)
    undos = [
        cast.told(gate, kind="undo", undoes=item["scan_id"], reason="掃錯人", seq=n, local="pending")
        for n in range(2, 10)
    ]
    at_once([partial(scan, gate, undo) for undo in undos])
    assert Award.objects.get().revoked_at is not None
    assert AuditEntry.objects.filter(verb=Verb.UNDONE).count() == 1
    assert Scan.objects.filter(kind="undo").count() == len(undos)
    assert scan_code(gate, text, at=cast.NOW).verdict == Verdict.AWARDED


def test_of_many_answers_to_one_spot_check_one_counts(gates: list[cast.Gate]) -> None:
    gate, scan_id = gates[0], an_asked_id()
    assert scan_code(gate, static_text(cast.a_walk_in(1).code), scan_id=scan_id).spot_check
    guesses = [cast.an_id(1).last4, *(f"{n:04}" for n in range(7))]
    answer = partial(answer_spot_check, station=pass_of(gate), scan_id=scan_id, at=cast.NOW)
    answers = Counter(at_once([partial(answer, last4=guess) for guess in guesses]))
    assert answers.pop(SpotCheckProblem.ANSWERED) == 7 and set(answers) == {SpotCheck.objects.get().matched}
    assert AuditEntry.objects.filter(verb__in=(Verb.SPOT_CHECK_MATCHED, Verb.SPOT_CHECK_DIFFERED)).count() == 1
