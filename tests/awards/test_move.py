"""移轉: once, whole, and with nothing lost: alone, twice, back again, and against other officers and scans."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hefa.activities.models import Offering
from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.awards.actions import (
    EnteredRow,
    Moved,
    NoSuchMove,
    OfferingCancelled,
    ReasonMissing,
    cancel_offering,
    enter_awards,
    move_awards,
)
from hefa.awards.models import Award, Review, Scan
from hefa.awards.names import AwardSource, AwardState, RevokeKind, Verdict
from hefa.base.hours import Hours
from hefa.codes.models import PersonalCode
from hefa.codes.queries import static_text
from hefa.organisers.models import Officer
from tests import cast
from tests.awards.phone import scan_code
from tests.cast import NOW, TWO_HOURS, World
from tests.crowd import at_once

THREE_HOURS = Hours.of(1, 2)
LATER = NOW + timedelta(minutes=10)


@pytest.fixture
def right(world: World) -> Offering:
    """The 期別 where the people should have been scanned."""
    return cast.an_offering(world.activity, number=2, hours=THREE_HOURS)


def scanned(world: World, *numbers: int, where: Offering | None = None) -> list[PersonalCode]:
    """People scanned at Alice's gate."""
    gate = cast.a_gate(world.alice, where or world.offering)
    codes = [cast.a_walk_in(number, name=f"學員{number}").code for number in numbers]
    for code in codes:
        assert scan_code(gate, static_text(code)).verdict == Verdict.AWARDED
    return codes


def standing(offering: Offering) -> dict[int, Award]:
    return {award.learner_id: award for award in Award.objects.filter(offering=offering, revoked_at__isnull=True)}


def move(world: World, source: Offering, target: Offering, *awards: Award, officer: Officer | None = None) -> Moved:
    chosen = awards or tuple(standing(source).values())
    return move_awards(
        offering=source,
        target=target,
        versions={award.public_id: award.version for award in chosen},
        take_hours=True,
        reason="掃錯期別",
        officer=officer or world.alice,
        at=LATER,
    )


@pytest.mark.django_db
def test_awards_move_with_their_story(world: World, right: Offering) -> None:
    (code,) = scanned(world, 1)
    old = standing(world.offering)[code.learner_id]
    assert move(world, world.offering, right) == Moved((old.public_id,), (), ())
    new = standing(right)[code.learner_id]
    old.refresh_from_db()
    assert (new.moved_from, new.hours, new.state, new.source) == (old, THREE_HOURS, old.state, AwardSource.SCAN)
    assert (new.code, new.station, new.awarded_at, new.version) == (code, old.station, NOW, 1)
    assert (old.revoke_kind, old.revoked_at, old.revoked_by) == (RevokeKind.MOVED, LATER, world.alice.account)
    assert old.revoke_reason == "掃錯期別" and standing(world.offering) == {}
    assert Scan.objects.get().award == old
    entry = AuditEntry.objects.get(verb=Verb.AWARD_MOVED)
    assert (entry.subject_id, entry.facts["award"]) == (old.public_id, str(new.public_id))


@pytest.mark.django_db
def test_own_hours_and_a_sealed_name_go_along(world: World, right: Offering) -> None:
    cast.a_walk_in(1, name="王小明")
    row = EnteredRow(cast.an_id(1), "王大明", None)
    enter_awards(
        offering=world.offering, rows=[row], source=AwardSource.HAND, reviewed=False, officer=world.bob, at=NOW
    )
    versions = {award.public_id: 1 for award in standing(world.offering).values()}
    move_awards(
        offering=world.offering, target=right, versions=versions, take_hours=False, reason="x", officer=world.alice,
        at=LATER,
    )  # fmt: skip
    (new,) = standing(right).values()
    assert (new.hours, new.state, new.entered_name) == (TWO_HOURS, AwardState.WAITING, "王大明")
    assert new.entered_by == world.bob.account and new.needs_second_officer


