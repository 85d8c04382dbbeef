"""The scan API under requests drawn from its own OpenAPI schema: no answer is a 5xx, whoever is refused changes nothing."""

import os

import pytest

from tests.cast import World
from tests.web.fuzz.api import CALLERS, fuzz_api, operations

pytestmark = pytest.mark.django_db
REQUESTS = int(os.environ.get("HEFA_FUZZ_API", "600"))
SEED = int(os.environ.get("HEFA_SEED", "1"))
TURNED = {"unknown": {401, 404}, "none": {401, 404}}
"""What those are answered whom no door knows."""


def test_the_schema_names_every_door() -> None:
    assert len(operations()) >= 10


@pytest.mark.control("T16", "T23")
@pytest.mark.parametrize("caller", CALLERS)
def test_no_request_of_the_schema_is_an_error_of_ours(caller: str, world: World) -> None:
    wanted = REQUESTS // len(CALLERS)
    tally = fuzz_api(world=world, caller=caller, requests_wanted=wanted, start=SEED)
    assert tally.faults == [], f"HEFA_SEED={SEED}: " + "\n".join(tally.faults)
    assert (tally.answers_5xx, tally.ids_in_output, tally.changed_by_refused) == (0, 0, 0)
    assert tally.requests >= wanted and set(tally.statuses) <= TURNED.get(caller, set(tally.statuses))
