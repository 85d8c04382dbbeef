"""Whether the time of an answer tells if a number, or an account, is known: at four doors, over interleaved pairs.

In each pair one request tells something known and one something unknown, in random order; the figure is the upper
95 % bound (by order statistics) of the median of their differences, of the worst door. Single answers are noisy on a
busy machine; medians of pairs that ran beside each other are what this compares. Registration hashes the password of
both alike: it is measured with a quick hasher, so that a small difference is not hidden by the noise of a slow one.
"""

import itertools
import json
import math
import random
import time
from collections.abc import Callable, Iterator
from datetime import datetime

from django.conf import settings
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from hefa.base.clock import now
from tests.cast import Gate, a_gate, a_registered, a_walk_in, an_account, an_id, build_world

PAIRS = 2_000
DOORS = 4
CONFIDENCE_DEVIATES = 1.96
WARMING = 20
QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]
Ask = Callable[[Client, int], None]


def timing_gap_ms(*, pairs: int = PAIRS, seed: int = 1) -> dict[str, float]:
    """The bound of the worst door, under its own name, and that of each door."""
    picked = random.Random(seed)  # noqa: S311 - an order, no secret
    each = math.ceil(pairs / DOORS)
    with override_settings(PASSWORD_HASHERS=QUICK, ALLOWED_HOSTS=["testserver"]):
        world = build_world(at=now())
        gate = a_gate(world.alice, world.offering, at=now())
        asks = {"code": _make_code, "register": _register, "reset": _ask_reset, "gate": lambda c, n: _tell(gate, c, n)}
        bounds = {door: _bound(ask, each, picked, first=10_000 * n) for n, (door, ask) in enumerate(asks.items(), 1)}
    return {"timing_gap_ms": max(bounds.values())} | {f"timing_{door}_ms": bound for door, bound in bounds.items()}


def bound_of_median(values: list[float]) -> float:
    """How far from 0 the median may lie, either way: the farther end of its 95 % interval by order statistics."""
    ordered, count = sorted(values), len(values)
    reach = CONFIDENCE_DEVIATES * math.sqrt(count) / 2
    low, high = max(math.floor(count / 2 - reach), 0), min(math.ceil(count / 2 + reach), count - 1)
    return max(ordered[high], -ordered[low])


def _bound(ask: Ask, pairs: int, picked: random.Random, *, first: int) -> float:
    """In ms: an answer that is quicker for what is known tells as much as one that is slower."""
    differences = []
    for number in range(first, first + 2 * (pairs + WARMING), 2):
        _make_known(number, at=now())
        turns = [(number, 1), (number + 1, -1)]
        picked.shuffle(turns)
        differences.append(1000 * sum(sign * _seconds(ask, told) for told, sign in turns))
    return round(bound_of_median(differences[WARMING:]), 3)


def _make_known(number: int, *, at: datetime) -> None:
    """Somebody whose number an account has; every second one under another name than will be told."""
    name = "王小明" if number % 4 else "林小華"
    if number % 8:
        a_walk_in(number, name=name, at=at)
        an_account(f"person{number}", at=at)
    else:
        a_registered(number, username=f"person{number}", name=name, at=at)


def _seconds(ask: Ask, number: int) -> float:
    """A browser that was never here, from an address that was never here."""
    client = Client(REMOTE_ADDR=next(ADDRESSES))
    began = time.perf_counter()
    ask(client, number)
    return time.perf_counter() - began


def _addresses() -> Iterator[str]:
    for number in itertools.count():
        yield f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


ADDRESSES = _addresses()


def _make_code(client: Client, number: int) -> None:
    told = {"name": "王小明", "national_id": an_id(number).value, "unit_choice": "none"}
    assert client.post(reverse("learner:code_make"), told).status_code == 302


def _register(client: Client, number: int) -> None:
    told = {"name": "王小明", "national_id": an_id(number).value, "unit_choice": "none", "username": f"new{number}"}
    told |= {"email": "new@example.org", "password": "Green-Water-2026", "password_again": "Green-Water-2026"}
    assert client.post(reverse("learner:register"), told).status_code == 302


def _ask_reset(client: Client, number: int) -> None:
    assert client.post(reverse("learner:forgotten"), {"username_or_email": f"person{number}"}).status_code == 200


def _tell(gate: Gate, client: Client, number: int) -> None:
    told = {"name": "王小明", "number": an_id(number).value, "unit": "none"}
    answer = client.post(
        "/api/scan/v1/walk-ins",
        json.dumps(told),
        content_type="application/json",
        headers={"Authorization": gate.authorization},
    )
    assert answer.status_code == 200, (answer.status_code, settings.DEBUG)
