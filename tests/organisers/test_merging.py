"""Organisers are merged and taken apart again, and nothing that they held is rewritten."""

from uuid import UUID

import pytest

from hefa.activities.models import Activity
from hefa.activities.queries import offerings_of
from hefa.organisers.actions import (
    MergeRefused,
    OrganiserClosed,
    disable_organiser,
    merge_organiser,
    unmerge_organiser,
)
from hefa.organisers.models import Officer, Organiser
from hefa.organisers.names import Duty
from hefa.organisers.queries import officers_of, offices_over
from tests.cast import NOW, World, a_gate, a_unit, an_officer, build_world
from tests.crowd import at_once
from tests.organisers.test_leaving import TODAY, leave, pass_of


def merge(world: World, organiser: Organiser, successor: Organiser) -> int:
    return merge_organiser(
        organiser=organiser, successor=successor, reason="組織改造", by=world.alice.account, at=NOW, today=TODAY
    )


def part(world: World, organiser: Organiser) -> None:
    unmerge_organiser(organiser=Organiser.objects.get(pk=organiser.pk), reason="誤併", by=world.alice.account, at=NOW)


def seen_by(officer: Officer) -> set[UUID]:
    return set(offerings_of(officer.account, on=TODAY).values_list("public_id", flat=True))


@pytest.mark.django_db
def test_the_successors_officers_see_what_was_held_and_nothing_is_rewritten(world: World) -> None:
    both = {world.offering.public_id, world.other_offering.public_id}
    gate = a_gate(world.charlie, world.other_offering)
    before = list(Activity.objects.order_by("pk").values())
    assert merge(world, world.other_organiser, world.organiser) == 1
    assert seen_by(world.alice) == seen_by(world.charlie) == both
    assert list(Activity.objects.order_by("pk").values()) == before
    assert pass_of(gate).ended_at == gate.station.valid_until
    assert offices_over(world.alice.account, world.other_organiser, on=TODAY).get() == world.alice
    assert not offices_over(world.alice.account, a_third(), on=TODAY).exists()
    with pytest.raises(OrganiserClosed):
        an_officer("erin", world.other_organiser)


@pytest.mark.django_db
def test_merges_are_followed_over_generations(world: World) -> None:
    third = a_third()
    erin = an_officer("erin", third)
    merge(world, world.other_organiser, world.organiser)
    merge(world, world.organiser, third)
    assert seen_by(erin) == {world.offering.public_id, world.other_offering.public_id}
    assert seen_by(world.alice) == seen_by(erin)


@pytest.mark.django_db
def test_taken_apart_each_has_its_own_again(world: World) -> None:
    merge(world, world.other_organiser, world.organiser)
    part(world, world.other_organiser)
    assert seen_by(world.alice) == {world.offering.public_id}
    assert seen_by(world.charlie) == {world.other_offering.public_id}
    assert officers_of(world.charlie.account, on=TODAY).get() == world.charlie
    merge(world, world.other_organiser, world.organiser)
    assert seen_by(world.charlie) == {world.offering.public_id, world.other_offering.public_id}
    with pytest.raises(MergeRefused):
        part(world, world.organiser)


@pytest.mark.django_db
def test_nothing_is_taken_apart_when_the_successor_would_be_left_alone(world: World) -> None:
    merge(world, world.other_organiser, world.organiser)
    leave(world.alice, world)
    leave(world.bob, world)
    with pytest.raises(MergeRefused, match="沒有可維護活動的承辦人"):
        part(world, world.other_organiser)
    assert Officer.objects.filter(organiser=world.organiser, ended_at=None, duties__contains=[Duty.MANAGE]).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("case", ["itself", "into a disabled one", "twice", "back again"])
def test_what_cannot_be_merged(world: World, case: str) -> None:
    organiser, successor = world.other_organiser, world.organiser
    if case == "into a disabled one":
        disable_organiser(organiser=successor, reason="停辦", by=world.alice.account, at=NOW)
    if case in ("twice", "back again"):
        merge(world, organiser, successor)
    pair = {"itself": (organiser, organiser), "back again": (successor, organiser)}.get(case, (organiser, successor))
    with pytest.raises(MergeRefused):
        merge(world, *pair)


@pytest.mark.django_db(transaction=True)
def test_two_that_merge_into_each_other_at_once_make_no_circle() -> None:
    world = build_world()
    pair = (world.organiser, world.other_organiser)

    def go(organiser: Organiser, successor: Organiser) -> bool:
        try:
            merge(world, organiser, successor)
        except MergeRefused:
            return False
        return True

    assert sorted(at_once([lambda: go(*pair), lambda: go(*reversed(pair))])) == [False, True]
    assert Organiser.objects.filter(successor__isnull=False).count() == 1


def a_third() -> Organiser:
    unit = a_unit("A99000000E", "示範環境研究院")
    return Organiser.objects.create(name=unit.name, unit=unit, approved_at=NOW)
