"""Officers leave; the last one who can maintain an organiser's activities cannot."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from hefa.audit.models import AuditEntry
from hefa.audit.names import SYSTEM, Actor, Verb
from hefa.organisers.actions import (
    AlreadyOfficer,
    LastOfficer,
    LastOperator,
    OrganiserClosed,
    appoint_deputy,
    appoint_officer,
    appoint_operator,
    change_duties,
    disable_organiser,
    enable_organiser,
    end_office,
    end_operator,
)
from hefa.organisers.models import Officer
from hefa.organisers.names import OWN_DUTIES, Duty
from hefa.organisers.queries import officers_of
from hefa.stations.queries import StationPass, station_pass
from hefa.stations.rules import Credential
from tests import cast
from tests.cast import NOW, World, a_gate, an_account, an_officer, disable
from tests.crowd import at_once

TODAY = NOW.date()


def leave(officer: Officer, world: World, **changes: object) -> bool:
    told = {"last_day": None, "reason": "調職", "by": world.alice.account, "at": NOW, "today": TODAY, **changes}
    return end_office(officer=officer, **told)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_an_officer_leaves_at_once_and_the_history_stays(world: World) -> None:
    assert leave(world.bob, world) and not leave(world.bob, world)
    world.bob.refresh_from_db()
    assert (world.bob.ended_at, world.bob.ended_by, world.bob.end_reason) == (NOW, world.alice.account, "調職")
    assert not officers_of(world.bob.account, on=TODAY).exists()
    told = AuditEntry.objects.get(verb=Verb.OFFICE_ENDED)
    assert told.subject_id == world.bob.public_id and told.actor_id == world.alice.account.public_id


@pytest.mark.django_db
def test_the_last_day_is_worked_to_its_end(world: World) -> None:
    assert leave(world.bob, world, last_day=TODAY)
    assert officers_of(world.bob.account, on=TODAY).exists()
    assert not officers_of(world.bob.account, on=TODAY + timedelta(days=1)).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("last_day", [None, TODAY, TODAY + timedelta(days=30)])
def test_the_last_officer_cannot_leave(world: World, last_day: object) -> None:
    leave(world.bob, world)
    with pytest.raises(LastOfficer):
        leave(world.alice, world, last_day=last_day)
    world.alice.refresh_from_db()
    assert (world.alice.until_date, world.alice.ended_at) == (None, None)


@pytest.mark.django_db
@pytest.mark.parametrize("successor", ["reads only", "has a last day", "starts later", "deputises", "account closed"])
def test_who_is_no_successor(world: World, successor: str) -> None:
    leave(world.bob, world)
    newcomer = an_officer("erin", world.organiser, duties=(Duty.READ,) if successor == "reads only" else OWN_DUTIES)
    if successor == "has a last day":
        Officer.objects.filter(pk=newcomer.pk).update(until_date=TODAY + timedelta(days=60))
    if successor == "starts later":
        Officer.objects.filter(pk=newcomer.pk).update(from_date=TODAY + timedelta(days=5))
    if successor == "account closed":
        disable(newcomer.account)
    if successor == "deputises":
        Officer.objects.filter(pk=newcomer.pk).update(duties=[Duty.READ])
        deputise(world, newcomer)
    with pytest.raises(LastOfficer):
        leave(world.alice, world)


@pytest.mark.django_db
def test_with_a_successor_the_last_officer_may_go(world: World) -> None:
    leave(world.bob, world)
    an_officer("erin", world.organiser, duties=(Duty.MANAGE,))
    assert leave(world.alice, world)


@pytest.mark.django_db
def test_dora_who_only_reads_may_always_go(world: World) -> None:
    leave(world.bob, world)
    assert leave(world.dora, world)


@pytest.mark.django_db
def test_the_last_officer_keeps_the_duty_to_maintain(world: World) -> None:
    told = {"actor": SYSTEM, "at": NOW, "today": TODAY}
    assert change_duties(officer=world.bob, duties=[Duty.READ], **told)  # type: ignore[arg-type]
    assert not change_duties(officer=world.bob, duties=[Duty.READ], **told)  # type: ignore[arg-type]
    with pytest.raises(LastOfficer):
        change_duties(officer=world.alice, duties=[Duty.READ], **told)  # type: ignore[arg-type]
    assert change_duties(officer=world.alice, duties=[Duty.MANAGE], **told)  # type: ignore[arg-type]


@pytest.mark.django_db(transaction=True)
def test_of_two_last_officers_who_leave_at_once_one_stays(at: object) -> None:
    world = cast.build_world()

    def go(officer: Officer) -> str:
        try:
            return "gone" if leave(officer, world) else "was gone"
        except LastOfficer:
            return "stays"

    answers = at_once([lambda: go(world.alice), lambda: go(world.bob)] * 3)
    assert answers.count("gone") == 1 and "stays" in answers
    assert Officer.objects.filter(organiser=world.organiser, ended_at=None, duties__contains=["manage"]).count() == 1


@pytest.mark.django_db
def test_a_disabled_organiser_lets_nobody_in_until_it_is_enabled(world: World) -> None:
    gate = a_gate(world.alice, world.offering)
    assert disable_organiser(organiser=world.organiser, reason="逾期未報", by=world.alice.account, at=NOW)
    assert not disable_organiser(organiser=world.organiser, reason="再次", by=world.alice.account, at=NOW)
    assert not officers_of(world.alice.account, on=TODAY).exists()
    assert pass_of(gate).ended_at == NOW
    with pytest.raises(OrganiserClosed):
        an_officer("erin", world.organiser)
    assert leave(world.bob, world) and leave(world.alice, world)
    assert enable_organiser(organiser=world.organiser, actor=SYSTEM, at=NOW)
    assert not enable_organiser(organiser=world.organiser, actor=SYSTEM, at=NOW)
    assert officers_of(world.dora.account, on=TODAY).exists()


@pytest.mark.django_db
def test_an_office_is_held_once(world: World) -> None:
    with pytest.raises(AlreadyOfficer):
        appoint_officer(
            account=world.alice.account,
            organiser=world.organiser,
            duties=[Duty.READ],
            from_date=TODAY,
            actor=SYSTEM,
            at=NOW,
        )


@pytest.mark.django_db
def test_the_last_operator_stays() -> None:
    olga = cast.olga()
    with pytest.raises(LastOperator):
        end_operator(operator=olga, last_day=TODAY, actor=SYSTEM, at=NOW)
    appoint_operator(account=an_account("oscar"), from_date=TODAY, actor=SYSTEM, at=NOW)
    assert end_operator(operator=olga, last_day=TODAY, actor=SYSTEM, at=NOW)
    assert not end_operator(operator=olga, last_day=TODAY, actor=SYSTEM, at=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changes",
    [{"ended_at": NOW}, {"end_reason": "無"}, {"deputises_id": 1}],
    ids=["ended by nobody", "a reason without an end", "a deputy without a last day"],
)
def test_what_the_table_refuses(world: World, changes: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Officer.objects.filter(pk=world.bob.pk).update(**changes)


def deputise(world: World, deputy: Officer, *, actor: Actor = SYSTEM) -> Officer:
    return appoint_deputy(
        officer=world.alice,
        deputy=deputy,
        from_date=TODAY,
        until_date=TODAY + timedelta(days=7),
        actor=actor,
        at=NOW,
        today=TODAY,
    )


def pass_of(gate: cast.Gate) -> StationPass:
    told = station_pass(Credential(gate.station.public_id, gate.secret), at=NOW)
    assert isinstance(told, StationPass)
    return told
