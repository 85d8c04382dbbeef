"""The pack of an offering as a phone fetches it, and how long the page needs to look one code up in it.

Chromium opens the scanner's page from the real server; the scanner's own modules, bundled by its own esbuild, take the
pack that the page fetches and look codes up. The times are of codes on the roster: a look-up of these searches the void
list and the awarded, and opens the sealed line too, so that no other takes longer.
"""

import shutil
import statistics
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.scan_request import Gate

SCANNER = Path(__file__).parents[1] / "scanner"
MODULES = 'export { knowledge } from "./knowledge"; export { readPack } from "./pack";'
ROUNDS = 5
IN_A_ROW = 20
"""Chromium's clock has steps of 0.1 ms: for the median each code is looked up so many times in a row."""
TAKE = """
async ([url, authorization]) => {
  const began = performance.now();
  const answer = await fetch(url, {headers: {Authorization: authorization}});
  const bytes = await answer.arrayBuffer();
  const fetched = performance.now();
  window.known = hefaPack.knowledge();
  window.known.take(hefaPack.readPack(bytes));
  const sent = answer.headers.get('content-encoding') ? Number(answer.headers.get('content-length')) : bytes.byteLength;
  return {sent, fetch_ms: fetched - began, take_ms: performance.now() - fetched};
}
"""
LOOK_UP = """
async ([codes, times]) => {
  const told = [];
  for (const code of codes) {
    let known;
    const began = performance.now();
    for (let n = 0; n < times; n += 1) known = await window.known.of(code);
    told.push([(performance.now() - began) / times, known.voided, known.person !== null]);
  }
  return told;
}
"""


@dataclass(frozen=True)
class PackWorld:
    """A gate whose pack holds a roster and a long void list, and ids (hex) of codes of both and of neither."""

    gate: Gate
    enrolled: Sequence[str]
    voided: Sequence[str]
    strangers: Sequence[str]


def measure(address: str, world: PackWorld) -> dict[str, float]:
    """pack_bytes as they were sent, lookup_ms (median) and lookup_p99_ms; every answer is checked."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"{address}/scanner/")
        page.evaluate(_bundle())
        url = f"/api/scan/v1/offerings/{world.gate.offering}/pack?cursor="
        taken = page.evaluate(TAKE, [url, world.gate.authorization])

        def look_up(codes: Sequence[str], answer: list[bool], *, times: int = 1) -> list[float]:
            told = page.evaluate(LOOK_UP, [list(codes), times])
            if any(known != answer for _, *known in told):
                raise SystemExit("the page found something else in the pack than the server put in")
            return [ms for ms, *_ in told]

        look_up(world.voided, [True, False])
        look_up(world.strangers, [False, False])
        look_up(world.enrolled, [False, True], times=IN_A_ROW)
        medians = [statistics.median(look_up(world.enrolled, [False, True], times=IN_A_ROW)) for _ in range(ROUNDS)]
        single = [ms for _ in range(ROUNDS) for ms in look_up(world.enrolled, [False, True])]
        browser.close()
    return {
        "pack_bytes": taken["sent"],
        "pack_fetch_ms": round(taken["fetch_ms"]),
        "pack_take_ms": round(taken["take_ms"]),
        "lookup_ms": round(statistics.median(medians), 2),
        "lookup_p99_ms": round(statistics.quantiles(single, n=100)[98], 2),
    }


def _bundle() -> str:
    """The scanner's modules of the pack as one script that sets `hefaPack`."""
    done = subprocess.run(
        [str(SCANNER / "node_modules/.bin/esbuild"), "--bundle", "--minify", "--format=iife",
         "--global-name=hefaPack", "--target=chrome90", "--loader=ts"],
        input=MODULES, cwd=SCANNER / "src", capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"the scanner's modules could not be bundled: {done.stderr[-2000:]}")
    return done.stdout + ";window.hefaPack=hefaPack;"
