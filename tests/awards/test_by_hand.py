"""Rows that one officer enters by hand: twenty on one word, the rest wait for another, unless the sheet is there."""

from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hefa.activities.actions import add_attachment
from hefa.activities.names import AttachmentKind
from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.awards.actions import (
    EnteredRow,
    EntryAnswer,
    GroupAnswer,
    GroupNameTaken,
    GroupPlan,
    ReasonMissing,
    change_group,
    enter_by_hand,
    enter_group,
    revoke_awards,
    revoke_group,
    settle_name,
)
from hefa.awards.actions import NameAnswer as Said
from hefa.awards.models import Award, GroupAward
from hefa.awards.names import AwardState
from hefa.awards.queries import AwardSearch, Sort, award_rows, five_counts
from hefa.awards.rules import Award as Awarded
from hefa.awards.rules.counts import HeadCount
from hefa.base.hours import Hours
from hefa.learners.queries import Known
from hefa.organisers.models import Officer
from tests.activities.files import PDF
from tests.cast import NOW, TWO_HOURS, World, a_walk_in, an_id, enrolled
from tests.crowd import at_once


def rows(*numbers: int) -> list[EnteredRow]:
    return [EnteredRow(an_id(number), f"林{number}", None) for number in numbers]


def enter(world: World, *entered: EnteredRow, alone: int = 2, officer: Officer | None = None) -> list[EntryAnswer]:
    return enter_by_hand(offering=world.offering, rows=entered, alone=alone, officer=officer or world.alice, at=NOW)


def states() -> list[str]:
    return list(Award.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.control("T14")
@pytest.mark.django_db
def test_rows_beyond_the_number_wait_and_another_officer_has_a_count_of_his_own(world: World) -> None:
    assert [answer.waits for answer in enter(world, *rows(1, 2, 3))] == [False, False, True]
    assert [answer.waits for answer in enter(world, *rows(4))] == [True]
    assert [answer.waits for answer in enter(world, *rows(5), officer=world.bob)] == [False]
    assert states() == ["reviewed", "reviewed", "waiting", "waiting", "reviewed"]


@pytest.mark.django_db
def test_what_was_taken_back_no_longer_counts(world: World) -> None:
    [first, _] = enter(world, *rows(1, 2))
    assert first.award
    revoke_awards(offering=world.offering, versions={first.award: 1}, reason="重複", officer=world.alice, at=NOW)
    assert [answer.waits for answer in enter(world, *rows(3, 4))] == [False, True]


@pytest.mark.django_db
def test_with_the_signed_sheet_nothing_waits_and_what_waited_may_be_passed(world: World) -> None:
    [waiting] = enter(world, *rows(1), alone=0)
    add_attachment(
        offering=world.offering, kind=AttachmentKind.SIGN_IN, content=PDF, account=world.alice.account, at=NOW
    )
    [answer] = enter(world, *rows(2), alone=0)
    assert waiting.waits and not answer.waits
    page = award_rows(world.offering, search=AwardSearch(), sort=Sort.NAME)
    assert [row.awaits_another_than for row in page.rows] == [None, None]


@pytest.mark.django_db
def test_somebody_on_the_roster_is_entered_without_a_number(world: World) -> None:
    code = a_walk_in(1, name="王小明").code
    enrolled(world.offering, code)
    learner = code.learner
    known = EnteredRow(None, learner.name, None, learner=Known(learner.pk, learner.public_id, learner.name))
    answers = enter(world, known, *rows(2))
    assert [answer.decision for answer in answers] == [Awarded(TWO_HOURS)] * 2
    assert Award.objects.filter(learner=learner).count() == 1
    assert not AuditEntry.objects.filter(verb=Verb.ID_OPENED).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("officer", "said"), [("alice", Said.ANOTHER_OFFICER), ("bob", Said.SETTLED)])
