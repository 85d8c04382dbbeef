"""A phone may do no more than the officer who keeps it, from the moment on in which that changes."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.utils.timezone import localdate

from hefa.accounts.actions import disable_account
from hefa.audit.names import SYSTEM
from hefa.organisers.actions import change_duties, end_office, hand_over
from hefa.organisers.models import Officer
from hefa.organisers.names import Charge, Duty
from hefa.stations.actions import OfficeLost, make_pass, open_own_station, stations
from hefa.stations.names import Right
from hefa.stations.queries import StationPass, station_pass
from hefa.stations.rules import Credential
from tests.cast import NOW, World
from tests.crowd import at_once
from tests.stations.test_passes import PLAN, SECOND, lent


@pytest.mark.django_db
@pytest.mark.control("T9")
def test_phones_lent_with_walk_ins_lose_them_with_the_duty_of_whoever_keeps_them(world: World) -> None:
    plan = replace(PLAN, rights=(Right.UNDO, Right.HAND))
    made = lent(make_pass(offerings=[world.offering], plan=plan, officer=world.alice, at=NOW))

    def rights(at: datetime = NOW) -> set[Right]:
        found = station_pass(Credential(made.station.public_id, made.secret), at=at)
        assert isinstance(found, StationPass)
        return set(found.rights)

    def give(officer: Officer, *duties: Duty) -> None:
        change_duties(officer=officer, duties=duties, actor=SYSTEM, at=NOW, today=localdate(NOW))

    assert rights() == {Right.SCAN, Right.UNDO, Right.HAND}
    give(world.alice, Duty.SCAN, Duty.MANAGE)
    assert rights() == {Right.SCAN, Right.UNDO}
    give(world.alice, *Duty)
    assert Right.HAND in rights()
    leaving: Any = {"reason": "離職", "by": world.bob.account, "at": NOW + SECOND, "today": localdate(NOW)}
    hand_over(officer=world.alice, to=world.bob, charges=[Charge.STATIONS], **leaving)
    end_office(officer=world.alice, last_day=None, **leaving)
    assert Right.HAND in rights(NOW + 2 * SECOND)
    give(world.bob, Duty.SCAN, Duty.MANAGE)
    assert rights(NOW + 2 * SECOND) == {Right.SCAN, Right.UNDO}


@pytest.mark.django_db(transaction=True)
@pytest.mark.control("T9")
@pytest.mark.parametrize("ending", ["account", "duties"])
def test_an_own_phone_is_not_opened_beside_the_end_of_its_officer(
    world: World, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    def end() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
        try:
            if ending == "account":
                return disable_account(account=world.bob.account, reason="離職", by=world.alice.account, at=NOW)
            told: Any = {"actor": SYSTEM, "at": NOW, "today": localdate(NOW)}
            return change_duties(officer=world.bob, duties=[Duty.READ], **told)
        except OperationalError:
            return False

    def end_beside(officer: Officer) -> tuple[Right, ...]:
        ended.extend(at_once([end]))
        return rights_of(officer)

    ended: list[bool] = []
    rights_of = stations.own_rights
    told: Any = {"officer": world.bob, "offering": world.offering, "name": "大門", "at": NOW}
    with monkeypatch.context() as beside:
        beside.setattr(stations, "own_rights", end_beside)
        open_own_station(**told)
    assert ended == [False], "it waits"
    assert at_once([end]) == [True]
    with pytest.raises(OfficeLost):
        open_own_station(**told)
