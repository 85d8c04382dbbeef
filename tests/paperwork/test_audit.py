"""查核: what stands under an auditor, what a sample draws, and what the 佐證資料包 holds."""

import io
import re
from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from hefa.activities.actions import add_attachment, remove_attachment
from hefa.activities.models import Offering
from hefa.activities.names import AttachmentKind
from hefa.activities.queries import overseen_offerings
from hefa.audit.models import AuditEntry
from hefa.audit.names import SYSTEM, Verb
from hefa.awards.actions import AwardChange, EnteredRow, change_awards, enter_awards, revoke_awards
from hefa.awards.models import Award, AwardCorrection
from hefa.awards.names import AwardSource, AwardState
from hefa.base.hours import Hours
from hefa.organisers.actions import approve_organiser, merge_organiser
from hefa.organisers.models import Officer, Organiser
from hefa.organisers.names import Duty
from hefa.organisers.queries import overseen_by
from hefa.paperwork.actions import draw_sample, take_bundle
from hefa.paperwork.models import AuditBundle, AuditSample
from hefa.paperwork.prints.typeset import pictures
from hefa.paperwork.queries import evidence_of
from hefa.units.models import Unit
from tests import cast
from tests.cast import NOW, World, a_unit, an_activity, an_id, an_offering, an_officer

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
LATER = NOW + timedelta(days=30)


def seen(auditor: Officer) -> set[str]:
    return set(overseen_by(auditor.account, on=TODAY).values_list("name", flat=True))


def test_an_auditor_sees_down_the_tree_and_nothing_beside_it(world: World) -> None:
    auditor = cast.audrey(world)
    assert seen(auditor) == {"綠水縣政府環境保護局"}
    assert not overseen_offerings(world.alice.account, on=TODAY).exists()
    section = a_unit("376990101A", "空噪科")
    Unit.objects.filter(pk=section.pk).update(parent=world.green_water)
    organiser = approve_organiser(name="空噪科", unit=section, actor=SYSTEM, at=NOW)
    assert seen(auditor) == {"綠水縣政府環境保護局", "空噪科"}
    Unit.objects.filter(code="376990000A").update(parent=section)
    assert seen(auditor) == {"綠水縣政府環境保護局", "空噪科"}
    Officer.objects.filter(pk=auditor.pk).update(until_date=TODAY - timedelta(days=1))
    assert seen(auditor) == set()
    assert organiser.unit == section


def test_history_of_abolished_units_and_merged_organisers_is_audited_too(world: World) -> None:
    auditor = cast.audrey(world)
    Unit.objects.filter(pk=world.blue_hill.pk).update(successor=world.green_water)
    assert seen(auditor) == {"綠水縣政府環境保護局", "藍山國家公園管理處"}
    Unit.objects.filter(pk=world.blue_hill.pk).update(successor=None)
    merge_organiser(
        organiser=world.other_organiser,
        successor=world.organiser,
        reason="組織改造",
        by=world.alice.account,
        at=NOW,
        today=TODAY,
    )
    assert seen(auditor) == {"綠水縣政府環境保護局", "藍山國家公園管理處"}


def draw(auditor: Officer, seed: str, size: int = 5) -> AuditSample:
    return draw_sample(
        officer=auditor,
        offerings=overseen_offerings(auditor.account, on=TODAY),
        size=size,
        seed=seed,
        roc_year=None,
        of_organiser=None,
        at=LATER,
    )


def test_the_same_seed_draws_the_same_and_another_draws_others(world: World) -> None:
    auditor = cast.audrey(world)
    for number in range(2, 31):
        an_offering(world.activity, number=number)
    first, again, other = draw(auditor, "a1"), draw(auditor, "a1"), draw(auditor, "b2")
    assert first.offerings == again.offerings != other.offerings
    assert (first.population, len(first.offerings), len(set(first.offerings))) == (30, 5, 5)
    assert world.other_offering.public_id not in draw(auditor, "c", size=200).offerings
    assert AuditEntry.objects.filter(verb=Verb.AUDIT_SAMPLED).count() == 4


def test_only_what_is_over_is_drawn(world: World) -> None:
    auditor = cast.audrey(world)
    an_offering(world.activity, number=2, starts_in=timedelta(days=60))
    assert draw(auditor, "a", size=200).offerings == [world.offering.public_id]


def enter(world: World, *numbers: int) -> None:
    rows = [
        EnteredRow(national_id=an_id(number), name=f"李喆堃{number}", unit_id=world.green_water.pk, hours=None)
        for number in numbers
    ]
    enter_awards(
        offering=world.offering, rows=rows, source=AwardSource.HAND, reviewed=True, officer=world.alice, at=NOW
    )


