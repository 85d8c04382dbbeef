"""合併學員: all goes to one learner, the year counts once, and 取消合併 puts each thing back."""

from dataclasses import replace
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from hefa.activities.actions import enrol
from hefa.activities.models import Enrolment
from hefa.audit.models import AuditEntry
from hefa.audit.names import SYSTEM, Verb
from hefa.awards.models import Award
from hefa.awards.names import AwardState, Refusal, RevokeKind, Verdict
from hefa.awards.queries.references import reference
from hefa.base.hours import plain
from hefa.codes.queries import static_text
from hefa.learners import vault
from hefa.learners.actions import prove_link
from hefa.learners.models import AccountLink, Learner, NationalIdRecord
from hefa.learners.names import LinkProof
from hefa.paperwork.actions import make_paper
from hefa.paperwork.actions.merging import (
    MergeOvertaken,
    merge_learners,
)
from hefa.paperwork.actions.year import settle_members
from hefa.paperwork.actions.year.matching import Choice
from hefa.paperwork.models import RightsRequest
from hefa.paperwork.names import Purpose
from hefa.paperwork.names.rights import Right
from hefa.paperwork.names.year import Matching
from hefa.paperwork.papers import PROFILES
from hefa.paperwork.queries import changed_rows, changes_shown
from hefa.paperwork.queries.journal import touched_by
from hefa.paperwork.queries.merging import merge_preview
from hefa.passbook.queries import passbook_of
from tests.awards.phone import scan, scan_code
from tests.cast import NOW, World, a_gate, a_registered, a_walk_in, an_id, told
from tests.paperwork.merges import LATER, merged, parted, stored, two_at
from tests.paperwork.rosters import TODAY, a_member, a_roster, hours_of, progress

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hour")]


@pytest.mark.parametrize("turned", [False, True], ids=["the old number's", "the new number's"])
def test_of_two_awards_of_an_offering_the_earliest_is_kept_and_the_other_ends_as_merged(
    world: World, turned: bool
) -> None:
    late, early = two_at(world)
    kept, gone = (early, late) if turned else (late, early)
    merged(world, kept.learner, gone.learner)
    late.refresh_from_db()
    early.refresh_from_db()
    assert late.learner_id == early.learner_id == kept.learner_id
    assert (early.revoked_at, late.revoked_at) == (None, NOW)
    assert (late.revoke_kind, late.revoke_reason) == (RevokeKind.MERGED, "換發新式統一證號")


def test_hours_that_count_go_before_hours_that_an_officer_failed(world: World) -> None:
    late, early = two_at(world)
    Award.objects.filter(pk=early.pk).update(state=AwardState.FAILED)
    merged(world, late.learner, early.learner)
    assert list(Award.objects.filter(revoked_at__isnull=True)) == [late]


def test_whatever_comes_by_either_number_or_code_is_the_one_learners(world: World) -> None:
    old, new = a_walk_in(1).code, a_walk_in(2).code
    gate = a_gate(world.alice, world.offering)
    merged(world, old.learner, new.learner)
    assert scan_code(gate, static_text(new)).verdict == Verdict.AWARDED
    assert scan_code(gate, static_text(old)).refusal == Refusal.ALREADY_AWARDED
    assert {a_walk_in(1).code.learner, a_walk_in(2).code.learner} == {old.learner}
    assert vault.find(an_id(1)) == vault.find(an_id(2)) == old.learner
    assert Award.objects.get().learner == old.learner


def test_somebody_picked_from_a_list_before_the_merge_is_still_found(world: World) -> None:
    old, new = a_walk_in(1).code, a_walk_in(2).code
    gate = a_gate(world.alice, world.offering)
    ref = reference(station_id=gate.station.public_id, learner_id=new.learner.pk, at=NOW)
    merged(world, old.learner, new.learner)
    [answer] = scan(gate, told(gate, learner_ref=ref, source="hand"))
    assert answer.verdict == Verdict.AWARDED and Award.objects.get().learner == old.learner


def test_a_row_told_of_whoever_is_gone_is_written_to_the_kept_one(world: World) -> None:
    old, new = a_walk_in(1).code, a_walk_in(2).code
    gone = new.learner
    merged(world, old.learner, gone)
    enrol(offering=world.offering, learner=gone, unit=None, actor=SYSTEM, at=NOW)
    assert Enrolment.objects.get().learner == old.learner


