"""Numbers that change: the learner stays, found by the old number and by the new."""

import pytest
from django.db import IntegrityError, transaction

from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.awards.actions.change_number import change_number
from hefa.learners import vault
from hefa.learners.actions.numbers import NumberIsCurrent, NumberTaken
from hefa.learners.models import Learner, NationalIdRecord
from hefa.learners.queries import NumberChange, number_changes
from tests.cast import NOW, World, a_walk_in, an_id

pytestmark = pytest.mark.django_db


def change(world: World, learner: Learner, number: int) -> None:
    change_number(learner=learner, national_id=an_id(number), reason="換發", by=world.alice.account, at=NOW)


def test_both_numbers_find_the_one_learner_and_screens_follow_the_new_one(world: World) -> None:
    learner = a_walk_in(1).code.learner
    change(world, learner, 2)
    learner.refresh_from_db()
    assert vault.find(an_id(1)) == vault.find(an_id(2)) == learner
    assert learner.id_last4 == an_id(2).last4
    assert number_changes(learner) == [NumberChange(NOW, an_id(1).last4, an_id(2).last4)]
    assert a_walk_in(1).code.learner == a_walk_in(2).code.learner == learner
    entry = AuditEntry.objects.get(verb=Verb.NUMBER_CHANGED)
    assert (entry.subject_id, entry.facts) == (learner.public_id, {"reason": "換發"})


def test_a_number_that_was_replaced_by_mistake_becomes_current_again(world: World) -> None:
    learner = a_walk_in(1).code.learner
    change(world, learner, 2)
    change(world, learner, 1)
    learner.refresh_from_db()
    assert learner.id_last4 == an_id(1).last4
    assert [one.after for one in number_changes(learner)] == [an_id(1).last4]
    assert NationalIdRecord.objects.count() == 2


def test_the_number_on_record_and_that_of_somebody_else_are_refused(world: World) -> None:
    learner, other = a_walk_in(1).code.learner, a_walk_in(2, name="陳美麗").code.learner
    with pytest.raises(NumberIsCurrent):
        change(world, learner, 1)
    with pytest.raises(NumberTaken):
        change(world, learner, 2)
    assert vault.find(an_id(2)) == other
    assert not AuditEntry.objects.filter(verb=Verb.NUMBER_CHANGED).exists()


def test_a_stored_number_that_fails_its_check_is_corrected_by_whose_it_is(world: World) -> None:
    learner = a_walk_in(1).code.learner
    record = NationalIdRecord.objects.get()
    record.number = "A123456788"
    record.save(update_fields=["number"])
    change(world, learner, 3)
    assert vault.find(an_id(3)) == learner


def test_a_replaced_number_keeps_its_last_four_and_a_current_one_has_none(world: World) -> None:
    a_walk_in(1)
    with pytest.raises(IntegrityError, match="national_id_replaced_tells_its_last_four"), transaction.atomic():
        NationalIdRecord.objects.update(replaced_at=NOW)
