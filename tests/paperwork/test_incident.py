"""事故影響範圍: who is in it, in which way, and that others are not."""

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from hefa.activities.actions import add_attachment, enrol, open_attachment
from hefa.activities.names import AttachmentKind
from hefa.audit.models import AuditEntry
from hefa.audit.names import SYSTEM, Actor, Verb
from hefa.audit.queries import SEEN, Terms, find_entries
from hefa.awards.actions import revoke_awards
from hefa.awards.models import Award
from hefa.codes.models import PersonalCode
from hefa.codes.queries import static_text
from hefa.learners.actions import look_up
from hefa.learners.models import Learner
from hefa.learners.names import LookUpPurpose
from hefa.paperwork.actions import make_paper
from hefa.paperwork.actions.cards import make_cards
from hefa.paperwork.actions.changes import changes_file
from hefa.paperwork.actions.incident import HEADER, pack_incident
from hefa.paperwork.actions.merging import merge_learners
from hefa.paperwork.actions.year import exempt_member, export_roster, open_proof
from hefa.paperwork.models import Paper, YearMember, YearPaper, YearProof
from hefa.paperwork.names import Purpose
from hefa.paperwork.names.year import Matching, RosterFormat, YearPurpose
from hefa.paperwork.papers import PROFILES
from hefa.paperwork.queries.expected import expected_people
from hefa.paperwork.queries.incident import Incident, affected_by, unnamed_by
from hefa.paperwork.queries.journal import touched_by
from hefa.paperwork.queries.merging import merge_preview
from tests.awards.phone import scan_code
from tests.cast import NOW, Gate, World, a_gate, a_walk_in, an_id, olga
from tests.paperwork.rosters import TODAY, a_member, a_roster

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


@pytest.mark.control("T19", "個資法 §12")
def test_an_export_and_an_account_name_whom_they_took_out_or_opened(world: World, gate: Gate) -> None:
    paper = export(world)
    assert ways(Incident(*WINDOW, paper=paper.public_id)) == {FIRST: {"exported"}, SECOND: {"exported"}}
    by_alice = ways(Incident(*WINDOW, account=world.alice.account.public_id))
    assert by_alice == {FIRST: {"opened", "exported", "scanned"}, SECOND: {"opened", "exported", "scanned"}}
    assert ways(Incident(*WINDOW, account=world.bob.account.public_id)) == {}


@pytest.mark.control("T19", "個資法 §12")
def test_an_account_names_whose_hours_it_changed(world: World, gate: Gate) -> None:
    award = Award.objects.order_by("pk")[0]
    versions = {award.public_id: award.version}
    revoke_awards(offering=world.offering, versions=versions, reason="誤刷", officer=world.bob, at=NOW)
    assert ways(Incident(*WINDOW, account=world.bob.account.public_id)) == {FIRST: {"changed"}}


def test_an_account_names_whom_it_looked_at_once_with_how_often(world: World, gate: Gate) -> None:
    by = Actor.account(world.bob.account.public_id)
    for minute in (5, 1, 9):
        look_up(
            national_id=an_id(3), purpose=LookUpPurpose.LOST, actor=by, organiser_id=None,
            at=NOW + timedelta(minutes=minute),
        )  # fmt: skip
    (one,) = affected_by(Incident(*WINDOW, account=world.bob.account.public_id))
    assert (one.name, one.last4, one.how, one.times) == ("王小明", THIRD, "seen", 3)
    assert (one.first, one.last) == (NOW + timedelta(minutes=1), NOW + timedelta(minutes=9))


def test_whoever_was_merged_into_another_is_named_once(world: World, gate: Gate) -> None:
    first, second = Learner.objects.order_by("pk")[:2]
    by, mark = olga().account, merge_preview(first, second).mark
    merge_learners(kept=first, gone=second, mark=mark, proven=None, reason="換發新式統一證號", by=by, at=NOW)
    (one,) = affected_by(Incident(*WINDOW, station=gate.station.public_id))
    assert (one.person, one.how, one.times) == (first.public_id, "scanned", 2)


def test_an_exported_roster_names_people_who_are_no_learners(world: World) -> None:
    roster = a_roster(world)
    member = a_member(world, roster, 7, "林一")
    export_roster(
        roster=roster, file_format=RosterFormat.CSV, purpose=YearPurpose.URGE, purpose_note="", officer=world.alice,
        on=TODAY, at=NOW,
    )  # fmt: skip
    paper, account = YearPaper.objects.get().public_id, world.alice.account.public_id
    for incident in (Incident(*WINDOW, paper=paper), Incident(*WINDOW, account=account)):
        (one,) = affected_by(incident)
        assert (one.person, one.name, one.last4, one.how) == (member.public_id, "林一", an_id(7).last4, "exported")


def test_a_window_alone_names_everybody_who_was_touched_in_it(world: World, gate: Gate) -> None:
    export(world)
    look_up(national_id=an_id(3), purpose=LookUpPurpose.LOST, actor=SYSTEM, organiser_id=None, at=NOW)
    assert ways(Incident(*WINDOW)) == {
        FIRST: {"opened", "exported"},
        SECOND: {"opened", "exported"},
        THIRD: {"seen"},
    }


