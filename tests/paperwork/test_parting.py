"""取消合併: each thing goes back to where it was, and whatever came later stays with its code or account."""

from datetime import timedelta
from uuid import uuid4

import pytest

from hefa.activities.actions import enrol
from hefa.audit.names import SYSTEM
from hefa.awards.actions import revoke_awards
from hefa.awards.actions.change_number import change_number
from hefa.awards.models import Award
from hefa.codes.queries import static_text
from hefa.learners import vault
from hefa.learners.actions import prove_link
from hefa.learners.models import AccountLink, Learner, LearnerMerge
from hefa.learners.names import LinkProof
from hefa.paperwork.actions.merging import (
    PartingRefused,
    ProvenTwice,
)
from tests.awards.phone import scan_code
from tests.cast import NOW, World, a_gate, a_registered, a_walk_in, an_id
from tests.paperwork.merges import LATER, merged, parted, stored, two_at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hour")]


def test_undo_restores_exactly(world: World) -> None:
    late, early = two_at(world)
    holder = a_walk_in(3, name="陳美麗").code.holder
    for number in (1, 2):
        a_walk_in(number, holder=holder)
        enrol(offering=world.offering, learner=(late, early)[number - 1].learner, unit=None, actor=SYSTEM, at=NOW)
    accounts = [a_registered(number, username=f"person{number}") for number in (1, 2)]
    for code in accounts:
        prove_link(link=AccountLink.objects.get(account=code.account), proof=LinkProof.OFFICER, actor=SYSTEM, at=NOW)
    a_gate_of_review = a_gate(world.alice, world.offering)
    spare = a_walk_in(2).code
    scan_code(a_gate_of_review, static_text(spare), local="refused:VOIDED_CODE")
    before = stored()
    assert accounts[1].account is not None
    with pytest.raises(ProvenTwice):
        merged(world, late.learner, early.learner)
    assert stored() == before
    merge = merged(world, late.learner, early.learner, proven=accounts[1].account.public_id)
    proven = AccountLink.objects.get(proven_at__isnull=False)
    assert proven.account == accounts[1].account and proven.learner == late.learner
    assert stored() != before
    parted(world, merge)
    assert stored() == before
    with pytest.raises(PartingRefused, match="先前已取消"):
        parted(world, merge)
    parties = LearnerMerge.objects.get()
    assert parties.undone_at == LATER
    again = merged(world, late.learner, early.learner, proven=accounts[1].account.public_id)
    assert again.kept == late.learner


def test_undo_takes_along_what_came_by_a_code_that_goes_back(world: World) -> None:
    old, new = a_walk_in(1).code, a_walk_in(2).code
    merge = merged(world, old.learner, new.learner, at=NOW - timedelta(minutes=5))
    scan_code(a_gate(world.alice, world.offering), static_text(new))
    parted(world, merge)
    assert Award.objects.get().learner == new.learner


def test_undo_is_refused_where_later_hours_stand_in_the_way(world: World) -> None:
    late, early = two_at(world)
    merge = merged(world, late.learner, early.learner, at=NOW - timedelta(minutes=3))
    early.refresh_from_db()
    revoke_awards(
        offering=world.offering, versions={early.public_id: early.version}, reason="誤植", officer=world.alice, at=NOW
    )
    again = Award.objects.get(pk=early.pk)
    again.pk, again.public_id = None, uuid4()
    again.revoked_at, again.revoked_by, again.revoke_kind, again.revoke_reason = None, None, "", ""
    again.save(force_insert=True)
    before = stored()
    with pytest.raises(PartingRefused, match="測試活動001 第 1 期」在合併後又核發了時數"):
        parted(world, merge)
    assert stored() == before


def test_undo_goes_backwards_and_not_past_another_number(world: World) -> None:
    one, two, three = (a_walk_in(number).code.learner for number in (1, 2, 3))
    first = merged(world, one, two)
    second = merged(world, three, one)
    assert vault.find(an_id(2)) == three
    assert {*Learner.objects.filter(merged_into=three)} == {one, two}
    with pytest.raises(PartingRefused, match="後一次合併"):
        parted(world, first)
    parted(world, second)
    change_number(learner=one, national_id=an_id(4), reason="換發", by=world.alice.account, at=NOW)
    with pytest.raises(PartingRefused, match="又已變更"):
        parted(world, first)
    assert vault.find(an_id(2)) == one
