"""The making of a paper on the database: what is written, what is noted, what is refused."""

import hashlib
from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.awards.actions import AwardChange, change_awards
from hefa.awards.models import Award, GroupAward
from hefa.awards.names import AwardState
from hefa.base.hours import Hours
from hefa.learners.models import NationalIdRecord
from hefa.paperwork.actions import (
    NothingToWrite,
    Preflight,
    PurposeMissing,
    RowsInTheWay,
    preflight,
)
from hefa.paperwork.models import Paper, PaperRow, PortalCourse
from hefa.paperwork.names import ProblemKind, Purpose
from hefa.paperwork.papers import PROFILES
from hefa.paperwork.queries import exported_awards
from hefa.paperwork.rules import Profile
from tests.cast import World, an_id
from tests.paperwork.conftest import Earn
from tests.paperwork.papers import ECPA, LIST, made

pytestmark = pytest.mark.django_db


def checked(world: World, profile: Profile = ECPA) -> Preflight:
    return preflight(offering=world.offering, profile=profile, officer=world.alice, at=world.at)


@pytest.mark.control("個資法 §16")
def test_what_left_the_house_is_noted_with_the_hash_of_its_bytes(world: World, earn: Earn) -> None:
    award = earn(1, "王小明")
    paper = made(world)
    stored = Paper.objects.get()
    assert stored.sha256 == hashlib.sha256(paper.content).hexdigest()
    assert (stored.profile, stored.profile_version, stored.rows, stored.parts, stored.made_by, stored.organiser) == (
        "ecpa-hours-25", 1, 1, 1, world.alice.account, world.organiser,
    )  # fmt: skip
    assert list(PaperRow.objects.values_list("award", "award_version")) == [(award.pk, award.version)]
    entry = AuditEntry.objects.get(verb=Verb.PAPER_MADE)
    assert (entry.actor_id, entry.organiser_id, entry.subject_id) == (
        world.alice.account.public_id, world.organiser.public_id, stored.public_id,
    )  # fmt: skip
    assert entry.facts == {
        "profile": "ecpa-hours-25",
        "profile_version": 1,
        "purpose": "ecpa",
        "rows": 1,
        "left_out": 0,
        "sha256": stored.sha256,
    }


def test_opened_numbers_are_on_record_in_the_same_transaction(world: World, earn: Earn) -> None:
    award = earn(1, "王小明")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        made(world)
        assert AuditEntry.objects.filter(verb=Verb.ID_OPENED).exists()
        raise ZeroDivisionError
    assert not AuditEntry.objects.filter(verb=Verb.ID_OPENED).exists()
    made(world)
    entry = AuditEntry.objects.get(verb=Verb.ID_OPENED)
    assert entry.facts == {"purpose": "export", "learners": [str(award.learner.public_id)]}
    assert an_id(1).value not in str(entry.facts)


def test_problems_are_listed_before_the_file_is_made(world: World, earn: Earn) -> None:
    earn(1, "王小明")
    rare = earn(2, "王小堃")
    formula = earn(3, "@陳")
    differs = earn(4, "林一")
    Award.objects.filter(pk=differs.pk).update(state=AwardState.NAME_DIFFERS)
    found = checked(world)
    assert [(problem.award, problem.finding.kind) for problem in found.problems] == [
        (rare.public_id, ProblemKind.NAME_CHARACTER),
        (formula.public_id, ProblemKind.FORMULA),
        (differs.public_id, ProblemKind.NOT_REVIEWED),
    ]
    assert "堃" in found.problems[0].finding.sentence and found.problems[0].name == "王小堃"
    assert (found.rows, found.blocked) == (4, frozenset({rare.public_id, formula.public_id, differs.public_id}))


def test_a_row_with_a_problem_stops_the_file_until_it_is_left_out(world: World, earn: Earn) -> None:
    earn(1, "王小明")
    rare = earn(2, "王小堃")
    with pytest.raises(RowsInTheWay):
        made(world)
    assert not Paper.objects.exists()
    paper = made(world, left_out={rare.public_id})
    assert "王小" in paper.content.decode("cp950") and "?" not in paper.content.decode("cp950")
    assert (paper.paper.rows, paper.paper.left_out) == (1, 1)


def test_leaving_out_names_of_nobody_changes_nothing(world: World, earn: Earn) -> None:
    earn(1, "王小明")
    assert made(world, left_out={UUID(int=9)}).paper.left_out == 0


def test_a_number_that_fails_its_check_is_named(world: World, earn: Earn) -> None:
    award = earn(1, "王小明")
    record = NationalIdRecord.objects.get(learner=award.learner)
    record.number = "A123456788"
    record.save(update_fields=["number"])
    assert [problem.finding.kind for problem in checked(world).problems] == [ProblemKind.ID_CHECK]