@pytest.mark.control("T23")
def test_the_command_writes_a_file_for_its_owner_alone_without_whole_numbers(
    world: World, gate: Gate, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = tmp_path / "pack.zip"
    told = ("--since", "2026-11-24T08:00", "--until", "2026-11-24T12:00", "--station", str(gate.station.public_id))
    call_command("incident_pack", *told, "--purpose", "手機遺失", str(where))
    assert where.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(where) as pack:
        names = {name: pack.read(name) for name in pack.namelist()}
    assert "受影響人數：2" in names["封面.txt"].decode("utf-8-sig") and "第12條" in names["通知函草稿.txt"].decode()
    header, *rows = csv.reader(names["影響範圍.csv"].decode("utf-8-sig").splitlines())
    assert header == list(HEADER) and {tuple(row[1:6]) for row in rows} == {
        ("王○明", f"******{last4}", "掃描點", "姓名（畫面遮蔽）、服務單位、掃描時間", "1") for last4 in (FIRST, SECOND)
    }
    assert "王小明" not in str(names) and FIRST not in capsys.readouterr().out
    entry = AuditEntry.objects.get(verb=Verb.INCIDENT_PACKED)
    assert (entry.facts["people"], entry.facts["purpose"]) == (2, "手機遺失")
    with pytest.raises(CommandError, match="無法寫入檔案"):
        call_command("incident_pack", *told, "--purpose", "手機遺失", str(where))


def _record(world: World) -> None:
    browser = Client()
    browser.force_login(olga(at=NOW).account)
    learner = Learner.objects.order_by("pk")[2]
    for path in (f"learners/learner/{learner.pk}/", f"codes/personalcode/{learner.codes.get().pk}/", "awards/award/"):
        assert browser.get(f"/admin/{path}").status_code == 200


def _cards(world: World) -> None:
    enrol(offering=world.offering, learner=Learner.objects.order_by("pk")[2], unit=None, actor=SYSTEM, at=NOW)
    people = [one for one in expected_people(world.offering) if one.learner.id_last4 == THIRD]
    make_cards(offering=world.offering, people=people, officer=world.alice, at=NOW)


def _proof(world: World) -> None:
    roster, person = a_roster(world), Learner.objects.order_by("pk")[2]
    member = a_member(world, roster, 3)
    settled = {"matching": Matching.CHOSEN, "learner": person, "settled_at": NOW, "settled_by": world.alice.account}
    YearMember.objects.filter(pk=member.pk).update(**settled)
    exempt_member(member=member, version=1, reason="長期病假", proof=b"%PDF-1.4", officer=world.alice, at=NOW)
    open_proof(proof=YearProof.objects.get(), officer=world.alice, at=NOW)


def _sheet(world: World) -> None:
    scan_code(a_gate(world.bob, world.offering), static_text(PersonalCode.objects.order_by("pk")[2]))
    account = world.alice.account
    sheet = add_attachment(
        offering=world.offering, kind=AttachmentKind.SIGN_IN, content=b"%PDF-1.4", account=account, at=NOW
    )
    open_attachment(attachment=sheet, account=account, at=NOW)


@pytest.mark.control("T19", "個資法 §12")
@pytest.mark.parametrize(
    ("look", "how"),
    [(_record, "seen"), (_cards, "printed"), (_proof, "seen"), (_sheet, "seen")],
    ids=["a record", "cards", "a proof", "a signed sheet"],
)
def test_whoever_was_looked_at_is_named_however_it_was_done(
    world: World, gate: Gate, hour: object, look: Callable[[World], None], how: str
) -> None:
    look(world)
    assert how in ways(Incident(*WINDOW))[THIRD]
    about = touched_by([Learner.objects.order_by("pk")[2]])
    terms = Terms(about=about, verbs=tuple(str(verb) for verb in SEEN))
    assert find_entries(terms, within=None, size=1).entries, "the audit's search finds the look as well"


def test_the_cover_tells_of_what_no_record_names(world: World, gate: Gate, hour: object) -> None:
    _record(world)
    changes_file(rows=(), officer=world.alice, at=NOW)
    assert unnamed_by(Incident(*WINDOW)) == {"下載匯出後異動清單": 1, "檢視資料紀錄": 1}
    assert unnamed_by(Incident(*WINDOW, account=world.alice.account.public_id)) == {"下載匯出後異動清單": 1}
    assert unnamed_by(Incident(*WINDOW, station=gate.station.public_id)) == {}
    pack = pack_incident(incident=Incident(*WINDOW), purpose="x", actor=SYSTEM, agency="x", site="x", at=NOW)
    with zipfile.ZipFile(io.BytesIO(pack.content)) as packed:
        assert "下載匯出後異動清單：1 次" in packed.read("封面.txt").decode("utf-8-sig")
