"""The sealed texts that a phone keeps: marks and references to people."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from hefa.awards.rules.items import read_learner_ref, read_mark, write_learner_ref, write_mark

KEY = bytes(range(32))
STATION = UUID("11111111-1111-4111-8111-111111111111")
OTHER = UUID("22222222-2222-4222-8222-222222222222")
BOOT = UUID("33333333-3333-4333-8333-333333333333")
AT = datetime(2026, 11, 24, 1, 30, 0, 250_000, tzinfo=UTC)


def test_mark_comes_back_to_its_station_and_boot() -> None:
    text = write_mark(KEY, station=STATION, boot=BOOT, at=AT)
    assert read_mark(KEY, text, station=STATION, boot=BOOT) == AT


@pytest.mark.control("T13")
@pytest.mark.parametrize(
    ("key", "station", "boot"),
    [
        pytest.param(KEY, OTHER, BOOT, id="another station"),
        pytest.param(KEY, STATION, OTHER, id="another boot"),
        pytest.param(bytes(32), STATION, BOOT, id="another key"),
    ],
)
def test_mark_of_somebody_else_is_none(key: bytes, station: UUID, boot: UUID) -> None:
    text = write_mark(KEY, station=STATION, boot=BOOT, at=AT)
    assert read_mark(key, text, station=station, boot=boot) is None


@pytest.mark.parametrize("text", ["", "x", "====", "AAAA", "時間", "A" * 80])
def test_mark_that_is_none_is_none(text: str) -> None:
    assert read_mark(KEY, text, station=STATION, boot=BOOT) is None


def test_learner_ref_is_good_for_thirty_minutes_at_one_station() -> None:
    ref = write_learner_ref(KEY, b"sealed", station=STATION, at=AT)
    assert read_learner_ref(KEY, ref, station=STATION, at=AT + timedelta(minutes=29)) == b"sealed"
    assert read_learner_ref(KEY, ref, station=STATION, at=AT + timedelta(minutes=31)) is None
    assert read_learner_ref(KEY, ref, station=OTHER, at=AT) is None


def test_learner_ref_is_no_mark() -> None:
    ref = write_learner_ref(KEY, b"sealed", station=STATION, at=AT)
    assert read_mark(KEY, ref, station=STATION, boot=BOOT) is None


def test_what_was_told_of_somebody_is_bound_to_the_reference() -> None:
    ref = write_learner_ref(KEY, b"sealed", station=STATION, at=AT)
    assert read_learner_ref(KEY, ref, station=STATION, at=AT) == b"sealed"
    assert read_learner_ref(KEY, ref[:16] + "AAAA" + ref[20:], station=STATION, at=AT) is None
    assert read_learner_ref(KEY, ref[:-8], station=STATION, at=AT) is None
