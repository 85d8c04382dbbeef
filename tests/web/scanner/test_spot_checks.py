"""抽查末四碼 over HTTP: a helper is told match or no match of the station's own scan, once, and nothing else."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.test import Client

from hefa.activities.models import Activity
from hefa.awards.models import SpotCheck
from hefa.codes.queries import static_text
from hefa.stations.actions import revoke_station
from tests.awards.phone import an_asked_id
from tests.cast import NOW, Gate, World, a_gate, a_walk_in, an_id
from tests.door import scan_over_http

pytestmark = pytest.mark.django_db
LAST4 = an_id(1).last4


@pytest.fixture
def gate(world: World) -> Gate:
    return a_gate(world.alice, world.offering)


def asked(gate: Gate, number: int = 1) -> UUID:
    scan_id = an_asked_id()
    result = scan_over_http(gate, static_text(a_walk_in(number).code), scan_id=str(scan_id))
    assert (result["verdict"], result["spot_check"]) == ("AWARDED", True)
    return scan_id


def answer(gate: Gate, scan_id: UUID | str, last4: object = LAST4) -> Any:
    return Client().post(
        "/api/scan/v1/spot-checks",
        json.dumps({"scan_id": str(scan_id), "last4": last4}),
        content_type="application/json",
        headers={"Authorization": gate.authorization},
    )


def told(answer: Any) -> tuple[int, object]:
    return answer.status_code, answer.json().get("reason")


@pytest.mark.control("T4")
def test_match_and_no_match_are_told_in_words_and_nothing_else(gate: Gate) -> None:
    for number, last4, matched, words in ((1, LAST4, True, "抽查相符"), (2, "0000", False, "抽查不符")):
        told = answer(gate, asked(gate, number), last4)
        assert told.status_code == 200 and set(told.json()) == {"matched", "message"}
        assert told.json()["matched"] is matched and told.json()["message"].startswith(words)
        assert an_id(number).last4 not in told.content.decode()


def test_a_scan_that_was_not_drawn_says_so_and_has_no_door(gate: Gate) -> None:
    scan_id = an_asked_id(asked=False)
    assert scan_over_http(gate, static_text(a_walk_in(1).code), scan_id=str(scan_id))["spot_check"] is False
    assert told(answer(gate, scan_id)) == (404, "NOT_ASKED")


def test_the_phone_is_told_nothing_of_the_policy(gate: Gate, world: World) -> None:
    told = []
    for on in (True, False):
        Activity.objects.update(spot_check=on)
        where = f"/api/scan/v1/offerings/{world.offering.public_id}/pack"
        told.append(Client().get(where, headers={"Authorization": gate.authorization}).content)
        result = scan_over_http(gate, "no code of ours", scan_id=str(an_asked_id()))
        assert result["spot_check"] is False
    assert told[0] == told[1]


@pytest.mark.control("T4")
def test_another_stations_scan_is_not_there(gate: Gate, world: World) -> None:
    scan_id = asked(gate)
    colleague, stranger = a_gate(world.bob, world.offering), a_gate(world.charlie, world.other_offering)
    answers = [answer(other, one) for other in (colleague, stranger) for one in (scan_id, uuid4())]
    assert {(one.status_code, one.content) for one in answers} == {(404, answers[0].content)}
    assert not SpotCheck.objects.exists()


def test_a_second_guess_is_refused_alike_whether_right_or_wrong(gate: Gate) -> None:
    scan_id = asked(gate)
    assert answer(gate, scan_id, "0000").json()["matched"] is False
    right, wrong = answer(gate, scan_id, LAST4), answer(gate, scan_id, "0000")
    assert told(right) == (409, "SPOT_CHECK_ANSWERED") and right.content == wrong.content


def test_after_ten_minutes_the_person_has_gone(gate: Gate) -> None:
    scan_id = asked(gate)
    with time_machine.travel(NOW + timedelta(minutes=10, seconds=1), tick=False):
        assert told(answer(gate, scan_id)) == (409, "SPOT_CHECK_OVER")


def test_digits_as_a_chinese_keyboard_writes_them(gate: Gate) -> None:
    wide = LAST4.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert answer(gate, asked(gate), f" {wide}").json()["matched"] is True


@pytest.mark.parametrize("last4", ["", "678", "67890", "67a9", "٦٧٨٩"])
def test_what_is_no_last_four_is_told_so_and_is_no_guess(gate: Gate, last4: str) -> None:
    scan_id = asked(gate)
    assert told(answer(gate, scan_id, last4)) == (422, "LAST4")
    assert answer(gate, scan_id).json()["matched"] is True


@pytest.mark.parametrize(
    ("scan_id", "last4"),
    [("x", "6789"), (str(uuid4()), None), (str(uuid4()), "1" * 21)],
    ids=["no id", "no digits", "too many digits"],
)
def test_a_malformed_request_is_told_so(gate: Gate, scan_id: str, last4: object) -> None:
    assert told(answer(gate, scan_id, last4)) == (422, "MALFORMED")


def test_a_station_that_ended_answers_nothing(gate: Gate, world: World) -> None:
    scan_id = asked(gate)
    revoke_station(station=gate.station, officer=world.alice, at=NOW)
    assert told(answer(gate, scan_id)) == (403, "STATION_ENDED")
