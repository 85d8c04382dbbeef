"""An undo that waited in the phone with the scans around it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from hefa.awards.models import Award
from hefa.awards.names import ReviewReason, Verdict
from hefa.codes.queries import static_text
from tests import cast
from tests.awards.phone import tell

MINUTE = timedelta(minutes=1)


@pytest.fixture
def gate(world: cast.World) -> cast.Gate:
    return cast.a_gate(world.alice, world.offering)


def made(gate: cast.Gate, minute: int, **changes: object) -> dict[str, object]:
    """A scan that was made in this minute of the phone's life; the request below is sent in the thirtieth."""
    at = cast.NOW + minute * MINUTE
    return cast.told(gate, at=at, seq=minute, t_mono=minute * 60_000.0, **changes)  # type: ignore[arg-type]


def sent(gate: cast.Gate, *items: dict[str, object]) -> list[tuple[Verdict | None, tuple[ReviewReason, ...]]]:
    later = cast.NOW + 30 * MINUTE
    body = cast.batch(gate, *items, at=later) | {"now_mono": 30 * 60_000.0}
    return [(answer.verdict, answer.reasons) for answer in tell(gate, body, at=later)]


def test_whoever_was_scanned_again_after_an_undo_has_the_hours(gate: cast.Gate) -> None:
    """R13: the undo counts from when it was made, not from when it arrived."""
    text, first = static_text(cast.a_walk_in().code), uuid4()
    verdicts = sent(
        gate,
        made(gate, 1, code=text, scan_id=first),
        made(gate, 2, kind="undo", source="hand", undoes=str(first), reason="掃錯人"),
        made(gate, 3, code=text),
    )
    assert verdicts == [(Verdict.AWARDED, ()), (Verdict.UNDONE, ()), (Verdict.AWARDED, ())]
    assert Award.objects.filter(revoked_at__isnull=True).count() == 1


def test_a_scan_from_before_an_undo_that_arrives_after_it_is_reviewed(world: cast.World, gate: cast.Gate) -> None:
    text, first = static_text(cast.a_walk_in().code), uuid4()
    undo = made(gate, 5, kind="undo", source="hand", undoes=str(first), reason="掃錯人")
    sent(gate, made(gate, 1, code=text, scan_id=first), undo)
    other = cast.a_gate(world.bob, world.offering)
    assert sent(other, made(other, 4, code=text)) == [(Verdict.REVIEW, (ReviewReason.REVOKED_BEFORE,))]


def test_an_undo_that_is_told_before_its_scan_undoes_it(gate: cast.Gate) -> None:
    """A wall clock that was set back between the two sorts them so in the outbox."""
    first = uuid4()
    undo = made(gate, 2, kind="undo", source="hand", undoes=str(first), reason="掃錯人")
    verdicts = sent(gate, undo, made(gate, 1, code=static_text(cast.a_walk_in().code), scan_id=first))
    assert verdicts == [(Verdict.UNDONE, ()), (Verdict.AWARDED, ())]
    assert not Award.objects.filter(revoked_at__isnull=True).exists()
