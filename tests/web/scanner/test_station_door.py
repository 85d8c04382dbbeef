"""The officer's own station behind one tap, and the page that opens it."""

import base64

import pytest
from django.test import Client

from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.keys.digests import hash_secret
from hefa.stations.models import Station
from tests.cast import World, an_account

pytestmark = pytest.mark.django_db


def door(world: World) -> str:
    return f"/scanner/{world.offering.public_id}/station/"


def test_station_is_opened_and_its_secret_told_once(alice: Client, world: World) -> None:
    answer = alice.post(door(world), "{}", content_type="application/json")
    told = answer.json()
    station = Station.objects.get()
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    assert told == {
        "station": str(station.public_id),
        "secret": told["secret"],
        "valid_until": station.valid_until.isoformat(),
        "name": "承辦人 alice",
        "rights": ["scan", "search", "undo", "hours", "hand"],
    }
    assert bytes(station.secret_digest) == hash_secret(base64.urlsafe_b64decode(told["secret"] + "="))
    assert list(station.stationoffering_set.values_list("offering", flat=True)) == [world.offering.pk]
    assert station.opened_by == world.alice
    assert AuditEntry.objects.filter(verb=Verb.STATION_OPENED, subject_id=station.public_id).count() == 1
    asked = Client().get(
        f"/api/scan/v1/offerings/{world.offering.public_id}/list",
        headers={"Authorization": f"Station {told['station']}.{told['secret']}"},
    )
    assert asked.status_code == 200


def test_each_tap_opens_a_station_of_its_own(alice: Client, world: World) -> None:
    first, second = (alice.post(door(world)).json() for _ in range(2))
    assert first["station"] != second["station"] and first["secret"] != second["secret"]


def test_refusals_are_json(dora: Client, charlie: Client, world: World) -> None:
    learner = Client()
    learner.force_login(an_account("learner"))
    for browser, status in ((dora, 403), (learner, 403), (Client(), 403), (charlie, 404)):
        answer = browser.post(door(world))
        assert answer.status_code == status and answer["Content-Type"] == "application/json"
        assert set(answer.json()) == {"message"} and "測試活動001" not in answer.content.decode()
    assert not Station.objects.exists()


def test_station_door_takes_post_with_a_token(alice: Client, world: World) -> None:
    assert alice.get(door(world)).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.alice.account)
    assert strict.post(door(world)).status_code == 403
    assert not Station.objects.exists()


def test_scanner_page_may_use_the_camera_and_compile_the_decoder(alice: Client, world: World) -> None:
    answer = alice.get(f"/scanner/{world.offering.public_id}/")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "camera=(self)" in answer["Permissions-Policy"]
    assert "'wasm-unsafe-eval'" in answer["Content-Security-Policy"]
    assert f'data-offering="{world.offering.public_id}"' in html
    assert f'data-station-url="{door(world)}"' in html and 'data-api-base="/api/scan/v1"' in html
    assert 'data-hours-digital="0"' in html and 'data-hours-in-person="2"' in html


def test_other_pages_may_do_neither(alice: Client) -> None:
    answer = alice.get("/scanner/")
    assert "camera=()" in answer["Permissions-Policy"]
    assert "wasm-unsafe-eval" not in answer["Content-Security-Policy"]


def test_scanner_page_is_for_officers_who_scan(dora: Client, charlie: Client, alice: Client, world: World) -> None:
    where = f"/scanner/{world.offering.public_id}/"
    assert dora.get(where).status_code == 403
    assert charlie.get(where).status_code == 404
    assert Client().get(where)["Location"].startswith("/login/")
    assert alice.post(where).status_code == 405
