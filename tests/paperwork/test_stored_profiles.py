"""Profiles that operators copy, edit and switch: versions are added, none is ever changed."""

from dataclasses import replace

import pytest

from hefa.accounts.models import Account
from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.paperwork.actions import (
    ProfileOvertaken,
    ShippedProfile,
    clone_profile,
    edit_profile,
    make_paper,
    switch_profile,
)
from hefa.paperwork.models import ExportProfile
from hefa.paperwork.names import Purpose
from hefa.paperwork.papers import PROFILES
from hefa.paperwork.queries import held_profiles, offered_profiles, papers_of, profile_history
from hefa.paperwork.rules import Column
from tests.cast import World, olga
from tests.paperwork.conftest import Earn

pytestmark = pytest.mark.django_db
ECPA = PROFILES["ecpa-hours-25"]


@pytest.fixture
def operator(world: World) -> Account:
    return olga(at=world.at).account


def cloned(world: World, operator: Account, code: str = "ecpa-new") -> None:
    source = held_profiles()["ecpa-hours-25"]
    clone_profile(source=source, code=code, label="ECPA 新格式", note="入口網站改版", operator=operator, at=world.at)


def test_a_copy_is_offered_once_it_is_switched_on(world: World, operator: Account) -> None:
    cloned(world, operator)
    assert "ecpa-new" not in offered_profiles()
    held = held_profiles()["ecpa-new"]
    assert (held.shipped, held.active, held.version, held.based_on) == (False, False, 1, "ecpa-hours-25 v1")
    switch_profile(held=held, seen=1, active=True, note="啟用", operator=operator, at=world.at)
    assert offered_profiles()["ecpa-new"] == replace(ECPA, code="ecpa-new", label="ECPA 新格式", version=2)
    assert list(offered_profiles())[: len(PROFILES)] == list(PROFILES)


def test_an_edit_is_a_new_version_and_files_remember_theirs(world: World, operator: Account, earn: Earn) -> None:
    earn(1, "王小明")
    cloned(world, operator)
    held = held_profiles()["ecpa-new"]
    first, *others = held.profile.columns
    changed = replace(held.profile, columns=(Column("*身分證號", first.source, required=True), *others))
    edit_profile(held=held, seen=1, profile=changed, note="欄名更改", operator=operator, at=world.at)
    now = held_profiles()["ecpa-new"].profile
    assert (now.version, now.columns[0].header) == (2, "*身分證號")
    assert ExportProfile.objects.get(version=1).data["columns"][0]["header"] == "*身分證字號"
    made = make_paper(
        offering=world.offering, profile=now, purpose=Purpose.ECPA, purpose_note="", left_out=(), officer=world.alice,
        at=world.at,
    )  # fmt: skip
    assert made.content.decode("cp950").startswith("*身分證號,*課程名稱,")
    assert (made.paper.profile, made.paper.profile_version) == ("ecpa-new", 2)
    assert papers_of(world.offering)[0].label == "ECPA 新格式"
    assert [(one.version, one.note) for one in profile_history("ecpa-new")] == [(2, "欄名更改"), (1, "入口網站改版")]
    assert [entry.facts["version"] for entry in AuditEntry.objects.filter(verb=Verb.PROFILE_STORED).order_by("pk")] == [
        1,
        2,
    ]


def test_of_two_operators_the_second_is_told(world: World, operator: Account) -> None:
    cloned(world, operator)
    held = held_profiles()["ecpa-new"]
    switch_profile(held=held, seen=1, active=True, note="啟用", operator=operator, at=world.at)
    with pytest.raises(ProfileOvertaken):
        edit_profile(held=held, seen=1, profile=held.profile, note="晚了", operator=operator, at=world.at)
    with pytest.raises(ProfileOvertaken):
        cloned(world, operator)
    with pytest.raises(ProfileOvertaken):
        cloned(world, operator, code="env-batch-18")
    assert ExportProfile.objects.count() == 2


def test_profiles_of_the_house_are_switched_but_never_edited(world: World, operator: Account) -> None:
    held = held_profiles()["ecpa-legacy-19"]
    with pytest.raises(ShippedProfile):
        edit_profile(held=held, seen=0, profile=held.profile, note="改", operator=operator, at=world.at)
    switch_profile(held=held, seen=0, active=False, note="已無人使用", operator=operator, at=world.at)
    assert "ecpa-legacy-19" not in offered_profiles()
    held = held_profiles()["ecpa-legacy-19"]
    assert (held.profile, held.active, held.version) == (PROFILES["ecpa-legacy-19"], False, 1)
    switch_profile(held=held, seen=1, active=True, note="再啟用", operator=operator, at=world.at)
    assert offered_profiles()["ecpa-legacy-19"] == PROFILES["ecpa-legacy-19"]
