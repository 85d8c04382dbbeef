"""PIN again: a helper's phone that lay idle shows nothing until its PIN is typed, and loses no scan."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.test import Client, override_settings
from time_machine import Traveller

from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.codes.queries import static_text
from hefa.stations.actions import Lent, PassPlan, make_pass, redeem_ticket, show_pass, show_pin
from hefa.stations.models import Station
from hefa.stations.names import PinProblem, Right
from hefa.stations.queries import StationPass, station_pass
from hefa.stations.rules import Credential
from tests.cast import NOW, Gate, World, a_gate, a_walk_in
from tests.crowd import at_once
from tests.door import scan_over_http

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
LATER = NOW + 16 * MINUTE


@pytest.fixture
def gate(world: World) -> Gate:
    rights = (Right.SEARCH, Right.HAND, Right.HOURS)
    plan = PassPlan("東側門", rights, NOW - MINUTE, NOW + timedelta(hours=9), 2)
    made = make_pass(offerings=[world.offering], plan=plan, officer=world.alice, at=NOW)
    token = show_pass(scan_pass=made, at=NOW)
    lent = redeem_ticket(token=token, helper_name="林小華", pin=made.pin, at=NOW)
    assert isinstance(lent, Lent)
    return Gate(lent.station, lent.secret, world.offering)


def ask(gate: Gate, where: str, body: Mapping[str, object] | None = None) -> Any:
    headers = {"Authorization": gate.authorization}
    url = f"/api/scan/v1/{where}"
    return Client().get(url, headers=headers) if body is None else Client().post(
        url, body, "application/json", headers=headers
    )


def alive(gate: Gate, *, idle: int, at: datetime) -> Any:
    body = {"boot": str(uuid4()), "unsent": 2, "now_dev": at.isoformat(), "idle": idle}
    return ask(gate, "heartbeat", body)


def pin(gate: Gate, typed: str) -> Any:
    return ask(gate, f"pin?boot={uuid4()}", {"pin": typed})


def right_pin(gate: Gate) -> str:
    held = Station.objects.select_related("scan_pass").get(pk=gate.station.pk).scan_pass
    assert held is not None
    return held.pin


def doors(gate: Gate) -> Mapping[str, Mapping[str, object] | None]:
    offering = f"offerings/{gate.offering.public_id}"
    return {
        f"{offering}/list": None,
        f"{offering}/pack": None,
        f"{offering}/search": {"name": "王"},
        f"{offering}/hours": {"digital": "0", "in_person": "2"},
        "units": {"text": "綠水"},
        "walk-ins": {"name": "王小明", "number": "A123456789", "unit": "none"},
    }


def statuses(gate: Gate) -> set[int]:
    return {ask(gate, where, body).status_code for where, body in doors(gate).items()}


@pytest.mark.control("T9")
def test_after_sixteen_idle_minutes_nothing_is_shown_and_every_scan_is_taken(gate: Gate, hour: Traveller) -> None:
    assert statuses(gate) == {200}
    hour.move_to(LATER)
    told = alive(gate, idle=16 * 60, at=LATER)
    assert (told.status_code, told.json()["reason"]) == (423, "PIN_NEEDED")
    assert statuses(gate) == {423}
    assert ask(gate, "spot-checks", {"scan_id": str(gate.station.public_id), "last4": "6789"}).status_code == 423
    assert scan_over_http(gate, static_text(a_walk_in(1).code), at=LATER)["verdict"] == "AWARDED"
    assert alive(gate, idle=0, at=LATER).status_code == 423, "once it is asked for, the PIN alone ends it"
    assert Station.objects.get().unsent == 2
    assert pin(gate, right_pin(gate)).status_code == 200
    assert statuses(gate) == {200} and alive(gate, idle=16 * 60, at=LATER).status_code == 200


def test_a_phone_that_is_in_use_is_never_asked(gate: Gate, hour: Traveller) -> None:
    for minutes in range(5, 60, 5):
        at = NOW + minutes * MINUTE
        hour.move_to(at)
        assert alive(gate, idle=10, at=at).status_code == 200
    assert statuses(gate) == {200}


def test_a_phone_that_scanned_without_a_network_goes_on_when_it_is_back(gate: Gate, hour: Traveller) -> None:
    hour.move_to(LATER)
    assert statuses(gate) == {423}, "it says nothing of itself, so it counts as idle"
    assert alive(gate, idle=12, at=LATER).status_code == 200
    assert statuses(gate) == {200}


def test_an_officers_own_phone_is_never_asked(world: World, hour: Traveller) -> None:
    own = a_gate(world.alice, world.offering)
    hour.move_to(NOW + timedelta(hours=3))
    assert alive(own, idle=10_000, at=NOW).status_code == 200 and statuses(own) == {200}
    assert pin(own, "000000").status_code == 403
    with pytest.raises(IntegrityError, match="station_of_a_pass_alone_asks_its_pin"):
        Station.objects.filter(pk=own.station.pk).update(pin_due_at=NOW)


@override_settings(HEFA_PIN_AFTER_IDLE_MINUTES=0)
def test_a_site_may_do_without(gate: Gate, hour: Traveller) -> None:
    hour.move_to(NOW + timedelta(hours=8))
    assert alive(gate, idle=28_000, at=NOW).status_code == 200 and statuses(gate) == {200}


@pytest.mark.control("T9")
def test_five_wrong_pins_end_the_phone_and_its_scans_are_still_taken(gate: Gate, hour: Traveller) -> None:
    hour.move_to(LATER)
    alive(gate, idle=16 * 60, at=LATER)
    told = [pin(gate, "wrong") for _ in range(6)]
    assert [answer.status_code for answer in told] == [422] * 4 + [403] * 2
    assert "PIN 碼錯誤五次" in told[4].json()["message"] and "掃描授權已到期" in told[5].json()["message"]
    assert statuses(gate) == {403}
    assert AuditEntry.objects.filter(verb=Verb.STATION_REVOKED, subject_id=gate.station.public_id).exists()
    code = static_text(a_walk_in(1).code)
    before = (NOW + MINUTE).isoformat()
    assert scan_over_http(gate, code, at=LATER, t_dev=before)["verdict"] == "AWARDED", "it was made before the end"


def test_fewer_wrong_pins_are_forgotten_after_the_right_one(gate: Gate) -> None:
    for _ in range(3):
        assert [pin(gate, "wrong").status_code for _ in range(4)] == [422] * 4
        assert pin(gate, right_pin(gate)).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_thirty_guesses_at_once_are_five(gate: Gate) -> None:
    station = station_pass(Credential(gate.station.public_id, gate.secret), at=NOW)
    assert isinstance(station, StationPass)
    told = at_once([partial(show_pin, station=station, pin="wrong", at=NOW)] * 30)
    assert told.count(PinProblem.WRONG_PIN) == 4 and told.count(PinProblem.TRIED_OUT) == 26
    station_now = Station.objects.get()
    assert (station_now.pin_tries, station_now.revoked_at) == (5, NOW)
