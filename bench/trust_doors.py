"""Whether the doors hold: walked by everybody against their table, then asked oddly, by the pieces of the tests.

Every part of the addresses has a world of its own, undone afterwards. National IDs are looked for in every answer, its
headers and every line of the log.
"""

import sys
from collections.abc import Mapping

import time_machine
from django.test.utils import override_settings, setup_test_environment, teardown_test_environment

from bench.trust_audit import undone
from bench.trust_timing import QUICK
from ops import doors
from tests.cast import NOW, build_world
from tests.proven import just_proven
from tests.web.fuzz.api import CALLERS, fuzz_api
from tests.web.fuzz.fuzzing import fuzz, shares
from tests.web.fuzz.tally import Tally
from tests.web.walk.walking import walk

PARTS = 6
OF_THE_API = 6
"""One request in so many goes to the scan API."""


def figures(*, requests: int, seed: int = 1) -> Mapping[str, float]:
    """`doors_walked` and those `doors_astray`, `requests_fuzzed`, and what must be none among all answers."""
    setup_test_environment()
    try:
        with (
            time_machine.travel(NOW, tick=False),
            just_proven(),
            override_settings(PASSWORD_HASHERS=QUICK),
        ):
            walked, astray, knocks = _walked()
            asked = _asked(requests, seed)
    finally:
        teardown_test_environment()
    for fault in (*knocks.faults, *asked.faults):
        print(f"{'':>26}  {fault}", file=sys.stderr)
    return {
        "doors_walked": float(walked),
        "doors_astray": float(astray),
        "requests_fuzzed": float(asked.requests),
        "answers_5xx": float(knocks.answers_5xx + asked.answers_5xx),
        "ids_in_output": float(knocks.ids_in_output + asked.ids_in_output),
        "changed_by_refused": float(knocks.changed_by_refused + asked.changed_by_refused),
    }


def _walked() -> tuple[int, int, Tally]:
    """How many doors were walked, how many did not answer as the table says, and what came of it."""
    names, walked, tally = [door.name for door in doors.doors()], 0, Tally()
    for number in range(PARTS):
        with undone(superuser=False):
            came = walk(world=build_world(), names=names[number::PARTS])
        walked += len(came.doors)
        tally.add(came.tally)
    return walked, len({fault.partition(" ")[0] for fault in tally.faults}), tally


def _asked(requests: int, seed: int) -> Tally:
    """So many odd requests: to the forms of the site, and to the scan API by each of its callers."""
    tally = Tally()
    of_forms = shares(requests - requests // OF_THE_API)
    for number in range(PARTS):
        with undone(superuser=False):
            asked = {name: of_forms[name] for name in list(of_forms)[number::PARTS]}
            tally.add(fuzz(world=build_world(), asked=asked, start=seed))
    for caller in CALLERS:
        with undone(superuser=False):
            wanted = -(-requests // OF_THE_API // len(CALLERS))
            tally.add(fuzz_api(world=build_world(), caller=caller, requests_wanted=wanted, start=seed))
    return tally
