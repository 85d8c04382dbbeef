"""What a page says, and a paper that went out."""

from typing import Any

from hefa.paperwork.actions import make_paper
from hefa.paperwork.models import Paper
from hefa.paperwork.names import Purpose
from hefa.paperwork.papers import PROFILES
from tests.cast import World


def exported(world: World, code: str = "ecpa-hours-25", left_out: tuple[Any, ...] = ()) -> Paper:
    """Alice takes everybody of her offering out."""
    return make_paper(
        offering=world.offering, profile=PROFILES[code], purpose=Purpose.CHECK, purpose_note="", left_out=left_out,
        officer=world.alice, at=world.at,
    ).paper  # fmt: skip


def text(answer: Any) -> str:
    """The page as it is sent."""
    return str(answer.content.decode())