def test_a_name_on_a_row_that_waits_is_settled_by_another_officer(world: World, officer: str, said: Said) -> None:
    a_walk_in(1, name="王小明")
    enter(world, EnteredRow(an_id(1), "王大明", None), alone=0)
    award = Award.objects.get()
    assert award.state == AwardState.WAITING and award.name_waits
    settle = partial(settle_name, award=award, version=1, same_person=True, take_name=True, reason="改名", at=NOW)
    assert settle(officer=getattr(world, officer)) == said
    award.refresh_from_db()
    award.learner.refresh_from_db()
    settled = said == Said.SETTLED
    assert (award.state, award.learner.name) == (
        (AwardState.REVIEWED, "王大明") if settled else (AwardState.WAITING, "王小明")
    )


@pytest.mark.control("T14")
@pytest.mark.django_db(transaction=True)
def test_one_officer_in_eight_windows_passes_no_more_than_the_number(world: World) -> None:
    at_once([partial(enter, world, *rows(number), alone=3) for number in range(1, 9)])
    assert sorted(states()) == ["reviewed"] * 3 + ["waiting"] * 5


CLASS = GroupPlan("綠水國小六年一班", None, 28, TWO_HOURS)


def entered_class(world: World) -> GroupAward:
    return enter_group(offering=world.offering, group=CLASS, officer=world.alice, at=NOW)


@pytest.mark.django_db
def test_classes_are_counted_apart(world: World) -> None:
    enter(world, *rows(1, 2))
    entered_class(world)
    enter_group(
        offering=world.offering,
        group=GroupPlan("六年二班", None, 30, TWO_HOURS, AwardState.FAILED),
        officer=world.alice,
        at=NOW,
    )
    counts = five_counts(world.offering)
    assert (counts.passed, counts.failed) == (HeadCount(2, 1, 28), HeadCount(0, 1, 30))
    assert (str(counts.passed), str(HeadCount(2)), HeadCount(2).label_of_people) == ("2 人＋1 班 28 人", "2", "2 人")


@pytest.mark.django_db
def test_a_class_stands_once_and_is_changed_for_a_reason(world: World) -> None:
    group = entered_class(world)
    with pytest.raises(GroupNameTaken):
        entered_class(world)
    wanted = GroupPlan("綠水國小六年一班", None, 27, Hours.of(0, 1))
    change = partial(change_group, group=group, wanted=wanted, at=NOW)
    with pytest.raises(ReasonMissing):
        change(version=1, reason=" ", officer=world.alice)
    assert change(version=1, reason="一人請假", officer=world.alice) == GroupAnswer.SAVED
    assert change(version=1, reason="x", officer=world.bob) == GroupAnswer.OVERTAKEN
    group.refresh_from_db()
    assert (group.head_count, group.hours, group.correction_reason) == (27, Hours.of(0, 1), "一人請假")
    assert change(version=2, reason="", officer=world.bob) == GroupAnswer.UNCHANGED
    assert not revoke_group(group=group, version=1, reason="x", officer=world.bob, at=NOW)
    assert revoke_group(group=group, version=2, reason="重複", officer=world.bob, at=NOW)
    assert entered_class(world).pk != group.pk
    verbs = AuditEntry.objects.filter(subject_kind="group_award").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [Verb.GROUP_ENTERED, Verb.GROUP_CORRECTED, Verb.GROUP_REVOKED, Verb.GROUP_ENTERED]


@pytest.mark.django_db
def test_a_person_whose_unit_is_counted_as_a_class_is_marked(world: World) -> None:
    unit = world.blue_hill
    enter(world, EnteredRow(an_id(1), "林1", unit.pk), EnteredRow(an_id(2), "林2", None))
    enter_group(offering=world.offering, group=GroupPlan("全體", unit, 5, TWO_HOURS), officer=world.alice, at=NOW)
    page = award_rows(world.offering, search=AwardSearch(), sort=Sort.NAME)
    assert [(row.name, row.in_group) for row in page.rows] == [("林1", True), ("林2", False)]


@pytest.mark.django_db
def test_statements_do_not_grow_with_the_list(world: World) -> None:
    def statements(*numbers: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            enter(world, *rows(*numbers), alone=1000)
        return len(captured)

    assert statements(1) == statements(*range(2, 42))
