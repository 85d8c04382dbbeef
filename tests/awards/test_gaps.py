"""R21: what a phone counted and never sent is told to the officer, and nothing is refused for it."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hefa.awards.names import Verdict
from hefa.awards.queries import scan_gaps
from hefa.codes.queries import static_text
from tests import cast
from tests.awards.phone import scan, scan_code

pytestmark = pytest.mark.django_db
LARGEST = 2**31 - 1


@pytest.fixture
def gate(world: cast.World) -> cast.Gate:
    return cast.a_gate(world.alice, world.offering)


def tell(gate: cast.Gate, *seqs: int, **changes: Any) -> None:
    scan(gate, *(cast.told(gate, code="no code of ours", seq=seq, **changes) for seq in seqs))


@pytest.mark.control("T12")
@pytest.mark.parametrize(
    ("seqs", "runs", "numbers"),
    [
        pytest.param((), (), "", id="nothing yet"),
        pytest.param((1,), (), "", id="the first"),
        pytest.param((1, 2, 3), (), "", id="all in a row"),
        pytest.param((3, 1, 2), (), "", id="in another order"),
        pytest.param((2,), ((1, 1),), "1", id="the first one is missing"),
        pytest.param((4, 5), ((1, 3),), "1～3", id="the first ones are missing"),
        pytest.param((1, 3), ((2, 2),), "2", id="one in the middle"),
        pytest.param((2, 5, 6, 9), ((1, 1), (3, 4), (7, 8)), "1、3～4、7～8", id="three runs"),
        pytest.param((2, 4, 6, 8, 10, 12), tuple((n, n) for n in range(1, 12, 2)), "1、3、5、7、9等", id="many runs"),
        pytest.param((1, LARGEST, LARGEST), ((2, LARGEST - 1),), f"2～{LARGEST - 1}", id="a phone that tells nonsense"),
    ],
)
def test_the_numbers_that_are_missing(
    world: cast.World, gate: cast.Gate, seqs: tuple[int, ...], runs: tuple[tuple[int, int], ...], numbers: str
) -> None:
    if seqs:
        tell(gate, *seqs)
    gaps = scan_gaps(world.offering)
    assert [(gap.runs, gap.numbers) for gap in gaps] == ([(runs, numbers)] if runs else [])


def test_a_gap_is_gone_when_its_scans_arrive_and_they_were_never_refused(world: cast.World, gate: cast.Gate) -> None:
    tell(gate, 1, 4)
    assert [gap.count for gap in scan_gaps(world.offering)] == [2]
    late = scan_code(gate, static_text(cast.a_walk_in().code), seq=2)
    assert (late.verdict, [gap.numbers for gap in scan_gaps(world.offering)]) == (Verdict.AWARDED, ["3"])
    tell(gate, 3)
    assert scan_gaps(world.offering) == []


def test_each_opening_of_the_page_and_each_phone_counts_for_itself(world: cast.World, gate: cast.Gate) -> None:
    other = cast.a_gate(world.bob, world.offering)
    tell(gate, 1, 2)
    tell(gate, 2, boot=str(uuid4()))
    tell(other, 3)
    with CaptureQueriesContext(connection) as captured:
        gaps = scan_gaps(world.offering)
    assert sorted((str(gap.station), gap.numbers) for gap in gaps) == sorted(
        [(str(gate.station.public_id), "1"), (str(other.station.public_id), "1～2")]
    )
    assert len(captured) == 1 and scan_gaps(world.other_offering) == []
