"""Scans in, verdicts out, and what stands in the ledger afterwards."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hefa.activities.actions import set_hours
from hefa.audit.models import AuditEntry
from hefa.audit.names import SYSTEM, Verb
from hefa.awards.actions import revoke_awards
from hefa.awards.models import Award, Scan
from hefa.awards.names import AwardState, Flag, Refusal, ReviewReason, Verdict
from hefa.base.hours import Hours
from hefa.codes.models import PersonalCode
from hefa.codes.queries import static_text
from hefa.stations.actions import revoke_station
from tests import cast
from tests.awards.phone import scan, scan_code, tell

MINUTE = timedelta(minutes=1)


def test_scan_awards_the_hours_of_the_offering(world: cast.World, gate: cast.Gate, code: PersonalCode) -> None:
    answer = scan_code(gate, static_text(code))
    award = Award.objects.get()
    assert (answer.verdict, answer.name, answer.unit, answer.hours) == (
        Verdict.AWARDED,
        "王小明",
        "綠水縣政府環境保護局",
        cast.TWO_HOURS,
    )
    assert (award.learner, award.unit, award.code, award.state) == (
        code.learner,
        world.green_water,
        code,
        AwardState.REVIEWED,
    )
    assert Scan.objects.get().award == award
    assert AuditEntry.objects.filter(verb=Verb.AWARDED, subject_id=award.public_id).count() == 1


def test_second_scan_is_already_awarded_and_tells_of_the_first(gate: cast.Gate, code: PersonalCode) -> None:
    scan_code(gate, static_text(code))
    answer = scan_code(gate, static_text(code), at=cast.NOW + MINUTE)
    assert (answer.refusal, answer.message, answer.first_at, answer.first_station) == (
        Refusal.ALREADY_AWARDED,
        "已登錄時數",
        cast.NOW,
        "大門",
    )
    assert Award.objects.count() == 1


def test_two_codes_of_one_learner_earn_once(gate: cast.Gate, code: PersonalCode) -> None:
    other = cast.a_walk_in(name="王小明").code
    assert other.learner == code.learner
    answers = scan(gate, cast.told(gate, code=static_text(code)), cast.told(gate, code=static_text(other), seq=2))
    assert [answer.verdict for answer in answers] == [Verdict.AWARDED, Verdict.REFUSED]
    assert answers[1].first_at == cast.NOW


def test_same_scan_again_is_answered_from_the_record(gate: cast.Gate, code: PersonalCode) -> None:
    item = cast.told(gate, code=static_text(code))
    first = scan(gate, item)[0]
    again = scan(gate, item, at=cast.NOW + MINUTE)[0]
    in_batch = scan(gate, item, cast.told(gate, code="no code of ours"), item, at=cast.NOW + MINUTE)
    assert (again.verdict, again.award, again.replayed) == (Verdict.AWARDED, first.award, True)
    assert [answer.replayed for answer in in_batch] == [True, False, True]
    assert Scan.objects.filter(verdict=Verdict.AWARDED).count() == 1


@pytest.mark.control("T11")
@pytest.mark.parametrize("change", [{"seq": 9}, {"local": "awarded"}, {"t_mono": 1.0}], ids=lambda c: next(iter(c)))
def test_scan_id_with_another_content_is_refused_without_details(
    gate: cast.Gate, code: PersonalCode, change: dict[str, object]
) -> None:
    item = cast.told(gate, code=static_text(code))
    scan(gate, item)
    answer = scan(gate, item | change)[0]
    assert (answer.refusal, answer.name, answer.award) == (Refusal.SCAN_ID_REUSED, "", None)


@pytest.mark.control("T12")
def test_scan_id_of_another_station_is_refused_without_details(
    world: cast.World, gate: cast.Gate, code: PersonalCode
) -> None:
    item = cast.told(gate, code=static_text(code))
    scan(gate, item)
    answer = scan(cast.a_gate(world.bob, world.offering), item)[0]
    assert (answer.refusal, answer.name, answer.award) == (Refusal.SCAN_ID_REUSED, "", None)


@pytest.mark.control("T12")
def test_same_scan_id_twice_in_a_batch_with_two_contents(gate: cast.Gate, code: PersonalCode) -> None:
    item = cast.told(gate, code=static_text(code))
    answers = scan(gate, item, item | {"seq": 2}, item)
    assert [(answer.verdict, answer.refusal, answer.replayed) for answer in answers] == [
        (Verdict.AWARDED, None, False),
        (Verdict.REFUSED, Refusal.SCAN_ID_REUSED, False),
        (Verdict.AWARDED, None, True),
    ]


def test_offering_that_the_station_may_not_scan_is_refused(
    world: cast.World, gate: cast.Gate, code: PersonalCode
) -> None:
    for foreign in (world.other_offering.public_id, uuid4()):
        answer = scan_code(gate, static_text(code), offering=str(foreign))
        assert (answer.refusal, answer.name) == (Refusal.UNKNOWN_OFFERING, "")


def test_revoked_station_delivers_what_it_scanned_in_time(
    world: cast.World, gate: cast.Gate, code: PersonalCode
) -> None:
    revoke_station(station=gate.station, officer=world.alice, at=cast.NOW + MINUTE)
    later = cast.NOW + 5 * MINUTE
    item = cast.told(gate, code=static_text(code))
    told_late = cast.batch(gate, item, at=later) | {"now_mono": 5000.0 + 5 * 60_000}
    answers = tell(gate, told_late, at=later)
    assert [(answer.verdict, answer.flags) for answer in answers] == [(Verdict.AWARDED, (Flag.LATE_UPLOAD,))]
    assert scan_code(gate, static_text(cast.a_walk_in(7).code), at=later).refusal == Refusal.STATION_ENDED


def test_name_that_differs_is_an_ordinary_award_at_the_gate(gate: cast.Gate, code: PersonalCode) -> None:
    other_name = cast.a_walk_in(name="王大明").code
    answer = scan_code(gate, static_text(other_name))
    assert (answer.verdict, answer.message, answer.name) == (Verdict.AWARDED, "完成核發時數", "王大明")
    assert Award.objects.get().state == AwardState.NAME_DIFFERS


def test_hours_changed_since_the_helper_saw_them_are_reviewed(
    world: cast.World, gate: cast.Gate, code: PersonalCode
) -> None:
    set_hours(offering=world.offering, hours=Hours.of(0, 3), actor=SYSTEM, at=cast.NOW - MINUTE)
    seen_before = cast.told(gate, code=static_text(code), settings=1)
    seen_now = cast.told(gate, code=static_text(cast.a_walk_in(5).code), settings=2)
    answers = scan(gate, seen_before, seen_now)
    assert [(answer.verdict, answer.reasons, answer.hours) for answer in answers] == [
        (Verdict.REVIEW, (ReviewReason.HOURS_CHANGED,), None),
        (Verdict.AWARDED, (), Hours.of(0, 3)),
    ]


def test_scan_outside_the_window_is_reviewed(world: cast.World, code: PersonalCode) -> None:
    tomorrow = cast.an_offering(world.activity, number=2, starts_in=timedelta(days=1))
    answer = scan_code(cast.a_gate(world.alice, tomorrow), static_text(code))
    assert (answer.verdict, answer.reasons) == (Verdict.REVIEW, (ReviewReason.OUTSIDE_WINDOW,))


def test_refusal_at_the_gate_of_a_good_code_is_reviewed(gate: cast.Gate, code: PersonalCode) -> None:
    answer = scan_code(gate, static_text(code), local="refused:EXPIRED_CODE")
    assert (answer.verdict, answer.reasons) == (Verdict.REVIEW, (ReviewReason.GATE_REFUSED,))


def test_overlapping_activity_is_awarded_and_flagged(world: cast.World, gate: cast.Gate, code: PersonalCode) -> None:
    beside = cast.an_offering(world.activity, number=2)
    scan_code(gate, static_text(code))
    assert scan_code(cast.a_gate(world.bob, beside), static_text(code)).flags == (Flag.OVERLAP,)


def test_undo_takes_the_award_back_and_the_person_may_be_scanned_again(gate: cast.Gate, code: PersonalCode) -> None:
    item = cast.told(gate, code=static_text(code))
    scan(gate, item)
    undo = cast.told(gate, kind="undo", undoes=item["scan_id"], reason="掃錯人", seq=2)
    undone = scan(gate, undo, at=cast.NOW + MINUTE)[0]
    twice = scan(gate, cast.told(gate, kind="undo", undoes=item["scan_id"], reason="掃錯人", seq=3))[0]
    again = scan_code(gate, static_text(code), at=cast.NOW + 2 * MINUTE)
    assert (undone.verdict, twice.refusal, again.verdict) == (
        Verdict.UNDONE,
        Refusal.NOTHING_TO_UNDO,
        Verdict.AWARDED,
    )
    assert scan(gate, undo, at=cast.NOW + 3 * MINUTE)[0].replayed
    assert [(award.revoke_kind, award.revoke_reason) for award in Award.objects.order_by("pk")] == [
        ("undo", "掃錯人"),
        ("", ""),
    ]


def test_revoked_by_an_officer_is_never_silently_awarded_again(
    world: cast.World, gate: cast.Gate, code: PersonalCode
) -> None:
    scan_code(gate, static_text(code))
    award = Award.objects.get()
    revoke_awards(
        offering=world.offering,
        versions={award.public_id: 1},
        reason="未全程參加",
        officer=world.alice,
        at=cast.NOW + MINUTE,
    )
    answer = scan_code(gate, static_text(code), at=cast.NOW + 2 * MINUTE)
    assert (answer.verdict, answer.reasons) == (Verdict.REVIEW, (ReviewReason.REVOKED_BEFORE,))


def test_late_scan_from_before_the_award_moves_the_first_scan_back(
    world: cast.World, gate: cast.Gate, code: PersonalCode
) -> None:
    scan_code(gate, static_text(code))
    other = cast.a_gate(world.bob, world.offering)
    earlier = cast.NOW - 10 * MINUTE
    kept = cast.told(other, code=static_text(code), at=earlier, t_mono=1000.0)
    body = cast.batch(other, kept) | {"now_mono": 1000.0 + 10 * 60_000}
    answer = tell(other, body, at=cast.NOW)[0]
    assert (answer.refusal, Award.objects.get().first_scanned_at) == (Refusal.ALREADY_AWARDED, earlier)
    assert AuditEntry.objects.filter(verb=Verb.FIRST_SCAN_EARLIER).count() == 1


def test_batch_of_two_hundred_runs_as_many_statements_as_one(world: cast.World, gate: cast.Gate) -> None:
    codes = [static_text(cast.a_walk_in(number).code) for number in range(100, 121)]
    with CaptureQueriesContext(connection) as one:
        scan_code(gate, codes[0])
    with CaptureQueriesContext(connection) as many:
        answers = scan(gate, *(cast.told(gate, code=text, seq=seq) for seq, text in enumerate(codes[1:])))
    assert {answer.verdict for answer in answers} == {Verdict.AWARDED}
    looked_for_known_scans = 1
    assert len(many) == len(one) + looked_for_known_scans
