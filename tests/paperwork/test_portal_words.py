"""ECPA 姓名 and 課程代碼: what a portal is told otherwise than Hefa knows it."""

from uuid import UUID

import pytest

from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.paperwork.actions import (
    NameOvertaken,
    NameUnfit,
    end_ecpa_name,
    give_ecpa_name,
    make_paper,
    preflight,
    tell_course_code,
)
from hefa.paperwork.models import EcpaName, PortalCourse
from hefa.paperwork.names import Mend, ProblemKind, Purpose
from hefa.paperwork.papers import PROFILES
from hefa.paperwork.rules import Profile, ecpa_name_problem, tidy
from tests.cast import World
from tests.paperwork.conftest import Earn

ECPA = PROFILES["ecpa-hours-25"]


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        pytest.param("王小坤", None, id="a name"),
        pytest.param(" Ngayaw‧Kacaw ", None, id="romanised, with spaces around"),
        pytest.param("", "請輸入 ECPA 姓名。", id="empty"),
        pytest.param("王" * 101, "姓名最多 100 個字。", id="too long"),
        pytest.param("王堃峯", "收件系統的字集（Big5）沒有「堃、峯」，請改用其他字。", id="not in cp950"),
        pytest.param("王,小明", "姓名不可含逗號、引號或換行。", id="comma"),
        pytest.param("=王", "姓名不可用「=」開頭。", id="formula"),
    ],
)
def test_what_a_portal_takes_for_a_name(name: str, problem: str | None) -> None:
    assert ecpa_name_problem(tidy(name)) == problem


def text(world: World, profile: Profile = ECPA) -> str:
    made = make_paper(
        offering=world.offering, profile=profile, purpose=Purpose.CHECK, purpose_note="", left_out=(),
        officer=world.alice, at=world.at,
    )  # fmt: skip
    return made.content.decode(profile.encoding)


@pytest.mark.django_db
def test_the_portal_gets_the_ecpa_name_and_people_get_the_own_one(world: World, earn: Earn) -> None:
    learner = earn(1, "王小堃").learner
    given = give_ecpa_name(learner=learner, name="王小坤", held=None, officer=world.alice, at=world.at)
    found = preflight(offering=world.offering, profile=ECPA, officer=world.alice, at=world.at)
    [problem] = found.problems
    assert (problem.name, problem.finding.kind, problem.finding.mend) == (
        "王小堃", ProblemKind.ECPA_NAME, Mend.ECPA_NAME,
    )  # fmt: skip
    assert found.blocked == frozenset()
    assert "王小坤" in text(world)
    assert "王小堃" in text(world, PROFILES["issued-list"]) and "王小坤" not in text(world, PROFILES["issued-list"])
    entry = AuditEntry.objects.get(verb=Verb.ECPA_NAME_GIVEN)
    assert (entry.subject_id, entry.facts) == (learner.public_id, {})
    assert end_ecpa_name(learner=learner, held=given.public_id, officer=world.alice, at=world.at)
    kinds = [
        one.finding.kind
        for one in preflight(offering=world.offering, profile=ECPA, officer=world.alice, at=world.at).problems
        if one.finding.blocking
    ]
    assert kinds == [ProblemKind.NAME_CHARACTER]


@pytest.mark.django_db
def test_another_organiser_keeps_its_own_names(world: World, earn: Earn) -> None:
    learner = earn(1, "王小堃").learner
    give_ecpa_name(learner=learner, name="王小坤", held=None, officer=world.charlie, at=world.at)
    found = preflight(offering=world.offering, profile=ECPA, officer=world.alice, at=world.at)
    assert found.blocked


@pytest.mark.django_db
def test_of_two_officers_the_second_is_told(world: World, earn: Earn) -> None:
    learner = earn(1, "王小堃").learner
    first = give_ecpa_name(learner=learner, name="王小坤", held=None, officer=world.alice, at=world.at)
    with pytest.raises(NameOvertaken):
        give_ecpa_name(learner=learner, name="王小昆", held=None, officer=world.bob, at=world.at)
    give_ecpa_name(learner=learner, name="王小昆", held=first.public_id, officer=world.bob, at=world.at)
    with pytest.raises(NameOvertaken):
        give_ecpa_name(learner=learner, name="王小坤", held=first.public_id, officer=world.alice, at=world.at)
    assert not end_ecpa_name(learner=learner, held=first.public_id, officer=world.alice, at=world.at)
    assert not end_ecpa_name(learner=learner, held=UUID(int=1), officer=world.alice, at=world.at)
    names = EcpaName.objects.order_by("pk")
    assert [(one.name, one.ended_at is None) for one in names] == [("王小坤", False), ("王小昆", True)]


@pytest.mark.django_db
def test_a_name_that_big5_lacks_is_refused(world: World, earn: Earn) -> None:
    with pytest.raises(NameUnfit):
        give_ecpa_name(learner=earn(1).learner, name="喆", held=None, officer=world.alice, at=world.at)
    assert not EcpaName.objects.exists() and not AuditEntry.objects.filter(verb=Verb.ECPA_NAME_GIVEN).exists()


@pytest.mark.django_db
def test_the_course_code_is_told_once_for_all_offerings_and_may_be_corrected(world: World, earn: Earn) -> None:
    earn(1, "王小明")
    existing = PROFILES["ecpa-existing-17"]
    found = preflight(offering=world.offering, profile=existing, officer=world.alice, at=world.at)
    assert [(one.finding.column, one.finding.mend) for one in found.of_offering] == [("課程代碼", Mend.COURSE_CODE)]
    for code in ("EC1", "EC2"):
        tell_course_code(activity=world.activity, code=code, officer=world.alice, at=world.at)
    assert PortalCourse.objects.get().code == "EC2"
    assert "\r\nEC2,1," in text(world, existing)
