"""現場登錄 over HTTP: whoever comes without a code is told by hand, and nothing is learned of anybody by it."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client, override_settings

from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.awards.actions import EnteredRow, enter_by_hand, settle_review
from hefa.awards.actions.pausing import BAD_ONES_A_MINUTE
from hefa.awards.models import Award, Review, Scan
from hefa.awards.names import Assurance, AwardSource, AwardState, ScanSource, Settlement
from hefa.codes.queries import static_text
from hefa.learners.models import Learner
from hefa.organisers.names import Duty
from hefa.stations.names import Right
from tests.cast import NOW, Gate, World, a_gate, a_walk_in, an_id, an_officer, batch, told
from tests.door import scan_over_http

pytestmark = pytest.mark.django_db
API = "/api/scan/v1/"


@pytest.fixture
def gate(world: World) -> Gate:
    return a_gate(world.alice, world.offering)


def post(gate: Gate, where: str, body: Mapping[str, object]) -> Any:
    return Client().post(
        API + where,
        json.dumps(body),
        content_type="application/json",
        headers={"Authorization": gate.authorization},
    )


def tell(gate: Gate, number: int | str = 1, *, name: str = "王小明", unit: str = "none") -> Any:
    typed = number if isinstance(number, str) else an_id(number).value
    return post(gate, "walk-ins", {"name": name, "number": typed, "unit": unit})


def words(answer: Any) -> str:
    """The JSON of an answer with its characters as they are."""
    return json.dumps(answer.json(), ensure_ascii=False)


def award(gate: Gate, ref: str) -> dict[str, Any]:
    item = told(gate, learner_ref=ref, source="hand")
    [result] = post(gate, "scans", batch(gate, item)).json()["results"]
    return dict(result)


def test_somebody_told_by_hand_earns_the_hours(gate: Gate, world: World) -> None:
    answer = tell(gate, 1, name=" 李喆堃 ", unit=world.green_water.code.lower())
    assert answer.status_code == 200 and set(answer.json()) == {"learner_ref"}
    result = award(gate, answer.json()["learner_ref"])
    assert (result["verdict"], result["flags"]) == ("AWARDED", [])
    assert result["learner"] == {"name": "李喆堃", "unit": world.green_water.name}
    made = Award.objects.get()
    assert (made.source, made.assurance, made.state) == (AwardSource.HAND, Assurance.HAND, AwardState.REVIEWED)
    assert (made.unit, made.station) == (world.green_water, gate.station)
    assert made.code is None and made.entered_name is None
    assert Scan.objects.get().source == ScanSource.HAND
    assert AuditEntry.objects.filter(verb=Verb.LEARNER_ENTERED, actor_id=gate.station.public_id).count() == 1


@override_settings(HEFA_HAND_ROWS_ALONE=2)
def test_beyond_some_rows_of_one_officer_at_all_gates_and_the_desk_another_confirms(world: World) -> None:
    gates = [a_gate(world.alice, world.offering) for _ in range(2)]
    row = EnteredRow(national_id=an_id(9), name="何冠廷", unit_id=None)
    enter_by_hand(offering=world.offering, rows=[row], alone=2, officer=world.alice, at=NOW)
    for number in (1, 2):
        assert award(gates[number - 1], tell(gates[number - 1], number).json()["learner_ref"])["verdict"] == "AWARDED"
    assert [one.state for one in Award.objects.order_by("pk")] == [
        AwardState.REVIEWED, AwardState.REVIEWED, AwardState.WAITING,
    ]  # fmt: skip
    waiting = Award.objects.latest("pk")
    assert waiting.needs_second_officer and waiting.entered_by == world.alice.account
    bob = a_gate(world.bob, world.offering)
    award(bob, tell(bob, 3).json()["learner_ref"])
    assert Award.objects.latest("pk").state == AwardState.REVIEWED
    scan_over_http(gates[0], static_text(a_walk_in(4).code))
    assert Award.objects.latest("pk").state == AwardState.REVIEWED, "a code is no row by hand"


def test_a_known_number_under_another_name_looks_like_any_other_to_the_helper(gate: Gate, world: World) -> None:
    a_walk_in(1, name="王小明", unit=world.green_water)
    known, unknown = tell(gate, 1, name="林大同"), tell(gate, 2, name="林大同")
    assert (known.status_code, set(known.headers)) == (unknown.status_code, set(unknown.headers))
    assert len(known.content) == len(unknown.content)
    results = [award(gate, answer.json()["learner_ref"]) for answer in (known, unknown)]
    for result in results:
        assert (result["verdict"], result["flags"], result["reasons"]) == ("AWARDED", [], [])
        assert result["learner"] == {"name": "林大同", "unit": ""}
    first, second = Award.objects.order_by("pk")
    assert (first.state, first.entered_name, first.unit) == (AwardState.NAME_DIFFERS, "林大同", None)
    assert second.state == AwardState.REVIEWED and second.entered_name is None
    assert Learner.objects.get(pk=first.learner_id).name == "王小明"


def test_the_gate_is_never_told_the_name_on_record(gate: Gate, world: World) -> None:
    a_walk_in(1, name="王小明")
    ref = tell(gate, 1, name="林大同").json()["learner_ref"]
    item = told(gate, learner_ref=ref, source="hand")
    answers = [post(gate, "scans", batch(gate, item)) for _ in range(2)]
    answers.append(post(gate, "scans", batch(gate, told(gate, learner_ref=ref, source="hand", seq=2))))
    answers.append(post(gate, f"offerings/{world.offering.public_id}/search", {"last4": an_id(1).last4}))
    where = f"{API}offerings/{world.offering.public_id}/list"
    answers.append(Client().get(where, headers={"Authorization": gate.authorization}))
    assert answers[1].json()["results"][0]["replayed"] is True
    assert answers[2].json()["results"][0]["reason"] == "ALREADY_AWARDED"
    for answer in answers:
        assert "林大同" in words(answer)
        for secret in ("王小明", "NAME_DIFFERS", "姓名不符"):
            assert secret not in words(answer)


def test_whoever_has_the_hours_is_told_so_under_the_name_that_was_typed(gate: Gate) -> None:
    scan_over_http(gate, static_text(a_walk_in(1).code))
    result = award(gate, tell(gate, 1).json()["learner_ref"])
    assert (result["reason"], result["learner"]["name"]) == ("ALREADY_AWARDED", "王小明")
    assert Award.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "請輸入身分證統一編號"),
        ("A12345678", "格式不正確"),
        ("A123456788", "檢查碼不正確"),
        ("王小明", "格式不正確"),
        ("' OR 1=1 --", "格式不正確"),
    ],
)
def test_a_number_that_is_none_is_told_in_words_and_never_repeated(gate: Gate, typed: str, sentence: str) -> None:
    answer = tell(gate, typed)
    assert (answer.status_code, answer.json()["reason"]) == (422, "NUMBER")
    assert sentence in answer.json()["message"] and (not typed or typed not in words(answer))
    assert not Learner.objects.exists()


@pytest.mark.parametrize("name", ["", " ", "A123456789", "王\u200b小明", "字" * 101])
def test_a_name_that_is_none_is_told_in_words(gate: Gate, name: str) -> None:
    answer = tell(gate, 1, name=name)
    assert (answer.status_code, answer.json()["reason"]) == (422, "NAME")
    assert answer.json()["message"] and not Learner.objects.exists()


@pytest.mark.parametrize("unit", ["", "355000000X", "綠水縣"])
def test_a_unit_that_is_not_there_is_told_so(gate: Gate, unit: str) -> None:
    answer = tell(gate, 1, unit=unit)
    assert (answer.status_code, answer.json()["reason"]) == (422, "UNIT")
    assert not Learner.objects.exists()


def test_numbers_as_a_chinese_keyboard_writes_them(gate: Gate) -> None:
    wide = "".join(chr(ord(one) + 0xFEE0) for one in an_id(1).value.lower())
    assert award(gate, tell(gate, wide).json()["learner_ref"])["verdict"] == "AWARDED"


@pytest.mark.parametrize("body", [{}, {"name": "x"}, {"name": "\x00", "number": "1", "unit": "none"}, {"name": 1}])
def test_a_malformed_request_is_told_so(gate: Gate, body: dict[str, object]) -> None:
    answer = post(gate, "walk-ins", body)
    assert (answer.status_code, answer.json()["reason"]) == (422, "MALFORMED")


def test_a_station_needs_the_right_which_comes_with_the_officers_duty(world: World) -> None:
    scanning = an_officer("eve", world.organiser, duties=(Duty.SCAN,))
    gate = a_gate(scanning, world.offering)
    assert Right.HAND not in gate.station.rights
    for answer in (tell(gate), post(gate, "units", {"text": "綠水"})):
        assert (answer.status_code, answer.json()["reason"]) == (403, "NO_RIGHT")
    assert not Learner.objects.exists()


def test_a_right_that_was_taken_away_counts_for_the_scan_too(gate: Gate) -> None:
    ref = tell(gate).json()["learner_ref"]
    gate.station.rights.remove(Right.HAND)
    gate.station.save()
    assert award(gate, ref)["reason"] == "NO_RIGHT"


def test_a_reference_is_good_for_thirty_minutes_of_scanning_at_its_own_station(gate: Gate, world: World) -> None:
    ref = tell(gate).json()["learner_ref"]
    other = a_gate(world.bob, world.offering)
    item = told(other, learner_ref=ref, source="hand")
    assert post(other, "scans", batch(other, item)).json()["results"][0]["reason"] == "UNKNOWN_CODE"
    later = NOW + timedelta(minutes=31)
    with time_machine.travel(later, tick=False):
        item = told(gate, learner_ref=ref, source="hand", at=later)
        assert post(gate, "scans", batch(gate, item, at=later)).json()["results"][0]["reason"] == "UNKNOWN_CODE"


def test_a_scan_of_somebody_that_waited_for_the_network_is_not_lost(gate: Gate) -> None:
    ref = tell(gate).json()["learner_ref"]
    later = NOW + timedelta(hours=1)
    with time_machine.travel(later, tick=False):
        sent = batch(gate, told(gate, learner_ref=ref, source="hand"), at=later) | {"now_mono": 5000.0 + 3_600_000}
        assert post(gate, "scans", sent).json()["results"][0]["verdict"] == "AWARDED"


def test_bad_numbers_count_as_bad_codes_do(gate: Gate) -> None:
    half = BAD_ONES_A_MINUTE // 2
    for _ in range(half):
        assert tell(gate, "A123456788").status_code == 422
    for seq in range(half):
        scan_over_http(gate, "no code of ours", seq=seq)
    assert AuditEntry.objects.filter(verb=Verb.NUMBER_REFUSED, actor_id=gate.station.public_id).count() == half
    for answer in (tell(gate, "A123456788"), tell(gate, 1)):
        assert (answer.status_code, answer.json()["reason"]) == (429, "TOO_MANY_BAD_CODES")
    assert not Learner.objects.exists()
    with time_machine.travel(NOW + timedelta(minutes=2), tick=False):
        assert tell(gate, 1).status_code == 200


def test_an_empty_number_is_no_guess(gate: Gate) -> None:
    tell(gate, "")
    assert not AuditEntry.objects.filter(verb=Verb.NUMBER_REFUSED).exists()


def test_outside_the_window_an_officer_is_asked_and_sees_what_was_typed(gate: Gate, world: World) -> None:
    a_walk_in(1, name="王小明", unit=world.blue_hill)
    early = world.offering.starts_at - timedelta(hours=3)
    with time_machine.travel(early, tick=False):
        gate = a_gate(world.alice, world.offering, at=early)
        ref = tell(gate, 1, name="林大同", unit=world.green_water.code).json()["learner_ref"]
        item = told(gate, learner_ref=ref, source="hand", at=early)
        [result] = post(gate, "scans", batch(gate, item, at=early)).json()["results"]
    assert (result["verdict"], result["learner"]["name"]) == ("REVIEW", "林大同")
    review = Review.objects.get()
    assert (review.told_name, review.told_unit) == ("林大同", world.green_water)
    settle_review(review=review, settlement=Settlement.AWARDED, reason="提早報到", officer=world.bob, at=NOW)
    made = Award.objects.get()
    assert (made.state, made.entered_name, made.unit) == (AwardState.NAME_DIFFERS, "林大同", world.green_water)


def test_units_are_found_by_name_and_code(gate: Gate, world: World) -> None:
    found = {"code": world.green_water.code, "name": world.green_water.name, "parent": ""}
    for text in ("綠水", "355000"):
        assert post(gate, "units", {"text": text}).json() == {"units": [found], "more": False}
    for text in ("", "沒有這個機關"):
        assert post(gate, "units", {"text": text}).json() == {"units": [], "more": False}
    assert Client().get(API + "units", headers={"Authorization": gate.authorization}).status_code == 405


def test_without_a_credential_nothing_is_told(gate: Gate) -> None:
    answer = Client().post(API + "walk-ins", {}, content_type="application/json")
    assert (answer.status_code, answer.json()["reason"]) == (401, "UNKNOWN_STATION")


def test_the_page_has_the_button_for_officers_who_record(alice: Client, world: World) -> None:
    where, button = f"/scanner/{world.offering.public_id}/", 'data-opens="walk-in-panel">現場登錄'
    assert button in alice.get(where).content.decode()
    scanning = Client()
    scanning.force_login(an_officer("eve", world.organiser, duties=(Duty.SCAN,)).account)
    assert button not in scanning.get(where).content.decode()
