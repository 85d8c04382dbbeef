"""年度人員名冊 on PostgreSQL: opened, imported, corrected by hand, matched, exported, forgotten."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.awards.actions import revoke_awards
from hefa.awards.models import GroupAward
from hefa.base.hours import plain
from hefa.base.roc import TAIPEI
from hefa.paperwork.actions.year import (
    EmptyRoster,
    RosterStands,
    UnitNotKept,
    YearPurposeMissing,
    exempt_member,
    export_roster,
    open_roster,
    purge_imports,
    purge_rosters,
    set_classes,
    stage_roster,
)
from hefa.paperwork.models import YearImport, YearMember, YearPaper, YearProof, YearRoster
from hefa.paperwork.names.year import RosterFormat, RosterSort, YearPurpose
from hefa.paperwork.queries.year import RosterSearch, searched
from tests.activities.files import PDF
from tests.cast import NOW, World, a_unit, an_id
from tests.paperwork.rosters import TODAY, a_member, a_roster, hours_of, progress, told

pytestmark = pytest.mark.django_db


def test_progress_tells_who_has_how_much_and_who_lacks_how_much(world: World) -> None:
    roster = a_roster(world)
    a_member(world, roster, 1, "王小明")
    a_member(world, roster, 2, "李喆堃")
    a_member(world, roster, 3, "林一")
    a_member(world, roster, 4, "邱曉雯", left=date(2026, 6, 1))
    hours_of(world, 1, "王小明", hours="2")
    hours_of(world, 1, "王小明", hours="2", code="River")
    hours_of(world, 2, "李喆堃", hours="1.5")
    found = progress(roster)
    assert [told(one) for one in found.members] == [
        ("王小明", "active", "4", "0"),
        ("李喆堃", "active", "1.5", "2.5"),
        ("林一", "active", "0", "4"),
        ("邱曉雯", "left", "0", "0"),
    ]
    assert (found.totals.active, found.totals.complete, found.totals.left, found.totals.percent) == (3, 1, 1, 33)
    assert [one.name for one in searched(found.members, RosterSearch(only="lacking"), RosterSort.LACKING)] == [
        "林一",
        "李喆堃",
    ]
    assert [one.name for one in searched(found.members, RosterSearch(only="none"), RosterSort.ADDED)] == ["林一"]
    assert [one.name for one in searched(found.members, RosterSearch(name="喆"), RosterSort.NAME)] == ["李喆堃"]


def test_only_hours_that_stand_under_this_unit_in_this_year_count(world: World) -> None:
    roster, last_year = a_roster(world), a_roster(world, roc_year=114)
    for one in (roster, last_year):
        a_member(world, one, 1)
    hours_of(world, 1, unit=world.blue_hill)
    gone = hours_of(world, 1, code="River")
    revoke_awards(
        offering=gone.offering, versions={gone.public_id: gone.version}, reason="誤登", officer=world.alice, at=NOW
    )
    assert [told(progress(one).members[0])[2] for one in (roster, last_year)] == ["0", "0"]


def test_hours_under_an_old_code_count_for_the_successor(world: World) -> None:
    oldest, old = a_unit("355000001I", "綠水縣環境保護科"), a_unit("355000002I", "綠水縣環境保護局籌備處")
    oldest.successor, old.successor = old, world.green_water
    for unit in (oldest, old):
        unit.save(update_fields=("successor",))
    roster = a_roster(world)
    a_member(world, roster, 1)
    hours_of(world, 1, unit=oldest)
    hours_of(world, 1, unit=world.green_water, code="River")
    assert told(progress(roster).members[0]) == ("王小明", "active", "4", "0")
    assert told(progress(a_roster_of_old(world, old)).members[0])[2] == "2"


def a_roster_of_old(world: World, old: object) -> YearRoster:
    """The old unit's own roster: what was earned later under the new code is not its."""
    roster = a_roster(world, unit=old)  # type: ignore[arg-type]
    a_member(world, roster, 1)
    return roster


def test_units_that_succeed_each_other_in_a_circle_end_somewhere(world: World) -> None:
    old = a_unit("355000001I", "綠水縣環境保護科")
    old.successor, world.green_water.successor = world.green_water, old
    old.save(update_fields=("successor",))
    world.green_water.save(update_fields=("successor",))
    assert progress(a_roster(world)).totals.active == 0


def test_a_roster_is_kept_for_ones_own_unit_and_those_under_it(world: World) -> None:
    under = a_unit("355000003I", "綠水縣清潔隊")
    under.parent = world.green_water
    under.save(update_fields=("parent",))
    assert a_roster(world, unit=under).unit == under
    with pytest.raises(UnitNotKept):
        a_roster(world, unit=world.blue_hill)
    with pytest.raises(RosterStands):
        a_roster(world, unit=under)
    assert YearRoster.objects.count() == 1