@pytest.mark.django_db
def test_an_award_in_the_target_wins(world: World, right: Offering) -> None:
    scanned(world, 1, 2)
    there = scanned(world, 1, where=right)[0]
    kept = standing(right)[there.learner_id]
    answer = move(world, world.offering, right)
    assert (len(answer.moved), len(answer.already_there)) == (1, 1)
    kept.refresh_from_db()
    assert (kept.hours, kept.version, kept.moved_from) == (THREE_HOURS, 1, None)
    assert standing(world.offering) == {} and len(standing(right)) == 2


@pytest.mark.django_db
def test_said_twice_it_changes_nothing_and_moved_back_all_is_as_before(world: World, right: Offering) -> None:
    codes = scanned(world, 1, 2)
    before = tuple(standing(world.offering).values())
    move(world, world.offering, right, *before)
    again = move(world, world.offering, right, *before)
    assert again.moved == () and set(again.overtaken) == {award.public_id for award in before}
    assert len(move(world, right, world.offering).moved) == 2
    assert set(standing(world.offering)) == {code.learner_id for code in codes} and standing(right) == {}
    assert {award.hours for award in standing(world.offering).values()} == {TWO_HOURS}


@pytest.mark.django_db
def test_a_late_scan_of_a_moved_award_waits_for_an_officer(world: World, right: Offering) -> None:
    """R13: neither what was scanned before the move nor what comes after it is silently awarded anew."""
    (code,) = scanned(world, 1)
    move(world, world.offering, right)
    gate = cast.a_gate(world.bob, world.offering)
    for at in (NOW, LATER + timedelta(minutes=1)):
        assert scan_code(gate, static_text(code), at=at).verdict == Verdict.REVIEW
    assert Review.objects.count() == 2 and standing(world.offering) == {}


@pytest.mark.django_db
def test_moves_that_are_none_are_refused(world: World, right: Offering) -> None:
    scanned(world, 1)
    for target in (world.offering, world.other_offering):
        with pytest.raises(NoSuchMove):
            move(world, world.offering, target)
    with pytest.raises(ReasonMissing):
        move_awards(
            offering=world.offering, target=right, versions={}, take_hours=True, reason=" ", officer=world.alice, at=NOW
        )
    cancel_offering(offering=right, reason="颱風", officer=world.alice, at=NOW)
    with pytest.raises(OfferingCancelled):
        move(world, world.offering, right)
    assert len(standing(world.offering)) == 1


@pytest.mark.django_db
def test_statements_do_not_grow_with_the_list(world: World, right: Offering) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            move(world, world.offering, right)
        return len([query for query in captured if "SAVEPOINT" not in query["sql"]])

    scanned(world, 1)
    few = statements()
    scanned(world, *range(2, 32))
    assert statements() == few <= 8


@pytest.mark.django_db(transaction=True)
def test_officers_who_move_the_same_rows_move_each_once(world: World, right: Offering) -> None:
    scanned(world, *range(1, 9))
    rows = tuple(standing(world.offering).values())
    deeds = [partial(move, world, world.offering, right, *rows, officer=one) for one in (world.alice, world.bob) * 4]
    answers = at_once(deeds)
    assert sum(len(answer.moved) for answer in answers) == 8
    assert len(standing(right)) == 8 and standing(world.offering) == {}
    assert AuditEntry.objects.filter(verb=Verb.AWARD_MOVED).count() == 8


@pytest.mark.django_db(transaction=True)
def test_moves_to_and_fro_and_scans_meanwhile_leave_one_award_each(world: World, right: Offering) -> None:
    codes = scanned(world, *range(1, 7))
    scanned(world, *range(4, 10), where=right)
    here, there = tuple(standing(world.offering).values()), tuple(standing(right).values())
    gates = [cast.a_gate(world.bob, where) for where in (world.offering, right)]
    scans = [partial(scan_code, gate, static_text(code)) for gate in gates for code in codes]
    deeds: list[Callable[[], object]] = [
        partial(move, world, world.offering, right, *here),
        *scans,
        partial(move, world, right, world.offering, *there, officer=world.bob),
    ]
    at_once(deeds)
    for award in Award.objects.filter(revoked_at__isnull=False):
        assert award.revoke_kind == RevokeKind.MOVED
    people = {learner for offering in (world.offering, right) for learner in standing(offering)}
    assert len(people) == 9
    assert Scan.objects.count() == 12 + len(scans)
