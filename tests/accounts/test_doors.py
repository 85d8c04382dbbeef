"""How often somebody may come to an open door: exact whatever comes at once, and counted together by all workers."""

from datetime import timedelta
from functools import partial

import pytest

from hefa.accounts.actions import count_at_door, purge_expired
from hefa.accounts.models import DoorCount
from hefa.accounts.rules import DOOR_SPAN
from tests.cast import NOW
from tests.crowd import at_once

THREADS = 50


def come(address: str = "192.0.2.1", most: int = 7, *, door: str = "codes", minutes: float = 0) -> object:
    return count_at_door(door=door, comers={address: most, "a browser": 1000}, at=NOW + timedelta(minutes=minutes))


@pytest.mark.control("T24")
@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_get_what_there_is_between_them() -> None:
    answers = at_once([partial(come, f"192.0.2.{n % 2}") for n in range(THREADS)])
    assert answers.count(None) == 14 and set(answers) == {None, NOW + DOOR_SPAN}
    assert sorted(DoorCount.objects.values_list("came", flat=True)) == [25, 25, THREADS]


@pytest.mark.django_db
def test_after_ten_minutes_the_count_begins_anew_and_doors_do_not_share() -> None:
    assert [come(most=1), come(most=1), come(most=1, minutes=9.9)] == [None, NOW + DOOR_SPAN, NOW + DOOR_SPAN]
    assert come(most=1, door="units") is None
    assert come(most=1, minutes=10) is None


@pytest.mark.django_db
def test_a_limit_of_nothing_is_none_and_old_counts_go() -> None:
    assert [come(most=0) for _ in range(3)] == [None] * 3
    assert count_at_door(door="codes", comers={"192.0.2.1": 0}, at=NOW) is None
    assert purge_expired(at=NOW + 2 * DOOR_SPAN) == 1 and not DoorCount.objects.exists()
