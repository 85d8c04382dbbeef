"""bench hall: twenty phones at the doors of one offering of 5,000 for a minute, five hundred learners' pages open.

The site runs as `serve` starts it, its worker beside it. Each phone does what the scanner page does: a scan every so
often, the list after each, and every 15 s its sign of life and the pack's delta; whoever comes to the first door is
shown at the second in the same moment. Each page asks every 2 s whether its code has been scanned, with the ETag of the
last answer. A scan's time counts from when the code is shown, so that waiting for the one before it is in it.

Ends with 1 when any request fails, when a page did not show its learner's hours, or when the ledger is not exact.
"""

import argparse
import asyncio
import json
import os
import statistics
import sys
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.database import own_database
from bench.hall_clients import POLL_SECONDS, Heard, LearnersPage, Phone
from bench.server import free_port
from ops.dev import serving

if TYPE_CHECKING:
    from bench.hall_world import Hall, Page

Told = tuple[Heard, int]
"""What was heard, and how many pages did not show their learner's hours at the end."""


def main() -> None:
    options = argparse.ArgumentParser(prog="dev.py bench hall", description=__doc__)
    options.add_argument("--json", type=Path, help="write the figures to this file")
    options.add_argument("--learners", type=int, default=5000)
    options.add_argument("--stations", type=int, default=20)
    options.add_argument("--pages", type=int, default=500, help="learners' pages that poll")
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--every", type=float, default=1.0, help="seconds between two scans of a phone")
    asked = options.parse_args()
    with own_database("hefa_bench_hall"):
        figures, wrong = measure(asked)
    for name, value in figures.items():
        print(f"{name:>18}  {value}")
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=1) + "\n")
    if wrong:
        raise SystemExit("\n".join(wrong))


def measure(asked: argparse.Namespace) -> tuple[dict[str, float], list[str]]:
    """The figures, and what is wrong in words."""
    import django  # noqa: PLC0415 - after DATABASE_URL points at the bench's own database

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from bench import hall_world  # noqa: PLC0415 - needs Django set up

    hall = hall_world.build(learners=asked.learners, stations=asked.stations)
    scans = min(int(asked.seconds / asked.every), asked.learners // asked.stations)
    shown = hall.pages[: scans * asked.stations]
    polling = shown[:: max(1, len(shown) // asked.pages)][: asked.pages]
    load = os.getloadavg()[0]
    with serving.serving(serving.plain(None, free_port())) as address:
        began, cpu = time.perf_counter(), time.process_time()
        heard, unseen = asyncio.run(_hold(address, hall, shown, polling, asked.every))
        client = (time.process_time() - cpu) / (time.perf_counter() - began)
    wrong = [f"{number} × {kind}" for kind, number in heard.errors.most_common()]
    wrong += [f"{unseen} pages did not show their learner's hours"] if unseen else []
    wrong += hall_world.check(heard.verdicts, shown=len(shown))
    figures: dict[str, float] = {
        "scans": len(heard.verdicts),
        "awarded": sum(verdict == "AWARDED" for verdict in heard.verdicts.values()),
        "polls": len(heard.ms.get("poll", ())),
        "errors": heard.errors.total(),
        "exact": not wrong,
        "load_before": round(load, 1),
        "client_cpus": round(client, 2),
    }
    for kind, times in heard.ms.items():
        points = statistics.quantiles(times, n=100) if len(times) > 1 else times * 99
        figures |= {f"{kind}_p{n}_ms": round(points[n - 1], 1) for n in (50, 95, 99)}
    return figures, wrong


async def _hold(address: str, hall: "Hall", shown: Sequence["Page"], polling: Sequence["Page"], every: float) -> Told:
    """Open all scanners, then let people come; every page asks once more when the last has been scanned."""
    heard, over = Heard(), asyncio.Event()
    since = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    async with AsyncExitStack() as open_browsers:
        enter = open_browsers.enter_async_context
        phones = [await enter(Phone(address, gate, heard)) for gate in hall.gates]
        await asyncio.gather(*(phone.open() for phone in phones))
        print(f"  {len(phones)} scanners are open, {len(polling)} pages begin to ask")
        pages = [
            await enter(LearnersPage(address, f"{page.path}?since={since}", page.cookie, heard)) for page in polling
        ]
        asking = [
            asyncio.create_task(page.poll(after=n / len(pages) * POLL_SECONDS, over=over))
            for n, page in enumerate(pages)
        ]
        plans = plans_of([page.code for page in shown], doors=len(phones), every=every)
        await asyncio.gather(*(phone.serve(plan) for phone, plan in zip(phones, plans, strict=True)))
        over.set()
        await asyncio.gather(*asking)
    return heard, sum(page.awards != 1 for page in pages)


def plans_of(codes: Sequence[str], *, doors: int, every: float) -> list[list[tuple[float, str]]]:
    """When each door is shown which code; whoever comes to the first door is shown at the second in that moment."""
    plans = [[((n + door / doors) * every, code) for n, code in enumerate(codes[door::doors])] for door in range(doors)]
    plans[1] = sorted(plans[0] + plans[1])
    return plans


if __name__ == "__main__":
    main()
