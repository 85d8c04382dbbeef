"""職務移交 and 職務代理人: who is in charge, and who may act for whom."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hefa.audit.models import AuditEntry
from hefa.audit.names import SYSTEM, Actor, Verb
from hefa.organisers.actions import NotAColleague, OwnDuties, change_duties, end_office, hand_over
from hefa.organisers.models import Officer
from hefa.organisers.names import Charge, Duty
from hefa.organisers.queries import Held, in_charge, officers_of
from tests.cast import NOW, World, a_gate, an_officer
from tests.organisers.test_leaving import TODAY, deputise, leave, pass_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def hand(world: World, officer: Officer, to: Officer, *, hours: int = 0, charge: Charge = Charge.STATIONS) -> None:
    hand_over(
        officer=officer,
        to=to,
        charges=[charge],
        reason="調職",
        by=world.alice.account,
        at=NOW + hours * HOUR,
        today=TODAY,
    )


def keepers(*held: tuple[Officer, int], charge: Charge = Charge.STATIONS) -> list[Officer]:
    return in_charge([Held(officer.pk, NOW + hours * HOUR) for officer, hours in held], charge)


def test_what_was_had_before_goes_and_what_comes_later_stays(world: World) -> None:
    hand(world, world.alice, world.bob, hours=1)
    assert keepers((world.alice, 0), (world.alice, 2), (world.bob, 0)) == [world.bob, world.alice, world.bob]
    assert keepers((world.alice, 0), charge=Charge.UPLOADS) == [world.alice]
    told = AuditEntry.objects.get(verb=Verb.HANDED_OVER)
    assert told.facts["to"] == str(world.bob.public_id) and told.subject_id == world.alice.public_id


def test_handovers_are_followed_to_the_end_and_back_again(world: World) -> None:
    erin = an_officer("erin", world.organiser)
    hand(world, world.alice, world.bob, hours=1)
    hand(world, world.bob, erin, hours=2)
    hand(world, erin, world.alice, hours=3)
    assert keepers((world.alice, 0), (world.bob, 0), (world.bob, 2)) == [world.alice, world.alice, world.bob]


def test_one_thing_and_many_cost_the_same(world: World) -> None:
    hand(world, world.alice, world.bob, hours=1)
    for many in (1, 300):
        with CaptureQueriesContext(
            connection,
        ) as told:
            assert keepers(*[(world.alice, 0)] * many) == [world.bob] * many
        assert len(told) == 2
    assert keepers() == []


@pytest.mark.parametrize("who", ["charlie", "alice"])
def test_only_a_colleague_takes_over(world: World, who: str) -> None:
    with pytest.raises(NotAColleague):
        hand(world, world.alice, getattr(world, who))


def test_a_scanner_goes_on_under_whoever_took_over(world: World) -> None:
    kept, lost = a_gate(world.alice, world.offering), a_gate(world.alice, world.offering)
    hand(world, world.alice, world.bob, hours=1)
    type(lost.station).objects.filter(pk=lost.station.pk).update(made_at=NOW + 2 * HOUR)
    assert pass_of(kept).account_id == world.alice.account_id
    assert leave(world.alice, world)
    assert pass_of(kept).account_id == world.bob.account_id
    assert pass_of(kept).ended_at == kept.station.valid_until
    assert pass_of(lost).ended_at == NOW


def test_a_deputy_has_the_absent_officers_duties_between_the_days(world: World) -> None:
    standing_in = deputise(world, world.dora)

    def duties(on: date) -> set[str]:
        return {duty for office in officers_of(world.dora.account, on=on) for duty in office.duties}

    assert duties(TODAY - timedelta(days=1)) == {"read"}
    assert duties(TODAY) == duties(TODAY + timedelta(days=7)) == set(world.alice.duties)
    assert duties(TODAY + timedelta(days=8)) == {"read"}
    told = AuditEntry.objects.get(verb=Verb.DEPUTY_APPOINTED)
    assert told.facts["deputises"] == str(world.alice.public_id)
    assert told.facts["account"] == str(world.dora.account.public_id) and told.subject_id == standing_in.public_id


def test_a_deputy_follows_the_officers_duties_and_goes_with_the_officer(world: World) -> None:
    standing_in = deputise(world, world.dora)
    change_duties(officer=world.alice, duties=[Duty.MANAGE], actor=SYSTEM, at=NOW, today=TODAY)
    standing_in.refresh_from_db()
    assert standing_in.duties == ["manage"]
    leave(world.alice, world, last_day=TODAY + timedelta(days=2))
    standing_in.refresh_from_db()
    assert (standing_in.until_date, standing_in.ended_at) == (TODAY + timedelta(days=2), None)
    leave(world.alice, world)
    standing_in.refresh_from_db()
    assert standing_in.ended_at == NOW


@pytest.mark.control("附表十 帳號管理 2")
def test_a_deputy_gets_the_duties_of_now_and_none_of_an_office_that_was_ended(world: World) -> None:
    before = Officer.objects.get(pk=world.alice.pk)
    change_duties(officer=before, duties=[Duty.MANAGE], actor=SYSTEM, at=NOW, today=TODAY)
    assert world.alice.duties != ["manage"], "as it was read before"
    assert deputise(world, world.dora).duties == ["manage"]
    assert leave(before, world)
    with pytest.raises(NotAColleague):
        deputise(world, world.dora)


@pytest.mark.control("附表十 帳號管理 1")
def test_nobody_makes_themselves_somebodys_deputy(world: World) -> None:
    with pytest.raises(OwnDuties):
        deputise(world, world.dora, actor=Actor.account(world.dora.account.public_id))
    assert officers_of(world.dora.account, on=TODAY).get() == world.dora


def test_whoever_leaves_deputises_for_nobody(world: World) -> None:
    standing_in = deputise(world, world.dora)
    assert leave(world.dora, world)
    standing_in.refresh_from_db()
    assert standing_in.ended_at == NOW


def test_a_deputy_is_a_colleague_and_has_no_deputy(world: World) -> None:
    with pytest.raises(NotAColleague):
        deputise(world, world.charlie)
    standing_in = deputise(world, world.dora)
    with pytest.raises(NotAColleague):
        hand(world, world.alice, standing_in)
    assert end_office(officer=standing_in, last_day=None, reason="銷假", by=world.alice.account, at=NOW, today=TODAY)
    assert officers_of(world.dora.account, on=TODAY).get() == world.dora
