"""Codes that an organiser makes for printed cards: taken again while they are true, never anybody's own."""

from datetime import timedelta
from functools import partial

import pytest

from hefa.audit.models import AuditEntry
from hefa.audit.names import Actor, Verb
from hefa.awards.models import Award
from hefa.awards.names import Assurance, Verdict
from hefa.codes.actions import CardHolder, make_card_codes, void_code
from hefa.codes.models import PersonalCode
from hefa.codes.names import VoidReason
from hefa.codes.queries import code_for, static_text
from hefa.learners.models import Learner
from hefa.organisers.models import Officer
from hefa.units.models import Unit
from tests.awards.phone import scan_code
from tests.cast import NOW, World, a_gate, a_registered, a_walk_in
from tests.crowd import at_once

TODAY = NOW.date()


def made(officer: Officer, *learners: Learner, unit: Unit | None = None, days: int = 1) -> list[PersonalCode]:
    holders = [CardHolder(learner, learner.name, unit) for learner in learners]
    last_day = TODAY + timedelta(days=days)
    codes = make_card_codes(holders=holders, last_day=last_day, officer=officer, at=NOW)
    return [codes[learner.pk] for learner in learners]


@pytest.mark.django_db
def test_an_organiser_makes_a_code_where_a_person_has_one_of_their_own(world: World) -> None:
    own = [a_walk_in(1).code, a_registered(2)]
    codes = made(world.alice, *(code.learner for code in own))
    assert not {code.pk for code in codes} & {code.pk for code in own}
    for code in codes:
        assert (code.organiser, code.account, code.holder) == (world.organiser, None, None)
        assert code.expires_on == TODAY + timedelta(days=1) and not code.name_differs
    assert AuditEntry.objects.filter(verb=Verb.CODE_MADE, organiser_id=world.organiser.public_id).count() == 2


@pytest.mark.django_db
def test_a_card_earns_hours_and_the_award_says_who_made_it(world: World) -> None:
    [code] = made(world.alice, a_walk_in(1).code.learner, unit=world.green_water)
    assert scan_code(a_gate(world.alice, world.offering), static_text(code)).verdict == Verdict.AWARDED
    award = Award.objects.get()
    assert (award.assurance, award.unit, award.code) == (Assurance.CARD, world.green_water, code)


@pytest.mark.django_db
def test_printed_again_a_card_has_the_same_code(world: World) -> None:
    learner = a_walk_in(1).code.learner
    assert made(world.alice, learner) == made(world.bob, learner) == made(world.alice, learner, days=0)
    assert AuditEntry.objects.filter(verb=Verb.CODE_MADE, organiser_id=world.organiser.public_id).count() == 1


@pytest.mark.django_db
def test_a_card_that_ends_too_early_or_was_voided_is_made_anew(world: World) -> None:
    learner = a_walk_in(1).code.learner
    [short] = made(world.alice, learner)
    [long] = made(world.alice, learner, days=30)
    short.refresh_from_db()
    assert short != long and short.voided_at is None
    void_code(code=long, reason=VoidReason.LOST, actor=Actor.account(world.alice.account.public_id), at=NOW)
    assert made(world.alice, learner, days=30) != [long]


@pytest.mark.django_db
def test_a_card_with_another_unit_replaces_the_one_before(world: World) -> None:
    learner = a_walk_in(1).code.learner
    [before] = made(world.alice, learner)
    [after] = made(world.alice, learner, unit=world.green_water)
    before.refresh_from_db()
    assert (before.void_reason, after.unit) == (VoidReason.OWNER, world.green_water)


@pytest.mark.django_db
def test_each_organiser_has_its_own_and_no_browser_holds_it(world: World) -> None:
    learner = a_walk_in(1).code.learner
    [code] = made(world.alice, learner)
    assert made(world.charlie, learner) != [code]
    assert code_for(public_id=code.public_id, account=None, holder=None) is None
    assert code_for(public_id=code.public_id, account=world.alice.account, holder=None) is None


@pytest.mark.django_db(transaction=True)
def test_two_officers_printing_at_once_make_one_code(world: World) -> None:
    learner = a_walk_in(1).code.learner
    codes = at_once([partial(made, officer, learner) for officer in (world.alice, world.bob) * 4])
    assert len({code.pk for [code] in codes}) == 1
    assert PersonalCode.objects.filter(organiser=world.organiser).count() == 1
    assert AuditEntry.objects.filter(verb=Verb.CODE_MADE, organiser_id=world.organiser.public_id).count() == 1


@pytest.mark.django_db
def test_a_card_under_another_name_than_the_one_on_record_says_so(world: World) -> None:
    learner = a_walk_in(1, name="王小明").code.learner
    holder = CardHolder(learner, "王曉明", None)
    codes = make_card_codes(holders=[holder], last_day=TODAY, officer=world.alice, at=NOW)
    assert codes[learner.pk].name_differs and codes[learner.pk].name == "王曉明"
