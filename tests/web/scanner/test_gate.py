"""A helper's phone: the link, name and PIN, the scanner of its gate, and nothing beside it."""

import base64
from datetime import timedelta

import pytest
from django.test import Client
from time_machine import Traveller

from hefa.awards.actions import cancel_offering
from hefa.awards.models import Award
from hefa.codes.queries import static_text
from hefa.stations.actions import PassPlan, make_pass, revoke_pass, show_pass
from hefa.stations.models import ScanPass, Station
from tests.cast import NOW, Gate, World, a_walk_in, an_offering, batch, told
from tests.door import heartbeat_over_http

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def scan_pass(world: World) -> ScanPass:
    return make_pass(
        offerings=[world.offering], plan=PassPlan("東側門", (), NOW - HOUR, NOW + HOUR, 2), officer=world.alice, at=NOW
    )


def door(scan_pass: ScanPass) -> str:
    return f"/scanner/pass/{show_pass(scan_pass=scan_pass, at=NOW)}/"


def text(answer: object) -> str:
    return bytes(answer.content).decode()  # type: ignore[attr-defined]


def test_name_and_pin_open_the_scanner_of_this_gate(world: World, scan_pass: ScanPass) -> None:
    phone = Client()
    where = door(scan_pass)
    assert "東側門" in text(phone.get(where)) and not Station.objects.exists()
    answer = phone.post(where, {"helper_name": "林小華", "pin": scan_pass.pin})
    station = Station.objects.get()
    assert f'data-station="{station.public_id}"' in text(answer) and "no-store" in answer["Cache-Control"]
    cookie = answer.cookies["hefa-gate"]
    assert cookie["httponly"] and cookie["path"] == "/scanner/gate/"
    page = phone.get("/scanner/gate/")
    html = text(page)
    assert f'data-offering="{world.offering.public_id}"' in html and 'data-station-url=""' in html
    assert "camera=(self)" in page["Permissions-Policy"] and "'wasm-unsafe-eval'" in page["Content-Security-Policy"]
    assert 'data-opens="search-panel" hidden' in html and "may-not-undo" in html


def test_a_phone_for_several_offerings_chooses_among_them_and_scans_no_other(world: World) -> None:
    second = an_offering(world.activity, number=2)
    plan = PassPlan("東側門", (), NOW - HOUR, NOW + HOUR, 2)
    made = make_pass(offerings=[world.offering, second], plan=plan, officer=world.alice, at=NOW)
    phone = Client()
    html = text(phone.post(door(made), {"helper_name": "林小華", "pin": made.pin}))
    both = [str(world.offering.public_id), str(second.public_id)]
    assert f'data-offerings="{",".join(both)}"' in html
    choice = text(phone.get("/scanner/gate/"))
    assert all(f'href="/scanner/gate/{one}/"' in choice for one in both)
    for here, there in (both, both[::-1]):
        scanner = text(phone.get(f"/scanner/gate/{here}/"))
        assert f'data-offering="{here}"' in scanner and f'href="/scanner/gate/{there}/"' in scanner
    foreign = world.other_offering
    assert phone.get(f"/scanner/gate/{foreign.public_id}/").status_code == 404
    assert Client().get(f"/scanner/gate/{both[0]}/").status_code == 403

    secret = html.partition('data-secret="')[2].partition('"')[0]
    station = Station.objects.get()
    gate = Gate(station, base64.urlsafe_b64decode(secret + "="), world.offering)
    code = static_text(a_walk_in(1).code)
    scans = [told(gate, code=code, offering=str(one.public_id), seq=n) for n, one in enumerate((second, foreign))]
    answer = phone.post(
        "/api/scan/v1/scans", batch(gate, *scans), "application/json", headers={"Authorization": gate.authorization}
    )
    assert [result["verdict"] for result in answer.json()["results"]] == ["AWARDED", "REFUSED"]
    assert [award.offering for award in Award.objects.all()] == [second]
    packs = [
        phone.get(f"/api/scan/v1/offerings/{one}/pack", headers={"Authorization": gate.authorization}).status_code
        for one in (*both, foreign.public_id)
    ]
    assert packs == [200, 200, 404]


