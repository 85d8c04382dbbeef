"""事故影響範圍: who is in it, in which way, and that others are not."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from hefa.audit.models import AuditEntry
from hefa.audit.names import SYSTEM, Verb
from hefa.codes.queries import static_text
from hefa.learners.actions import look_up
from hefa.learners.names import LookUpPurpose
from hefa.paperwork.actions import make_paper
from hefa.paperwork.models import Paper
from hefa.paperwork.names import Purpose
from hefa.paperwork.papers import PROFILES
from hefa.paperwork.queries.incident import Incident, affected_by
from tests.awards.phone import scan_code
from tests.cast import NOW, Gate, World, a_gate, a_walk_in, an_id, olga

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
WINDOW = (NOW - HOUR, NOW + HOUR)


@pytest.fixture
def gate(world: World) -> Gate:
    """Persons 1 and 2 were scanned at it; person 3 has a code and was never touched."""
    made = a_gate(world.alice, world.offering)
    for number in (1, 2):
        scan_code(made, static_text(a_walk_in(number).code))
    a_walk_in(3)
    return made


def ways(incident: Incident) -> dict[str, set[str]]:
    """The ways by the last four of the person."""
    found: dict[str, set[str]] = {}
    for one in affected_by(incident):
        found.setdefault(one.last4, set()).add(one.how)
    return found


def export(world: World) -> Paper:
    return make_paper(
        offering=world.offering, profile=PROFILES["ecpa-hours-25"], purpose=Purpose.ECPA, purpose_note="", left_out=(),
        officer=world.alice, at=NOW,
    ).paper  # fmt: skip


FIRST, SECOND, THIRD = (an_id(number).last4 for number in (1, 2, 3))


@pytest.mark.control("個資法 §12")
def test_a_station_names_whom_it_scanned_in_the_window_alone(world: World, gate: Gate) -> None:
    station = gate.station.public_id
    assert ways(Incident(*WINDOW, station=station)) == {FIRST: {"scanned"}, SECOND: {"scanned"}}
    assert ways(Incident(NOW + HOUR, NOW + 2 * HOUR, station=station)) == {}
    assert ways(Incident(*WINDOW, station=a_gate(world.bob, world.offering).station.public_id)) == {}


@pytest.mark.control("個資法 §12")
def test_an_export_and_an_account_name_whom_they_took_out_or_opened(world: World, gate: Gate) -> None:
    paper = export(world)
    assert ways(Incident(*WINDOW, paper=paper.public_id)) == {FIRST: {"exported"}, SECOND: {"exported"}}
    by_alice = ways(Incident(*WINDOW, account=world.alice.account.public_id))
    assert by_alice == {FIRST: {"opened", "exported"}, SECOND: {"opened", "exported"}}
    assert ways(Incident(*WINDOW, account=world.bob.account.public_id)) == {}


def test_a_window_alone_names_everybody_who_was_touched_in_it(world: World, gate: Gate) -> None:
    export(world)
    look_up(national_id=an_id(3), purpose=LookUpPurpose.LOST, actor=SYSTEM, organiser_id=None, at=NOW)
    assert ways(Incident(*WINDOW)) == {
        FIRST: {"opened", "exported"},
        SECOND: {"opened", "exported"},
        THIRD: {"seen"},
    }


def test_the_command_writes_a_file_for_its_owner_alone_without_whole_numbers(
    world: World, gate: Gate, tmp_path: Path
) -> None:
    where = tmp_path / "pack.zip"
    told = ("--since", "2026-11-24T08:00", "--until", "2026-11-24T12:00", "--station", str(gate.station.public_id))
    call_command("incident_pack", *told, "--purpose", "手機遺失", str(where))
    assert where.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(where) as pack:
        names = {name: pack.read(name) for name in pack.namelist()}
    assert "受影響人數：2" in names["封面.txt"].decode("utf-8-sig") and "第12條" in names["通知函草稿.txt"].decode()
    with zipfile.ZipFile(io.BytesIO(names["影響範圍.xlsx"])) as book:
        cells = book.read("xl/sharedStrings.xml").decode()
    assert f"******{FIRST}" in cells and f"******{SECOND}" in cells and THIRD not in cells
    assert "王小明" not in cells and an_id(1).value not in cells
    entry = AuditEntry.objects.get(verb=Verb.INCIDENT_PACKED)
    assert (entry.facts["people"], entry.facts["purpose"]) == (2, "手機遺失")
    with pytest.raises(CommandError, match="無法寫入檔案"):
        call_command("incident_pack", *told, "--purpose", "手機遺失", str(where))


def test_an_operator_packs_for_a_purpose_and_nobody_else(world: World, gate: Gate) -> None:
    browser, told = Client(), {"since": "115-11-24", "until": "115-11-24", "purpose": "手機遺失"}
    browser.force_login(olga(at=NOW).account)
    assert "請填寫用途" in browser.post("/operator/incident/", told | {"purpose": ""}).content.decode()
    answer = browser.post("/operator/incident/", told | {"station": str(gate.station.public_id)})
    assert answer["Content-Type"] == "application/zip" and answer.content[:2] == b"PK"
    assert AuditEntry.objects.filter(verb=Verb.INCIDENT_PACKED).count() == 1
