"""One phone that serves two offerings and sends for both at once."""

from datetime import timedelta

import pytest

from hefa.awards.names import Flag, ReviewReason, Verdict
from hefa.base.code_token import make_live, slot_of, write
from hefa.codes.queries import static_text
from hefa.keys.ring import ring
from hefa.stations.models import StationOffering
from tests import cast
from tests.awards.phone import scan

pytestmark = pytest.mark.django_db


def test_one_picture_at_two_offerings_is_reviewed_in_one_request_too(world: cast.World) -> None:
    """R18."""
    code = cast.a_walk_in().code
    kid, master = ring("code").current
    live = make_live(
        master=master, kid=kid, code_id=bytes(code.code_id), last_day=code.expires_on, slot=slot_of(cast.NOW)
    )
    assert told_at_both(world, write(live)) == [
        (Verdict.AWARDED, (), ()),
        (Verdict.REVIEW, (ReviewReason.SAME_SLOT_TWICE,), ()),
    ]


def test_offerings_that_overlap_are_marked_in_one_request_too(world: cast.World) -> None:
    """R22."""
    assert told_at_both(world, static_text(cast.a_walk_in().code)) == [
        (Verdict.AWARDED, (), ()),
        (Verdict.AWARDED, (), (Flag.OVERLAP,)),
    ]


def told_at_both(world: cast.World, text: str) -> list[tuple[object, ...]]:
    """What one request with a scan of this text at two offerings of the same hour is told."""
    beside = cast.an_offering(world.activity, number=2, starts_in=timedelta(minutes=-20))
    gate = cast.a_gate(world.alice, world.offering)
    StationOffering.objects.create(station=gate.station, offering=beside)
    here = cast.told(gate, code=text, seq=1)
    there = cast.told(gate, code=text, seq=2, offering=str(beside.public_id))
    return [(answer.verdict, answer.reasons, answer.flags) for answer in scan(gate, here, there)]