def test_what_was_cancelled_is_said_and_not_opened_from_the_choice(world: World) -> None:
    second = an_offering(world.activity, number=2)
    plan = PassPlan("東側門", (), NOW - HOUR, NOW + HOUR, 2)
    made = make_pass(offerings=[world.offering, second], plan=plan, officer=world.alice, at=NOW)
    phone = Client()
    phone.post(door(made), {"helper_name": "林小華", "pin": made.pin})
    cancel_offering(offering=second, reason="颱風", officer=world.alice, at=NOW)
    choice = text(phone.get("/scanner/gate/"))
    assert "已取消" in choice and f"/scanner/gate/{second.public_id}/" not in choice


@pytest.mark.control("T10")
def test_a_helper_opens_no_other_page(world: World, scan_pass: ScanPass) -> None:
    phone = Client()
    phone.post(door(scan_pass), {"helper_name": "林小華", "pin": scan_pass.pin})
    for where in ("/backoffice/", "/scanner/", f"/scanner/{world.offering.public_id}/"):
        assert phone.get(where)["Location"].startswith("/login/")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"helper_name": "", "pin": "000000"}, "請輸入姓名。"),
        ({"helper_name": "林小華", "pin": ""}, "請輸入 PIN 碼。"),
        ({"helper_name": "林小華", "pin": "abc"}, "PIN 碼不正確"),
        ({"helper_name": "\u202e林", "pin": "RIGHT"}, "姓名含有無法使用的字元。"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_what_is_wrong_is_told(scan_pass: ScanPass, typed: dict[str, str], told: str) -> None:
    sent = typed | {"pin": typed["pin"].replace("RIGHT", scan_pass.pin)}
    assert told in text(Client().post(door(scan_pass), sent))
    assert not Station.objects.exists()


def test_five_guesses_end_the_link_in_words(scan_pass: ScanPass) -> None:
    where, phone = door(scan_pass), Client()
    wrong = {"helper_name": "林小華", "pin": "x"}
    assert [phone.post(where, wrong).status_code for _ in range(6)] == [200] * 5 + [403]
    assert phone.post(where, {"helper_name": "林小華", "pin": scan_pass.pin}).status_code == 403


def test_after_the_end_the_page_says_so(world: World, scan_pass: ScanPass, hour: Traveller) -> None:
    phone = Client()
    phone.post(door(scan_pass), {"helper_name": "林小華", "pin": scan_pass.pin})
    revoke_pass(scan_pass=scan_pass, officer=world.alice, at=NOW)
    for answer in (phone.get("/scanner/gate/"), Client().get("/scanner/gate/")):
        assert answer.status_code == 403 and "掃描授權已到期" in text(answer)
    phone.cookies["hefa-gate"] = "forged"
    assert phone.get("/scanner/gate/").status_code == 403


def test_a_phone_tells_of_itself_and_gets_the_time(world: World, scan_pass: ScanPass) -> None:
    phone = Client()
    html = text(phone.post(door(scan_pass), {"helper_name": "林小華", "pin": scan_pass.pin}))
    secret = html.partition('data-secret="')[2].partition('"')[0]
    station = Station.objects.get()
    answer = heartbeat_over_http(f"Station {station.public_id}.{secret}", unsent=3, now_dev=NOW + timedelta(seconds=9))
    station.refresh_from_db()
    assert answer.status_code == 200 and set(answer.json()) == {"mark", "server_time"}
    assert (station.unsent, station.clock_offset_ms, station.last_seen_at) == (3, 9000, NOW)
    far = heartbeat_over_http(f"Station {station.public_id}.{secret}", unsent=0, now_dev=NOW.replace(year=2090))
    station.refresh_from_db()
    assert far.status_code == 200 and station.clock_offset_ms == 2**31 - 1
