"""What a logout left encrypted on a phone: any officer who opens the scanner on it carries it in."""

from io import BytesIO

import pytest
from django.test import Client

from hefa.audit.models import AuditEntry
from hefa.awards.models import Award, Review, Scan
from hefa.codes.queries import static_text
from tests.awards.poison import poisoned
from tests.cast import World, a_gate, a_walk_in, told
from tests.rescuing import rescue_file

pytestmark = pytest.mark.django_db
DOOR = "/scanner/rescue/"


def a_file(world: World, *besides: object) -> BytesIO:
    gate = a_gate(world.alice, world.offering)
    return rescue_file(gate, told(gate, code=static_text(a_walk_in(1, name="林一").code)), *besides)


def test_the_scans_are_worked_once_and_nothing_personal_is_told(charlie: Client, world: World) -> None:
    file = a_file(world)
    for _ in range(2):
        file.seek(0)
        answer = charlie.post(DOOR, {"file": file})
        assert (answer.status_code, answer.json()) == (200, {"scans": 1, "unreadable": 0})
    assert Award.objects.count() == Scan.objects.count() == 1
    carriers = AuditEntry.objects.filter(verb="scans_carried").values_list("actor_id", "organiser_id")
    assert set(carriers) == {(world.charlie.account.public_id, world.organiser.public_id)}


def test_what_cannot_be_read_is_counted(alice: Client, world: World) -> None:
    assert alice.post(DOOR, {"file": a_file(world, "nonsense")}).json() == {"scans": 1, "unreadable": 1}


def test_a_scan_that_fails_is_tried_five_times_at_once_for_nobody_brings_the_file_again(
    alice: Client, world: World
) -> None:
    gate, code = a_gate(world.alice, world.offering), a_walk_in(1).code
    sound = told(gate, code=static_text(a_walk_in(2, name="林一").code), seq=2)
    file = rescue_file(gate, told(gate, code=static_text(code)), sound)
    with poisoned(code):
        assert alice.post(DOOR, {"file": file}).json() == {"scans": 2, "unreadable": 0}
    assert Award.objects.count() == 1 and Review.objects.count() == 1


def test_a_file_whose_scans_have_no_verdict_stays_on_the_phone(alice: Client, world: World) -> None:
    file = a_file(world)
    with poisoned(None, "scan"):
        answer = alice.post(DOOR, {"file": file})
    assert (answer.status_code, answer.json()["message"]) == (503, "已暫存，稍後自動重送")
    file.seek(0)
    assert alice.post(DOOR, {"file": file}).status_code == 200 and Award.objects.count() == 1


@pytest.mark.parametrize("sent", [{}, {"file": "text"}, {"file": BytesIO(b"HRF1")}], ids=["none", "text", "broken"])
def test_no_rescue_file(alice: Client, sent: dict[str, object]) -> None:
    answer = alice.post(DOOR, sent)
    assert (answer.status_code, answer.json()["reason"]) == (422, "broken")


def test_a_paused_station_waits(alice: Client, world: World) -> None:
    gate = a_gate(world.alice, world.offering)
    answer = alice.post(DOOR, {"file": rescue_file(gate, *(told(gate, code_hash=f"{n:064x}") for n in range(201)))})
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")


def test_others_are_turned_away(dora: Client, alice: Client, world: World) -> None:
    for browser, status in ((Client(), 403), (dora, 403)):
        answer = browser.post(DOOR, {"file": a_file(world)})
        assert answer.status_code == status and answer.json()["message"]
    assert alice.get(DOOR).status_code == 405 and not Scan.objects.exists()
