"""匯出後異動清單: what was changed after it went out, in which file, what to do; ticking it off."""

import csv
import hashlib
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hefa.audit.models import AuditEntry
from hefa.audit.names import SYSTEM, Verb
from hefa.awards.actions import AwardChange, change_awards, revoke_awards
from hefa.awards.models import Award
from hefa.awards.names import AwardState, RevokeKind
from hefa.base.hours import Hours
from hefa.learners.actions import correct_name
from hefa.paperwork.actions import changes_file, handle_changes, make_paper, mark_part
from hefa.paperwork.models import Paper
from hefa.paperwork.names import PortalState, Purpose
from hefa.paperwork.papers import PROFILES
from hefa.paperwork.papers.machine import WHEN_CORRECTED, WHEN_WITHDRAWN
from hefa.paperwork.queries import ChangedRow, changed_rows, changes_shown, exported_awards, handled_rows
from hefa.paperwork.queries.changes import NAME_TODO
from tests.cast import NOW, World, an_id, an_offering
from tests.paperwork.conftest import Earn

pytestmark = pytest.mark.django_db
A_MINUTE = timedelta(minutes=1)


def exported(world: World, code: str = "ecpa-hours-25") -> Paper:
    return make_paper(
        offering=world.offering, profile=PROFILES[code], purpose=Purpose.CHECK, purpose_note="", left_out=(),
        officer=world.alice, at=world.at,
    ).paper  # fmt: skip


def corrected(world: World, award: Award, hours: Hours, state: AwardState = AwardState.REVIEWED) -> None:
    award.refresh_from_db()
    change = AwardChange(award.public_id, award.version, hours, state)
    answer = change_awards(offering=world.offering, changes=[change], reason="更正", officer=world.alice, at=world.at)
    assert answer.saved
    award.refresh_from_db()


def rename(award: Award, name: str, *, minutes: int) -> None:
    correct_name(learner=award.learner, name=name, actor=SYSTEM, at=NOW + minutes * A_MINUTE)


def changes(world: World) -> list[ChangedRow]:
    return list(changes_shown(changed_rows([world.organiser])))


def test_nothing_changed_is_nothing_listed(world: World, earn: Earn) -> None:
    corrected(world, earn(1), Hours.of(1, 1))
    exported(world)
    assert changes(world) == []


def test_a_correction_says_what_changed_where_it_went_and_what_to_do(world: World, earn: Earn) -> None:
    award = earn(1, "王小明")
    paper = exported(world)
    corrected(world, award, Hours.of("0.5", 3))
    [row] = changes(world)
    assert row == ChangedRow(
        paper=paper.public_id,
        award=award.public_id,
        version=award.version,
        offering_id=world.offering.public_id,
        name="王小明",
        id_masked=f"******{an_id(1).last4}",
        offering="測試活動001 第 1 期",
        file_name="ecpa-hours-25_115_Test01_1.csv",
        made_on="115-11-24 09:30",
        label=PROFILES["ecpa-hours-25"].label,
        change="數位 0→0.5、實體 2→3（更正）",
        todo=WHEN_CORRECTED,
        handled="",
    )


def test_failed_revoked_and_moved_awards_are_to_be_taken_out(world: World, earn: Earn) -> None:
    failed, revoked, moved = earn(1), earn(2), earn(3)
    exported(world)
    corrected(world, failed, failed.hours, AwardState.FAILED)
    revoke_awards(
        offering=world.offering, versions={revoked.public_id: revoked.version}, reason="重複", officer=world.alice,
        at=world.at,
    )  # fmt: skip
    second = an_offering(world.activity, number=2, starts_in=timedelta(days=1))
    Award.objects.filter(pk=moved.pk).update(
        revoked_at=world.at, revoked_by=world.alice.account, revoke_kind=RevokeKind.MOVED, version=2
    )
    Award.objects.create(
        offering=second, learner=moved.learner, digital_hours=0, in_person_hours=2, state=AwardState.REVIEWED,
        state_changed_at=world.at, source=moved.source, assurance=moved.assurance, awarded_at=world.at,
        first_scanned_at=world.at, moved_from=moved,
    )  # fmt: skip
    assert [(row.change, row.todo) for row in changes(world)] == [
        ("已改為不通過（更正）", WHEN_WITHDRAWN),
        ("承辦人刪除（重複）", WHEN_WITHDRAWN),
        ("移轉至「測試活動001 第 2 期」", WHEN_WITHDRAWN),
    ]


