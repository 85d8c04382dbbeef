"""Which time counts."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hefa.awards.names import ClockQuality
from hefa.awards.rules import EffectiveTime, effective_time

RECEIVED = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
NOW = timedelta(0)
MINUTE = timedelta(minutes=1)


@pytest.mark.control("T13")
@pytest.mark.parametrize(
    ("age_mono", "age_dev", "offset", "age", "quality"),
    [
        pytest.param(NOW, NOW, NOW, NOW, ClockQuality.NOW, id="scanned and sent at once"),
        pytest.param(NOW, NOW, 60 * MINUTE, NOW, ClockQuality.NOW, id="sent at once by a wall clock an hour ahead"),
        pytest.param(10 * MINUTE, 10 * MINUTE, NOW, 10 * MINUTE, ClockQuality.GOOD, id="kept ten minutes"),
        pytest.param(
            10 * MINUTE, 9 * MINUTE, NOW, 10 * MINUTE, ClockQuality.GOOD, id="wall clock adjusted by a minute"
        ),
        pytest.param(
            MINUTE, 60 * MINUTE, NOW, 60 * MINUTE, ClockQuality.LOW, id="the phone slept and its mono stopped"
        ),
        pytest.param(None, 30 * MINUTE, NOW, 30 * MINUTE, ClockQuality.LOW, id="the phone was restarted"),
        pytest.param(MINUTE, MINUTE, 60 * MINUTE, MINUTE, ClockQuality.LOW, id="the wall clock is an hour ahead"),
        pytest.param(-MINUTE, -MINUTE, NOW, NOW, ClockQuality.GOOD, id="scanned in the future counts as now"),
    ],
)
def test_effective_time_follows_the_clocks(
    age_mono: timedelta | None, age_dev: timedelta, offset: timedelta, age: timedelta, quality: ClockQuality
) -> None:
    told = effective_time(received_at=RECEIVED, age_mono=age_mono, age_dev=age_dev, offset=offset)
    assert told == EffectiveTime(RECEIVED - age, quality)


AGES = st.timedeltas(timedelta(days=-400), timedelta(days=400))


@pytest.mark.control("T13")
@given(age_mono=st.none() | AGES, age_dev=AGES, offset=AGES)
def test_effective_time_is_never_after_the_receipt(
    age_mono: timedelta | None, age_dev: timedelta, offset: timedelta
) -> None:
    assert effective_time(received_at=RECEIVED, age_mono=age_mono, age_dev=age_dev, offset=offset).at <= RECEIVED