def test_a_new_year_begins_with_the_people_who_stay(world: World) -> None:
    last = a_roster(world, roc_year=114)
    a_member(world, last, 1)
    a_member(world, last, 2, "林一", left=date(2025, 6, 1))
    exempt = a_member(world, last, 3, "邱曉雯")
    exempt_member(member=exempt, version=1, reason="育嬰留停", proof=None, officer=world.alice, at=NOW)
    set_classes(roster=last, classes=[("三年一班", 28)], officer=world.alice, at=NOW)
    roster = open_roster(unit=world.green_water, roc_year=115, following=last, officer=world.alice, at=NOW)
    found = progress(roster)
    assert [told(one)[:2] for one in found.members] == [("王小明", "active"), ("邱曉雯", "active")]
    assert [(one.name, one.head_count) for one in found.classes] == [("三年一班", 28)]


def test_classes_are_counted_by_the_hours_of_their_group(world: World) -> None:
    roster = a_roster(world)
    set_classes(roster=roster, classes=[("三年一班", 28), ("三年二班", 30)], officer=world.alice, at=NOW)
    set_classes(roster=roster, classes=[("三年二班", 31)], officer=world.alice, at=NOW)
    for number, name in enumerate(("三年一班", "三年 二班")):
        GroupAward.objects.create(
            offering=world.offering,
            name=name,
            unit=world.green_water if number else None,
            head_count=28,
            digital_hours=0,
            in_person_hours=4 if number else 2,
            state="reviewed",
            entered_at=NOW,
            entered_by=world.alice.account,
        )
    found = progress(roster)
    assert [(one.name, one.head_count, plain(one.hours), plain(one.lacking)) for one in found.classes] == [
        ("三年一班", 28, "2", "2"),
        ("三年二班", 31, "4", "0"),
    ]
    assert (found.totals.heads, found.totals.heads_complete, found.totals.percent) == (59, 31, 52)


@pytest.mark.parametrize("file_format", list(RosterFormat))
def test_an_export_is_on_record_with_its_purpose(world: World, file_format: RosterFormat) -> None:
    roster = a_roster(world)
    a_member(world, roster, 1, "=cmd")
    hours_of(world, 1, "=cmd")
    ask = {"roster": roster, "file_format": file_format, "officer": world.alice, "on": TODAY, "at": NOW}
    with pytest.raises(YearPurposeMissing):
        export_roster(purpose=YearPurpose.OTHER, purpose_note=" ", **ask)  # type: ignore[arg-type]
    made = export_roster(purpose=YearPurpose.URGE, purpose_note="", **ask)  # type: ignore[arg-type]
    assert made.file_name == f"年度人員名冊_115_355000000I.{file_format}"
    if file_format == RosterFormat.CSV:
        row = f"'=cmd,******{an_id(1).last4},1,,,在職,2,2,"
        assert made.content.decode("utf-8-sig").splitlines()[1] == row
    paper = YearPaper.objects.get()
    assert (paper.rows, paper.purpose) == (1, YearPurpose.URGE)
    assert AuditEntry.objects.get(verb=Verb.PAPER_MADE).facts["sha256"] == paper.sha256


def test_an_empty_roster_is_no_file(world: World) -> None:
    with pytest.raises(EmptyRoster):
        export_roster(
            roster=a_roster(world),
            file_format=RosterFormat.CSV,
            purpose=YearPurpose.CHECK,
            purpose_note="",
            officer=world.alice,
            on=TODAY,
            at=NOW,
        )


def test_people_and_proofs_are_forgotten_after_three_years(world: World) -> None:
    roster = a_roster(world)
    member = a_member(world, roster, 1)
    exempt_member(member=member, version=1, reason="長期病假", proof=PDF, officer=world.alice, at=NOW)
    content = "姓名,身分證字號末四碼\n林一,0001\n".encode()
    stage_roster(roster=roster, content=content, officer=world.alice, at=NOW)
    assert purge_imports(at=NOW + timedelta(hours=23)) == 0 and YearImport.objects.get().content
    assert purge_imports(at=NOW + timedelta(hours=25)) == 1
    assert purge_rosters(at=datetime(2030, 1, 31, tzinfo=TAIPEI)) == 0 and YearMember.objects.exists()
    assert YearImport.objects.get().content is None
    assert purge_rosters(at=datetime(2030, 2, 1, tzinfo=TAIPEI)) == 1
    assert not YearMember.objects.exists() and not YearProof.objects.exists() and YearRoster.objects.exists()


def test_progress_of_many_takes_as_many_statements_as_of_one(world: World) -> None:
    roster = a_roster(world)
    a_member(world, roster, 1)
    hours_of(world, 1)

    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert progress(roster).members
        return len(asked)

    few = statements()
    YearMember.objects.bulk_create(
        [
            YearMember(roster=roster, name=f"人{n}", id_last4=f"{n:04}", added_at=NOW, added_by=world.alice.account)
            for n in range(300)
        ]
    )
    hours_of(world, 2, "人2")
    assert statements() == few <= 7