def test_each_file_an_award_was_in_is_listed_and_other_organisers_see_none(world: World, earn: Earn) -> None:
    award = earn(1)
    exported(world)
    exported(world, "issued-list")
    corrected(world, award, Hours.of(0, 1))
    assert [row.file_name for row in changes(world)] == [
        "issued-list_115_Test01_1.csv",
        "ecpa-hours-25_115_Test01_1.csv",
    ]
    assert changes(world)[0].todo == "請將更正後的時數告知取得這份名單的人。"
    assert list(changed_rows([world.other_organiser])) == []


def test_what_the_portal_sent_back_is_not_there_to_be_mended(world: World, earn: Earn) -> None:
    award = earn(1)
    part = exported(world).paper_parts.get()
    corrected(world, award, Hours.of(0, 1))
    assert mark_part(part=part, version=1, state=PortalState.REJECTED, reason="", officer=world.alice, at=world.at)
    assert changes(world) == []


def test_ticked_is_away_until_the_award_is_changed_again(world: World, earn: Earn) -> None:
    award = earn(1)
    paper = exported(world)
    corrected(world, award, Hours.of(0, 1))
    seen = (paper.public_id, award.public_id, award.version, None)
    assert handle_changes(versions=[seen], officer=world.charlie, at=world.at) == 0
    assert handle_changes(versions=[seen], officer=world.bob, at=world.at) == 1
    assert handle_changes(versions=[seen], officer=world.alice, at=world.at) == 0
    assert changes(world) == []
    [done] = changes_shown(handled_rows([world.organiser]))
    assert done.handled == "115-11-24 09:30 Bob"
    assert AuditEntry.objects.get(verb=Verb.CHANGES_HANDLED).facts == {"rows": 1}
    corrected(world, award, Hours.of(0, 3))
    assert [row.change for row in changes(world)] == ["實體 2→3（更正）"]
    assert list(handled_rows([world.organiser])) == []
    assert handle_changes(versions=[seen], officer=world.bob, at=world.at) == 0, "it moved on since it was on screen"


@pytest.mark.control("個資法 §11")
def test_a_name_that_is_corrected_is_told_to_who_got_the_old_one(world: World, earn: Earn) -> None:
    award, other = earn(1, "王小明"), earn(2, "林一")
    rename(award, "王曉明", minutes=-1)
    paper = exported(world)
    assert changes(world) == [], "the file holds the corrected name"
    rename(award, "王曉銘", minutes=1)
    [row] = changes(world)
    assert (row.award, row.name, row.change, row.todo) == (award.public_id, "王曉銘", "姓名已更正", NAME_TODO)
    assert {key: mark.changed for key, mark in exported_awards(world.offering).items()} == {
        award.public_id: True,
        other.public_id: False,
    }
    seen = (paper.public_id, award.public_id, row.version, row.person_changed_at)
    rename(award, "王小銘", minutes=2)
    assert handle_changes(versions=[seen], officer=world.bob, at=world.at + 3 * A_MINUTE) == 0, "renamed meanwhile"
    seen = (paper.public_id, award.public_id, row.version, world.at + 2 * A_MINUTE)
    assert handle_changes(versions=[seen], officer=world.bob, at=world.at + 3 * A_MINUTE) == 1
    assert changes(world) == []
    assert [one.change for one in changes_shown(handled_rows([world.organiser]))] == ["姓名已更正"]
    rename(award, "王小明", minutes=4)
    assert [one.change for one in changes(world)] == ["姓名已更正"] and not handled_rows([world.organiser])
    corrected(world, award, Hours.of(0, 3))
    [row] = changes(world)
    assert (row.change, row.todo) == ("實體 2→3、姓名已更正（更正）", WHEN_CORRECTED + NAME_TODO)


def test_the_list_as_a_file_is_on_record_with_its_hash(world: World, earn: Earn) -> None:
    award = earn(1, "=1+1")
    exported(world, "issued-list")
    corrected(world, award, Hours.of(0, 1))
    content = changes_file(rows=changes(world), officer=world.alice, at=world.at)
    assert AuditEntry.objects.get(verb=Verb.CHANGES_TAKEN).facts == {
        "rows": 1, "sha256": hashlib.sha256(content).hexdigest(),
    }  # fmt: skip
    header, row = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert header[0] == "姓名" and row[0] == "'=1+1" and row[6] == "實體 2→1（更正）"


@pytest.mark.parametrize("work", [changes], ids=["changes"])
def test_statements_do_not_grow_with_the_list(world: World, earn: Earn, work: Callable[[World], object]) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            work(world)
        return len(captured)

    awards = [earn(1), earn(2), earn(3)]
    exported(world)
    corrected(world, awards[0], Hours.of(0, 1))
    few = statements()
    for award in awards[1:]:
        corrected(world, award, Hours.of(0, 1))
    assert statements() == few and len(changes(world)) == 3
