"""Bringing an outbox in over HTTP: how much at once, in which order, and for how long after a station's end."""

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from hefa.activities.actions import set_hours
from hefa.audit.names import SYSTEM
from hefa.awards.models import Award, Scan
from hefa.base.hours import Hours
from hefa.codes.queries import static_text
from hefa.stations.actions import revoke_station
from hefa.stations.rules import UPLOAD_GRACE
from tests.awards.poison import poisoned
from tests.cast import NOW, Gate, World, a_gate, a_walk_in, batch, told

pytestmark = pytest.mark.django_db
API = "/api/scan/v1/"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def gate(world: World) -> Gate:
    return a_gate(world.alice, world.offering)


def ask(gate: Gate, where: str, body: Any = None) -> Any:
    headers = {"Authorization": gate.authorization}
    if body is None:
        return Client().get(API + where, headers=headers)
    return Client().post(API + where, json.dumps(body), content_type="application/json", headers=headers)


@pytest.mark.parametrize(("items", "status"), [(0, 422), (1, 200), (200, 200), (201, 422)])
def test_a_request_carries_one_to_two_hundred_scans(gate: Gate, items: int, status: int) -> None:
    answer = ask(gate, "scans", batch(gate, *(told(gate, code="1", seq=n + 1) for n in range(items))))
    assert (answer.status_code, Scan.objects.count()) == (status, items if status == 200 else 0)


def test_verdicts_come_in_the_order_of_the_scans_whatever_order_they_are_worked_in(gate: Gate) -> None:
    codes = [static_text(a_walk_in(number, name="林一").code) for number in (1, 2, 3, 4)]
    texts = [codes[3], "no code of ours", codes[0], codes[2], codes[3], codes[1]]
    items = [told(gate, code=text, seq=60 - n) for n, text in enumerate(texts)]
    results = ask(gate, "scans", batch(gate, *items)).json()["results"]
    assert [result["scan_id"] for result in results] == [item["scan_id"] for item in items]
    assert [result["reason"] or result["verdict"] for result in results] == [
        "ALREADY_AWARDED", "UNKNOWN_CODE", "AWARDED", "AWARDED", "AWARDED", "AWARDED",
    ]  # fmt: skip


def test_a_scan_that_fails_is_told_retry_later_among_the_verdicts_of_the_others(gate: Gate) -> None:
    poison, other = a_walk_in(1).code, a_walk_in(2, name="林一").code
    body = batch(gate, told(gate, code=static_text(poison)), told(gate, code=static_text(other), seq=2))
    with poisoned(poison):
        answer = ask(gate, "scans", body)
    first, second = answer.json()["results"]
    assert answer.status_code == 200 and second["verdict"] == "AWARDED"
    assert (first["verdict"], first["message"], first["learner"], first["award"]) == (
        "RETRY_LATER",
        "已暫存，稍後自動重送",
        None,
        None,
    )


DOORS = [
    ("offerings/{offering}/list", None),
    ("offerings/{offering}/hours", {"digital": "1", "in_person": "1"}),
    ("offerings/{offering}/search", {"name": "王"}),
    ("offerings/{offering}/pack", None),
    ("heartbeat", {"boot": "6b1f7e0c-0000-4000-8000-000000000000", "unsent": 0, "now_dev": NOW.isoformat()}),
    ("walk-ins", {"name": "王小明", "number": "A123456789", "unit": "none"}),
    ("units", {"text": "綠水"}),
]


@pytest.mark.parametrize(("door", "body"), DOORS, ids=[door for door, _ in DOORS])
def test_an_ended_station_may_do_nothing_but_deliver(gate: Gate, world: World, door: str, body: Any) -> None:
    where = door.format(offering=world.offering.public_id)
    assert ask(gate, where, body).status_code in (200, 422)
    revoke_station(station=gate.station, officer=world.alice, at=NOW)
    assert (ask(gate, where, body).status_code, ask(gate, where, body).json()["reason"]) == (403, "STATION_ENDED")


@pytest.mark.parametrize(
    ("after", "status"), [(timedelta(), 200), (UPLOAD_GRACE, 200), (UPLOAD_GRACE + timedelta(seconds=1), 403)]
)
def test_for_seven_days_it_delivers_what_it_scanned_in_time(
    gate: Gate, world: World, after: timedelta, status: int
) -> None:
    revoke_station(station=gate.station, officer=world.alice, at=NOW + MINUTE)
    sent_at = NOW + MINUTE + after
    in_time = told(gate, code=static_text(a_walk_in(1).code), at=NOW)
    too_late = told(gate, code=static_text(a_walk_in(2, name="林一").code), at=sent_at, seq=2)
    too_late["t_mono"] = 5000.0 + (sent_at - NOW) / timedelta(milliseconds=1)
    body = batch(gate, in_time, too_late, at=sent_at) | {"now_mono": too_late["t_mono"]}
    with time_machine.travel(sent_at, tick=False):
        answer = ask(gate, "scans", body)
    assert answer.status_code == status
    told_of = [result["reason"] or result["verdict"] for result in answer.json().get("results", [])]
    assert told_of == (["AWARDED", "STATION_ENDED"] if status == 200 else [])


def test_hours_of_the_time_of_the_scan_count_however_late_it_is_told(gate: Gate, world: World) -> None:
    """R11: made before the hours were changed, seen by its helper as they were, told afterwards."""
    set_hours(offering=world.offering, hours=Hours.of(0, 3), actor=SYSTEM, at=NOW + MINUTE)
    later = NOW + 10 * MINUTE
    item = told(gate, code=static_text(a_walk_in().code), settings=1)
    with time_machine.travel(later, tick=False):
        answer = ask(gate, "scans", batch(gate, item, at=later) | {"now_mono": 5000.0 + 600_000})
    assert answer.json()["results"][0]["hours"] == {"digital": "0", "in_person": "2"}
    assert Award.objects.get().hours == Hours.of(0, 2)
