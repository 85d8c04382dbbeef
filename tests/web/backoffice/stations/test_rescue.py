"""上傳救援檔: what a phone could not send comes in by an officer's hand, once, under the station that scanned it."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from time_machine import Traveller

from hefa.audit.models import AuditEntry
from hefa.audit.names import ActorKind
from hefa.awards.models import Award, Scan
from hefa.awards.names import ClockQuality, Flag, Refusal
from hefa.awards.rules.items import write_mark
from hefa.codes.queries import static_text
from hefa.keys.ring import ring
from hefa.stations.actions import revoke_station
from tests.cast import NOW, Gate, World, a_gate, a_walk_in, told
from tests.rescuing import rescue_file, sealed
from tests.web.backoffice.conftest import address

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)


@pytest.fixture
def gate(world: World) -> Gate:
    return a_gate(world.alice, world.offering)


def text(answer: object) -> str:
    return re.sub(r"</?span[^>]*>", "", bytes(answer.content).decode())  # type: ignore[attr-defined]


def code(number: int, name: str) -> str:
    return static_text(a_walk_in(number, name=name).code)


def send(browser: Client, world: World, file: BytesIO | None) -> str:
    return text(browser.post(address(world, "stations/rescue/"), {"file": file} if file else {}))


def test_a_file_is_worked_under_its_station_and_twice_changes_nothing(
    bob: Client, world: World, gate: Gate, hour: Traveller
) -> None:
    """The station ended more than seven days ago: a file is the way that is left."""
    scan, twin = code(1, "李喆堃"), code(2, "林一")
    items = [
        told(gate, code=scan),
        told(gate, code=scan, seq=2),
        told(gate, code=twin, seq=3, local="refused:VOIDED_CODE"),
        told(gate, code_hash="ab" * 32, seq=4),
    ]
    revoke_station(station=gate.station, officer=world.alice, at=NOW + timedelta(hours=1))
    hour.move_to(LATER, tick=False)
    html = send(bob, world, rescue_file(gate, *items))
    assert "共 4 筆：核發 1、已登錄 1、待確認 1、未核發 1" in html
    assert "李喆堃" in html and "掃描點： 大門" in html and "先前已上傳" not in html
    award = Award.objects.get()
    assert award.station == gate.station and Flag.LATE_UPLOAD in award.flags
    carried = AuditEntry.objects.get(verb="scans_carried")
    assert (carried.actor_kind, carried.actor_id) == (ActorKind.ACCOUNT, world.bob.account.public_id)
    assert (carried.subject_id, carried.organiser_id) == (gate.station.public_id, world.organiser.public_id)
    assert carried.facts == {"scans": 4}

    again = send(bob, world, rescue_file(gate, *items))
    assert "共 4 筆：核發 1、已登錄 1、待確認 1、未核發 1" in again and "其中 4 筆先前已上傳" in again
    assert (Award.objects.count(), Scan.objects.count()) == (1, 4)


def test_a_scan_counts_when_the_phones_clocks_say_it_was_made(
    alice: Client, world: World, gate: Gate, hour: Traveller
) -> None:
    """Ten minutes after a mark, by a phone whose clock is an hour fast; the second scan has no mark."""
    boot, made = uuid4(), NOW + timedelta(minutes=10)
    mark = write_mark(ring("mark").current[1], station=gate.station.public_id, boot=boot, at=NOW)
    wall: dict[str, Any] = {"t_dev": (made + timedelta(hours=1)).isoformat(), "boot": str(boot), "t_mono": 601_000.0}
    items = (
        told(gate, code=code(1, "李喆堃"), mark=mark, mark_mono=1000.0, **wall),
        told(gate, code=code(2, "林一"), seq=2, **wall),
    )
    hour.move_to(NOW + timedelta(days=1), tick=False)
    send(alice, world, rescue_file(gate, *items, offset_ms=3_600_000))
    told_at = list(Scan.objects.order_by("seq").values_list("effective_at", "clock_quality"))
    assert told_at == [(made, ClockQuality.LOW), (made, ClockQuality.LOW)]


def test_a_mark_and_a_good_clock_are_believed(alice: Client, world: World, gate: Gate, hour: Traveller) -> None:
    boot, made = uuid4(), NOW + timedelta(minutes=10)
    mark = write_mark(ring("mark").current[1], station=gate.station.public_id, boot=boot, at=NOW)
    scan = told(gate, code=code(1, "林一"), at=made, boot=str(boot), t_mono=601_000.0, mark=mark, mark_mono=1000.0)
    hour.move_to(NOW + timedelta(days=1), tick=False)
    send(alice, world, rescue_file(gate, scan, offset_ms=None))
    assert Scan.objects.values_list("effective_at", "clock_quality").get() == (made, ClockQuality.GOOD)


def test_more_scans_than_a_batch_and_a_broken_one_among_them(alice: Client, world: World, gate: Gate) -> None:
    scan = code(1, "林一")
    items: list[object] = [told(gate, code=scan, seq=n) for n in range(201)]
    html = send(alice, world, rescue_file(gate, *items, {"scan_id": "nothing"}, "nonsense"))
    assert "共 201 筆：核發 1、已登錄 200、" in html and "有 2 筆的格式無法讀取" in html
    assert Scan.objects.filter(refusal=Refusal.ALREADY_AWARDED).count() == 200


def test_another_organisers_file_is_left_to_them(charlie: Client, alice: Client, world: World, gate: Gate) -> None:
    theirs = a_gate(world.charlie, world.other_offering)
    assert "不是您的開課單位的掃描" in send(alice, world, rescue_file(theirs, told(theirs, code=code(1, "林一"))))
    mine = rescue_file(gate, told(gate, code=code(1, "林一")))
    assert charlie.post(address(world, "stations/rescue/"), {"file": mine}).status_code == 404
    assert not Scan.objects.exists() and not AuditEntry.objects.filter(verb="scans_carried").exists()


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (lambda gate: None, "請選擇救援檔。"),
        (lambda gate: BytesIO(b""), "這不是本網站的救援檔"),
        (lambda gate: BytesIO(b"PK\x03\x04" * 99), "這不是本網站的救援檔"),
        (lambda gate: BytesIO(rescue_file(gate, {}).getvalue()[:-1]), "這不是本網站的救援檔"),
        (lambda gate: sealed(b"[]"), "這不是本網站的救援檔"),
        (lambda gate: rescue_file(gate), "這不是本網站的救援檔"),
        (lambda gate: rescue_file(gate, {}, secret="A" * 43), "掃描授權無法辨識"),
        (lambda gate: rescue_file(gate, {}, station=str(uuid4())), "掃描授權無法辨識"),
        (lambda gate: _with_kid(rescue_file(gate, {}), 250), "已沒有這個救援檔的金鑰"),
    ],
    ids=["none", "empty", "zip", "cut", "no rescue", "no scans", "wrong secret", "no station", "unknown kid"],
)  # fmt: skip
def test_what_cannot_be_taken_is_told(alice: Client, world: World, gate: Gate, made: object, sentence: str) -> None:
    file = made(gate)  # type: ignore[operator]
    if file is not None:
        file.name = "rescue.hefa"
    html = send(alice, world, file)
    assert sentence in html and "新增掃描點" in html
    assert not Scan.objects.exists()


def test_a_file_full_of_foreign_codes_goes_on_a_minute_later(
    alice: Client, world: World, gate: Gate, hour: Traveller
) -> None:
    items = [told(gate, code_hash=f"{n:064x}", seq=n) for n in range(201)]
    assert "請一分鐘後再上傳一次" in send(alice, world, rescue_file(gate, *items))
    hour.shift(61)
    html = send(alice, world, rescue_file(gate, *items))
    assert "未核發 201" in html and "其中 200 筆先前已上傳" in html


def _with_kid(file: BytesIO, kid: int) -> BytesIO:
    content = file.getvalue()
    return BytesIO(content[:4] + bytes((kid,)) + content[5:])
