"""Two hundred histories a run, drawn anew each time, and two planted faults that they must find.

The seed is printed (a failure shows it, and so does `-s`); `--hypothesis-seed=SEED` plays the same histories again.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from hefa.web.scanner import api, asking
from tests import cast
from tests.awards.histories.faults import crashes_possible
from tests.awards.histories.machine import Histories
from tests.awards.histories.plants import no_constraint_on_awards, no_verdict_is_kept
from tests.awards.histories.stage import Clock, build_hall

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]
HISTORIES = 200
STEPS = 25
ALWAYS_SEEN = {
    "AWARDED", "REVIEW", "ALREADY_AWARDED", "VOIDED_CODE", "STATION_ENDED", "UNKNOWN_CODE", "OUTSIDE_WINDOW",
    "replayed", "answer lost", "overtaken", "crash",
}  # fmt: skip
"""What two hundred histories always hold; the rarer rows of the table come now and then."""
Play = Callable[[], Counter[str]]


@pytest.fixture
def play(world: cast.World, monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config) -> Iterator[Play]:
    """Play histories and return what came about in them."""
    clock = Clock(world.at)
    for door in (asking, api):
        monkeypatch.setattr(door, "now", lambda: clock.at)
    hall = build_hall(world, clock)
    chosen = pytestconfig.getoption("--hypothesis-seed")
    number = random.randrange(2**32) if chosen is None else int(chosen)

    class Played(Histories):
        pass

    Played.hall, Played.seen = hall, Counter()

    def run() -> Counter[str]:
        print(f"histories: --hypothesis-seed={number}")  # noqa: T201 - whoever repeats a run needs it
        run_state_machine_as_test(
            seed(number)(Played),
            settings=settings(
                max_examples=HISTORIES,
                stateful_step_count=STEPS,
                phases=(Phase.generate,),
                report_multiple_bugs=False,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
        return Played.seen

    with crashes_possible():
        yield run


def test_two_hundred_histories_end_as_the_oracle_says(play: Play) -> None:
    seen = play()
    print(dict(seen.most_common()))  # noqa: T201 - which rows of the table came about, and how often
    assert seen.keys() >= ALWAYS_SEEN


def test_the_histories_find_a_ledger_without_its_constraint(play: Play) -> None:
    with no_constraint_on_awards(), pytest.raises(AssertionError, match="two awards of one learner stand"):
        play()


def test_the_histories_find_a_server_that_keeps_no_verdict(play: Play) -> None:
    with no_verdict_is_kept(), pytest.raises(AssertionError):
        play()
