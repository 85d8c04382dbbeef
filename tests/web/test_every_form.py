"""Every form of the site under odd requests: `HEFA_FUZZ=50000` sends more, `HEFA_SEED` others, `HEFA_ONLY` to some.

Left alone, a dozen requests go to each address: the run of all tests has minutes, not hours.
"""

import os

import pytest

from tests.cast import World
from tests.web.fuzz.fuzzing import fuzz, shares

pytestmark = pytest.mark.django_db
REQUESTS = int(os.environ.get("HEFA_FUZZ", "3000"))
SEED = int(os.environ.get("HEFA_SEED", "1"))
ONLY = os.environ.get("HEFA_ONLY", "")
PARTS = 6
"""Each a sixth of the addresses, so that they can be asked beside each other."""


def part(number: int) -> dict[str, int]:
    """The addresses of this part, and how many requests go to each."""
    asked = shares(REQUESTS)
    return {name: asked[name] for name in list(asked)[number::PARTS] if name.startswith(ONLY)}


def test_all_requests_are_asked_for() -> None:
    assert ONLY or sum(sum(part(number).values()) for number in range(PARTS)) == REQUESTS >= 3000


@pytest.mark.long
@pytest.mark.control("T16", "T23", "附表十 軟體及資訊完整性 2")
@pytest.mark.parametrize("number", range(PARTS))
def test_no_request_breaks_a_page_changes_what_it_may_not_or_gets_a_number_back(number: int, world: World) -> None:
    asked = part(number)
    tally = fuzz(world=world, asked=asked, start=SEED)
    assert tally.faults == [], f"HEFA_SEED={SEED}: " + "\n".join(tally.faults)
    assert (tally.answers_5xx, tally.ids_in_output, tally.changed_by_refused) == (0, 0, 0)
    assert tally.requests == sum(asked.values())
    assert tally.statuses[200] > 0 or not asked