@pytest.mark.parametrize("table", ["personal_code", "national_id", "account_link", "award"])
def test_whoever_was_merged_away_holds_nothing_whatever_is_tried(world: World, table: str) -> None:
    late, early = two_at(world)
    a_registered(2)
    with pytest.raises(IntegrityError, match="merged away"), transaction.atomic(), connection.cursor() as cursor:
        for one in {"personal_code", "national_id", "account_link", "award"} - {table}:
            if one == "award":
                Award.objects.filter(pk=early.pk).update(
                    revoked_at=NOW, revoked_by=world.alice.account, revoke_kind=RevokeKind.MERGED
                )
            elif one == "national_id":
                cursor.execute("UPDATE national_id SET replaced_at = %s, id_last4 = 'x' WHERE learner_id = %s",
                               [NOW, early.learner_id])  # fmt: skip
                NationalIdRecord.objects.filter(learner=early.learner).update(learner=late.learner)
            else:
                cursor.execute(f"UPDATE {one} SET learner_id = %s WHERE learner_id = %s",  # noqa: S608 - our tables
                               [late.learner_id, early.learner_id])  # fmt: skip
        Learner.objects.filter(pk=early.learner_id).update(merged_into=late.learner)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_year_counts_once_in_passbook_and_roster(world: World) -> None:
    unit = world.green_water
    old, new = a_registered(1, username="xiaoming", name="王小明", unit=unit), a_walk_in(2, unit=unit).code
    gate = a_gate(world.alice, world.offering)
    scan_code(gate, static_text(old))
    scan_code(gate, static_text(new))
    roster = a_roster(world)
    a_member(world, roster, 1)
    account = old.account
    assert account is not None
    link = AccountLink.objects.get(account=account)
    prove_link(link=link, proof=LinkProof.OFFICER, actor=SYSTEM, at=NOW)
    merged(world, old.learner, new.learner)
    [year] = passbook_of(account).years
    assert (plain(year.total), len(year.lines)) == ("2", 1)
    [line] = progress(roster).members
    assert (plain(line.hours), line.people[0].id_last4) == ("2", an_id(2).last4)


def test_a_roster_that_names_both_numbers_counts_neither_line_alone(world: World) -> None:
    first = hours_of(world, 1)
    second = hours_of(world, 2, code="River")
    roster = a_roster(world)
    a_member(world, roster, 1)
    a_member(world, roster, 2)
    merged(world, first.learner, second.learner)
    assert [line.hours for line in progress(roster).members] == [0, 0]


def test_a_line_that_was_settled_on_whoever_is_gone_stands_back_and_returns(world: World) -> None:
    first, second = hours_of(world, 1), hours_of(world, 2, code="River")
    roster = a_roster(world)
    lines = [a_member(world, roster, 1), a_member(world, roster, 2)]
    people = {line.public_id: line.people[0].id for line in progress(roster).members}
    choices = {line.public_id: Choice(1, Matching.CHOSEN, people[line.public_id]) for line in lines}
    settle_members(roster=roster, choices=choices, officer=world.alice, on=TODAY, at=NOW)
    before = stored()
    merge = merged(world, first.learner, second.learner)
    assert [line.hours for line in progress(roster).members] == [4, 0]
    parted(world, merge)
    assert stored() == before


def test_requests_of_the_person_go_along_but_one_that_is_open_twice_waits_where_it_is(world: World) -> None:
    kept, gone = (a_walk_in(number).code.learner for number in (1, 2))
    asked = {"asked_at": NOW, "due_on": TODAY, "wish": "我的資料", "entered_by": world.alice.account}
    for learner, right in ((kept, Right.ACCESS), (gone, Right.ACCESS), (gone, Right.CORRECT)):
        RightsRequest.objects.create(learner=learner, right=right, public_id=uuid4(), **asked)
    merge = merged(world, kept, gone)
    told = RightsRequest.objects.order_by("pk")
    assert [one.learner for one in told] == [kept, gone, kept]
    parted(world, merge)
    assert [one.learner for one in told.all()] == [kept, gone, gone]


def test_what_changed_since_the_preview_is_looked_at_again(world: World) -> None:
    old, new = a_walk_in(1).code, a_walk_in(2).code
    preview = merge_preview(old.learner, new.learner)
    scan_code(a_gate(world.alice, world.offering), static_text(new))
    with pytest.raises(MergeOvertaken):
        merge_learners(
            kept=old.learner, gone=new.learner, mark=preview.mark, proven=None, reason="換發",
            by=world.alice.account, at=NOW,
        )  # fmt: skip


def test_files_with_the_old_number_are_listed_and_those_with_the_new_one_are_not(world: World) -> None:
    first, second = hours_of(world, 1), hours_of(world, 2, code="River")
    for offering in (first.offering, second.offering):
        make_paper(
            offering=offering, profile=PROFILES["ecpa-hours-25"], purpose=Purpose.CHECK, purpose_note="", left_out=(),
            officer=world.alice, at=NOW,
        )  # fmt: skip
    merged(world, first.learner, second.learner, at=LATER)
    [row] = changes_shown(changed_rows([world.organiser]))
    assert (row.offering, row.change) == ("測試活動001 第 1 期", "統一證號已變更")


@pytest.mark.control("T19")
def test_each_organiser_reads_in_its_audit_what_was_merged(world: World) -> None:
    late, early = two_at(world)
    gate = a_gate(world.charlie, world.other_offering)
    code = a_walk_in(2).code
    assert scan_code(replace(gate), static_text(code)).verdict == Verdict.AWARDED
    merge = merged(world, late.learner, early.learner)
    parted(world, merge)
    for verb in (Verb.LEARNERS_MERGED, Verb.LEARNERS_PARTED):
        entries = AuditEntry.objects.filter(verb=verb)
        assert entries.filter(organiser_id=world.organiser.public_id).count() == 2
        assert entries.filter(organiser_id=world.other_organiser.public_id).count() == 1
        assert entries.get(subject_kind="learner").facts["merged"] == str(early.learner.public_id)


def test_a_search_of_the_audit_finds_both_lives_of_the_person(world: World, hour: time_machine.Traveller) -> None:
    late, early = two_at(world)
    merged(world, late.learner, early.learner)
    assert set(touched_by([late.learner]).learners) == {late.learner.public_id, early.learner.public_id}
