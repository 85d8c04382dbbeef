"""A merge while both numbers are being scanned, on connections of their own."""

from collections.abc import Callable
from functools import partial

import pytest

from hefa.awards.models import Award
from hefa.awards.names import Refusal, RevokeKind, Verdict
from hefa.codes.models import PersonalCode
from hefa.codes.queries import static_text
from hefa.learners.models import Learner, LearnerMerge
from hefa.paperwork.actions.merging import MergeOvertaken, merge_learners, part_learners
from hefa.paperwork.queries.merging import merge_preview
from tests.awards.phone import scan_code
from tests.cast import NOW, World, a_gate, a_walk_in, an_id
from tests.crowd import at_once

pytestmark = pytest.mark.django_db(transaction=True)
GATES = 15


def merge_whatever_comes(world: World, kept: Learner, gone: Learner) -> LearnerMerge:
    """As an operator who confirms until the preview still holds."""
    while True:
        try:
            return merge_learners(
                kept=kept,
                gone=gone,
                mark=merge_preview(kept, gone).mark,
                proven=None,
                reason="換發",
                by=world.alice.account,
                at=NOW,
            )
        except MergeOvertaken:
            continue


@pytest.mark.parametrize("turned", [False, True], ids=["older row kept", "younger row kept"])
def test_scans_of_both_numbers_during_the_merge_end_in_one_award(world: World, turned: bool) -> None:
    codes = [a_walk_in(number).code for number in (1, 2)]
    kept, gone = [code.learner for code in codes][:: -1 if turned else 1]
    gates = [a_gate(world.alice, world.offering) for _ in range(2 * GATES)]
    answers: list[str] = []

    def scanned(gate: object, code: PersonalCode) -> None:
        answer = scan_code(gate, static_text(code))  # type: ignore[arg-type]
        answers.append(str(answer.refusal or answer.verdict))

    deeds: list[Callable[[], object]] = [partial(scanned, gate, codes[n % 2]) for n, gate in enumerate(gates)]
    deeds.insert(GATES, partial(merge_whatever_comes, world, kept, gone))
    deeds.append(lambda: a_walk_in(2 if not turned else 1))
    at_once(deeds)
    assert set(answers) <= {Verdict.AWARDED, Refusal.ALREADY_AWARDED} and len(answers) == 2 * GATES
    standing = Award.objects.get(revoked_at__isnull=True)
    assert standing.learner == kept
    assert {one.revoke_kind for one in Award.objects.exclude(pk=standing.pk)} <= {RevokeKind.MERGED}
    assert not PersonalCode.objects.filter(learner=gone).exists()


def test_two_operators_merge_a_pair_in_both_directions_once(world: World) -> None:
    one, two = (a_walk_in(number).code.learner for number in (1, 2))

    def confirmed(kept: Learner, gone: Learner) -> bool:
        try:
            merge_learners(kept=kept, gone=gone, mark=mark, proven=None, reason="換發", by=world.alice.account, at=NOW)
        except MergeOvertaken:
            return False
        return True

    mark = merge_preview(one, two).mark
    assert sorted(at_once([partial(confirmed, one, two), partial(confirmed, two, one)])) == [False, True]
    merge = LearnerMerge.objects.get()

    def undone() -> bool:
        try:
            part_learners(merge=merge, reason="誤", by=world.alice.account, at=NOW)
        except Exception as refused:  # whichever way the second is told
            return "先前已取消" not in str(refused)
        return True

    assert sorted(at_once([undone, undone])) == [False, True]
    assert not Learner.objects.filter(merged_into__isnull=False).exists()
    assert a_walk_in(1).code.learner != a_walk_in(2).code.learner
    assert an_id(1).last4 in {one.id_last4 for one in Learner.objects.all()}