def test_a_learner_without_a_number_is_named(world: World, earn: Earn) -> None:
    award = earn(1, "王小明")
    record = NationalIdRecord.objects.get(learner=award.learner)
    record.replaced_at, record.id_last4 = world.at, an_id(1).last4
    record.save(update_fields=["replaced_at", "id_last4"])
    assert [problem.finding.kind for problem in checked(world).problems] == [ProblemKind.ID_MISSING]


def test_failed_and_revoked_awards_are_in_no_file(world: World, earn: Earn) -> None:
    keep, failed = earn(1, "王小明"), earn(2, "陳美麗")
    change = AwardChange(failed.public_id, failed.version, failed.hours, AwardState.FAILED)
    change_awards(offering=world.offering, changes=[change], reason="早退", officer=world.alice, at=world.at)
    found = checked(world)
    assert (found.rows, found.failed) == (1, 1)
    assert made(world).paper.paper_rows.get().award == keep


def test_exported_before_is_told_per_profile_and_keeps_nobody_out(world: World, earn: Earn) -> None:
    award = earn(1, "王小明")
    made(world)
    found = checked(world)
    assert [problem.finding.kind for problem in found.problems] == [ProblemKind.EXPORTED_BEFORE]
    assert (found.blocked, found.exported_before) == (frozenset[UUID](), frozenset({award.public_id}))
    assert checked(world, LIST).problems == []
    assert made(world).paper.rows == 1


def test_activity_without_a_known_category_stops_the_ecpa_file_alone(world: World, earn: Earn) -> None:
    earn(1, "王小明")
    world.activity.field = "999"
    world.activity.save(update_fields=["field"])
    world.offering.refresh_from_db()
    assert [problem.finding.column for problem in checked(world).of_offering] == ["課程類別代碼"]
    with pytest.raises(RowsInTheWay):
        made(world)
    assert made(world, LIST, purpose=Purpose.CHECK).paper.rows == 1


def test_nothing_to_write_makes_no_file(world: World, earn: Earn) -> None:
    with pytest.raises(NothingToWrite):
        made(world)
    award = earn(1, "王小明")
    with pytest.raises(NothingToWrite):
        made(world, left_out={award.public_id})
    assert not Paper.objects.exists()


@pytest.mark.control("個資法 §16")
def test_another_purpose_says_which(world: World, earn: Earn) -> None:
    earn(1, "王小明")
    with pytest.raises(PurposeMissing):
        made(world, purpose=Purpose.OTHER, purpose_note=" ")
    assert made(world, purpose=Purpose.OTHER, purpose_note="稽核").paper.purpose_note == "稽核"


def test_classes_told_by_their_head_count_are_in_no_file_and_it_is_told(world: World, earn: Earn) -> None:
    earn(1, "王小明")
    GroupAward.objects.create(
        offering=world.offering, name="三年甲班", head_count=28, digital_hours=0, in_person_hours=2,
        state=AwardState.REVIEWED, entered_at=world.at, entered_by=world.alice.account,
    )  # fmt: skip
    found = checked(world)
    assert (found.rows, found.groups) == (1, 1)
    assert "三年甲班" not in made(world).content.decode("cp950")


def test_the_dialect_that_was_spoken_is_noted(world: World, earn: Earn) -> None:
    earn(1, "王小明")
    PortalCourse.objects.create(activity=world.activity, code="EC1", told_at=world.at, told_by=world.alice.account)
    paper = made(world, PROFILES["ecpa-existing-17"].spoken("words"))
    assert ",通過,," in paper.content.decode("cp950") and paper.paper.dialect == "words"


def test_marks_tell_the_latest_file_of_each_award(world: World, earn: Earn) -> None:
    first, second = earn(1, "王小明"), earn(2, "林一")
    assert exported_awards(world.offering) == {}
    made(world, left_out={second.public_id})
    made(world, LIST, purpose=Purpose.CHECK)
    change = AwardChange(first.public_id, first.version, Hours.of(0, 1), AwardState.REVIEWED)
    change_awards(offering=world.offering, changes=[change], reason="早退", officer=world.alice, at=world.at)
    marks = exported_awards(world.offering)
    assert {award: (mark.label, mark.labels, mark.changed) for award, mark in marks.items()} == {
        first.public_id: (LIST.label, (LIST.label, ECPA.label), True),
        second.public_id: (LIST.label, (LIST.label,), False),
    }


@pytest.mark.parametrize(
    "work", [checked, made, lambda world: exported_awards(world.offering)], ids=["preflight", "paper", "marks"]
)
def test_statements_do_not_grow_with_the_list(world: World, earn: Earn, work: Callable[[World], object]) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            work(world)
        return len(captured)

    earn(1, "王小明")
    few = statements()
    for number in range(2, 12):
        earn(number, "陳美麗")
    assert statements() == few
