"""Every form of the site under odd requests: `HEFA_FUZZ=50000` sends more, `HEFA_SEED` others, `HEFA_ONLY` to some.

Left alone, a few requests go to each address: the run of all tests has minutes, not hours.
"""

import os

import pytest

from tests.cast import World
from tests.web.fuzz.fuzzing import fuzz

pytestmark = pytest.mark.django_db
REQUESTS = int(os.environ.get("HEFA_FUZZ", "750"))
SEED = int(os.environ.get("HEFA_SEED", "1"))
ONLY = os.environ.get("HEFA_ONLY", "")
NAMESPACES = ("backoffice:", "learner:", "operator:", "records:", "scanner:", "shell:")


@pytest.mark.control("T23")
@pytest.mark.parametrize("namespace", [ONLY] if ONLY else NAMESPACES)
def test_no_request_breaks_a_page_changes_what_it_may_not_or_gets_a_number_back(namespace: str, world: World) -> None:
    tally = fuzz(world=world, requests_wanted=REQUESTS, start=SEED, only=namespace)
    assert tally.faults == [], f"HEFA_SEED={SEED}: " + "\n".join(tally.faults)
    assert (tally.answers_5xx, tally.ids_in_output, tally.changed_by_refused) == (0, 0, 0)
    assert tally.requests > 0 and tally.statuses.get(200, 0) > 0
