"""A paper made by the officer of the world."""

from typing import Any

from hefa.paperwork.actions import (
    MadePaper,
    make_paper,
)
from hefa.paperwork.names import Purpose
from hefa.paperwork.papers import PROFILES
from hefa.paperwork.rules import Profile
from tests.cast import World

ECPA, LIST = PROFILES["ecpa-hours-25"], PROFILES["issued-list"]


def made(world: World, profile: Profile = ECPA, **changes: Any) -> MadePaper:
    """For ECPA unless `changes` say otherwise."""
    wanted: dict[str, Any] = {"purpose": Purpose.ECPA, "purpose_note": "", "left_out": frozenset()}
    return make_paper(
        offering=world.offering, profile=profile, officer=world.alice, at=world.at, **{**wanted, **changes}
    )