def full(world: World) -> Offering:
    """An offering with people, a revocation, an attachment and a removed one."""
    enter(world, 1, 2, 3)
    award = Award.objects.latest("pk")
    revoke_awards(
        offering=world.offering, versions={award.public_id: award.version}, reason="未到場", officer=world.alice, at=NOW
    )
    keep = {"offering": world.offering, "account": world.alice.account, "at": NOW}
    add_attachment(kind=AttachmentKind.SIGN_IN, content=b"%PDF-1.7\n%%EOF", **keep)  # type: ignore[arg-type]
    gone = add_attachment(kind=AttachmentKind.SIGN_IN, content=b"%PDF-1.6\n%%EOF", **keep)  # type: ignore[arg-type]
    remove_attachment(attachment=gone, reason="傳錯檔案", account=world.bob.account, at=NOW)
    return world.offering


def test_the_evidence_tells_all_and_names_no_learner(world: World) -> None:
    told = evidence_of(full(world))
    assert [row[0] for row in told["people"]] == ["李○○1", "李○○2", "李○○3"]
    assert [row[4] for row in told["people"]] == ["已覆核", "已覆核", "已刪除"]
    assert {row[5] for row in told["people"]} == {"人工登錄（承辦人認定）　Alice"}
    assert told["changes"][0][1:] == ["承辦人刪除", f"李○○3 {told['people'][2][1]}", "Alice", "未到場"]
    assert told["attachments"][0][5] == sha256(b"%PDF-1.7\n%%EOF").hexdigest()
    assert told["removed"][0][3:] == ["Bob", "傳錯檔案"]
    assert "李喆堃" not in str(told) and not re.search(r"[A-Z][12]\d{8}", str(told))


def test_the_evidence_tells_every_correction_with_its_reason(world: World) -> None:
    enter(world, 1)
    for version, reason in ((1, "早退"), (2, "補課")):
        change = AwardChange(Award.objects.get().public_id, version, Hours.of(0, version + 2), AwardState.REVIEWED)
        change_awards(offering=world.offering, changes=[change], reason=reason, officer=world.alice, at=NOW)
    told = evidence_of(world.offering)["changes"]
    assert [(row[1], row[3], row[4]) for row in told] == [("更正", "Alice", "早退"), ("更正", "Alice", "補課")]
    AwardCorrection.objects.all().delete()
    told = evidence_of(world.offering)["changes"]
    assert [row[4] for row in told] == ["補課"], "of those from before every reason was kept, the latest"


def test_many_people_cost_no_more_statements(world: World) -> None:
    enter(world, 1)

    def statements() -> int:
        with CaptureQueriesContext(connection) as told:
            evidence_of(world.offering)
        return len(told)

    few = statements()
    enter(world, *range(10, 60))
    assert statements() == few


def test_the_bundle_leaves_with_purpose_and_hash(world: World) -> None:
    auditor = cast.audrey(world)
    made = take_bundle(officer=auditor, offering=full(world), purpose="115 年度查核", at=NOW)
    assert made.content.startswith(b"%PDF") and made.bundle.sha256 == sha256(made.content).hexdigest()
    kept = AuditBundle.objects.get()
    assert (kept.purpose, kept.rows, kept.taken_by) == ("115 年度查核", 3, auditor.account)
    told = AuditEntry.objects.filter(verb=Verb.AUDIT_OPENED).get()
    assert told.organiser_id == world.organiser.public_id and kept.sha256 in told.facts["what"]


def test_pictures_are_printed_and_what_is_too_large_is_listed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    auditor, drawn = cast.audrey(world), io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(drawn, "PNG")
    kept = {"offering": world.offering, "account": world.alice.account, "at": NOW}
    add_attachment(kind=AttachmentKind.SIGN_IN, content=drawn.getvalue(), **kept)  # type: ignore[arg-type]
    with_picture = take_bundle(officer=auditor, offering=world.offering, purpose="查核", at=NOW).content
    monkeypatch.setattr("hefa.paperwork.actions.audit.LARGEST_PICTURE", 1)
    without = take_bundle(officer=auditor, offering=world.offering, purpose="查核", at=NOW).content
    assert with_picture.count(b"/Subtype/Image") > without.count(b"/Subtype/Image")


def test_the_bundle_is_the_same_for_the_same_hour(world: World) -> None:
    auditor = cast.audrey(world)
    offering = full(world)
    first = take_bundle(officer=auditor, offering=offering, purpose="查核", at=NOW)
    assert take_bundle(officer=auditor, offering=offering, purpose="查核", at=NOW).content == first.content
    data = {**evidence_of(offering), "purpose": "查核", "taken_by": "", "taken_on": "", "pictures": []}
    assert len(pictures("evidence", data, ppi=40)) >= 1


def test_an_auditor_of_nothing_sees_nothing(world: World) -> None:
    lone = Organiser.objects.create(name="無代碼協會", approved_at=NOW)
    auditor = an_officer("zoe", lone, duties=(Duty.AUDIT,))
    an_offering(an_activity(lone, code="Lone"))
    assert seen(auditor) == set()
