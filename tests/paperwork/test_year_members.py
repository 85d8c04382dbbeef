"""年度人員名冊: its people, imported, typed, corrected, exempted, and matched with learners."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection

from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.base.hours import plain
from hefa.paperwork.actions.year import (
    Choice,
    ChosenTwice,
    ImportSettled,
    MemberOvertaken,
    OnRoster,
    ProofKept,
    Settled,
    add_member,
    change_member,
    exempt_member,
    open_proof,
    remove_member,
    restore_member,
    settle_members,
    stage_roster,
    staged_file,
    take_import,
)
from hefa.paperwork.models import YearImport, YearMember, YearProof, YearRoster
from hefa.paperwork.names.year import Match, Matching, Standing
from hefa.paperwork.rules.roster_file import Change
from tests.activities.files import PDF
from tests.cast import NOW, World, an_id
from tests.paperwork.rosters import TODAY, a_member, a_roster, hours_of, progress

pytestmark = pytest.mark.django_db


def test_a_file_is_taken_over_once(world: World) -> None:
    roster = a_roster(world)
    a_member(world, roster, 1)
    content = f"姓名,身分證字號末四碼,到職日,離職日\n王小明,{an_id(1).last4},,115-06-01\n林一,7,,\n林一,x,,\n".encode(
        "utf-8-sig"
    )
    staged = stage_roster(roster=roster, content=content, officer=world.alice, at=NOW)
    assert [one.number for one in staged_file(staged).problems] == [3, 4]
    done = take_import(staged=staged, officer=world.alice, at=NOW)
    assert (done.count(Change.NEW), done.count(Change.CHANGED)) == (1, 1)
    assert [(one.name, one.id_last4, one.left) for one in YearMember.objects.order_by("pk")] == [
        ("王小明", an_id(1).last4, date(2026, 6, 1)),
        ("林一", "0007", None),
    ]
    with pytest.raises(ImportSettled):
        take_import(staged=staged, officer=world.bob, at=NOW)
    assert YearMember.objects.count() == 2 and YearImport.objects.get().content is None
    entry = AuditEntry.objects.get(verb=Verb.YEAR_ROSTER_IMPORTED)
    assert entry.facts == {"added": 1, "changed": 1}


def test_a_person_is_added_once_however_often_the_form_is_sent(world: World) -> None:
    roster = a_roster(world)
    member = a_member(world, roster, 1)
    again = {"roster": roster, "name": "王小明", "joined": None, "left": None, "officer": world.bob, "at": NOW}
    add_member(public_id=member.public_id, id_last4=member.id_last4, **again)  # type: ignore[arg-type]
    with pytest.raises(OnRoster):
        add_member(public_id=uuid4(), id_last4=member.id_last4, **again)  # type: ignore[arg-type]
    assert YearMember.objects.count() == 1


def test_a_person_is_corrected_and_nobody_is_overwritten(world: World) -> None:
    roster = a_roster(world)
    member, other = a_member(world, roster, 1, "王小名"), a_member(world, roster, 2, "林一")
    wanted = {"name": "王小明", "id_last4": member.id_last4, "joined": None, "left": date(2026, 9, 1)}
    change = {"member": member, "officer": world.alice, "at": NOW}
    assert change_member(version=1, **wanted, **change)  # type: ignore[arg-type]
    assert not change_member(version=2, **wanted, **change)  # type: ignore[arg-type]
    with pytest.raises(MemberOvertaken):
        change_member(version=1, **wanted, **change)  # type: ignore[arg-type]
    with pytest.raises(OnRoster):
        change_member(version=2, **{**wanted, "name": "林一", "id_last4": other.id_last4}, **change)  # type: ignore[arg-type]
    assert YearMember.objects.get(pk=member.pk).name == "王小明"


def test_an_exemption_has_a_reason_and_its_proof_stays(world: World) -> None:
    roster = a_roster(world)
    member = a_member(world, roster, 1)
    exempt_member(member=member, version=1, reason="長期病假", proof=PDF, officer=world.alice, at=NOW)
    (row,) = progress(roster).members
    assert (row.standing, row.exempt_reason) == (Standing.EXEMPT, "長期病假") and not row.lacking
    restore_member(member=member, version=2, officer=world.alice, at=NOW)
    assert progress(roster).members[0].standing == Standing.ACTIVE
    proof = YearProof.objects.get()
    assert open_proof(proof=proof, officer=world.alice, at=NOW) == PDF
    assert AuditEntry.objects.filter(verb=Verb.YEAR_PROOF_OPENED, subject_id=proof.public_id).count() == 1
    with pytest.raises(ProofKept):
        remove_member(member=member, version=3, officer=world.alice, at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT content, exempt_reason FROM year_proof, year_member")
        assert b"%PDF" not in bytes(cursor.fetchone()[0])


def test_who_should_never_have_been_on_is_taken_off(world: World) -> None:
    roster = a_roster(world)
    remove_member(member=a_member(world, roster, 1), version=1, officer=world.alice, at=NOW)
    assert not YearMember.objects.exists() and AuditEntry.objects.filter(verb=Verb.YEAR_MEMBER_REMOVED).exists()


def several(world: World) -> YearRoster:
    """A line that fits two people: same name, same last four."""
    roster = a_roster(world)
    twin = next(n for n in range(1001, 99999, 1000) if an_id(n).last4 == an_id(1).last4)
    a_member(world, roster, 1)
    hours_of(world, 1, hours="2")
    hours_of(world, twin, hours="3")
    return roster


def test_the_officer_says_which_of_several_people_a_line_is(world: World) -> None:
    roster = several(world)
    (line,) = progress(roster).members
    assert (line.match, len(line.people)) == (Match.SEVERAL, 2) and not line.hours
    settle = {"roster": roster, "officer": world.alice, "on": TODAY, "at": NOW}
    second = Choice(line.version, Matching.CHOSEN, line.people[1].id)
    assert settle_members(choices={line.public_id: second}, **settle) == Settled(1, 0)  # type: ignore[arg-type]
    assert settle_members(choices={line.public_id: second}, **settle) == Settled(0, 1)  # type: ignore[arg-type]
    (line,) = progress(roster).members
    assert (line.match, line.matching, plain(line.hours)) == (Match.ONE, Matching.CHOSEN, "3")
    nobody = Choice(line.version, Matching.NOBODY)
    assert settle_members(choices={line.public_id: nobody}, **settle) == Settled(1, 0)  # type: ignore[arg-type]
    assert progress(roster).members[0].hours == 0


def test_nobody_is_chosen_whom_the_line_does_not_fit(world: World) -> None:
    roster = several(world)
    stranger = hours_of(world, 5, "林一").learner
    line = progress(roster).members[0]
    answer = settle_members(
        roster=roster,
        choices={line.public_id: Choice(1, Matching.CHOSEN, stranger.public_id)},
        officer=world.alice,
        on=TODAY,
        at=NOW,
    )
    assert answer == Settled(0, 1)


def test_one_person_is_never_two_lines(world: World) -> None:
    roster = a_roster(world)
    lines = [a_member(world, roster, 1, name) for name in ("王小明", "王小名")]
    lines[1].name = "王小明"
    lines[1].save(update_fields=("name",))
    learner = hours_of(world, 1).learner
    with pytest.raises(ChosenTwice):
        settle_members(
            roster=roster,
            choices={one.public_id: Choice(1, Matching.CHOSEN, learner.public_id) for one in lines},
            officer=world.alice,
            on=TODAY,
            at=NOW,
        )
    assert not YearMember.objects.filter(learner__isnull=False).exists()
