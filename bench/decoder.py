"""bench decoder FOLDER: the shipped decoder, in its worker in Chromium, over a folder of pictures.

FOLDER holds an `index.json` with {file, expect, no_code} a picture. Pictures shrink to fit 1280x720 and are never
enlarged first; texts are compared without white space. A picture with a code whose text nobody wrote down
(`expect: null`) leaves the denominator; `false_reads` counts what was read where there is no code.
"""

import argparse
import base64
import http.server
import json
import statistics
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
BUILT = ROOT / "var" / "build" / "scanner"
CHROMIUM = "/usr/bin/chromium"
FITS = (1280, 720)

READ = """
async ([width, height, base64]) => {
  window.worker ??= new Worker('/reader.worker.js');
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const answer = new Promise((resolve) => { window.worker.onmessage = (m) => resolve(m.data); });
  const picture = {kind: 'gray', width, height, data: bytes.buffer};
  window.worker.postMessage({id: 1, picture, effort: 'all'}, [bytes.buffer]);
  return await answer;
}
"""


@dataclass(frozen=True)
class Reading:
    """What was read of one picture, beside what stands in it."""

    file: str
    expect: str | None
    no_code: bool
    texts: tuple[str, ...]
    ms: float

    @property
    def is_right(self) -> bool:
        return self.expect is not None and _plain(self.expect) in {_plain(text) for text in self.texts}


def main() -> None:
    options = argparse.ArgumentParser(prog="dev.py bench decoder", description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--json", type=Path, help="write the figures to this file")
    options.add_argument("--missed", action="store_true", help="name the pictures that were not read")
    asked = options.parse_args()
    readings = read_all(asked.folder)
    with_code = [one for one in readings if one.expect is not None]
    figures = {
        "pictures": len(readings),
        "with_code": len(with_code),
        "read_percent": round(100 * sum(one.is_right for one in with_code) / max(1, len(with_code)), 2),
        "false_reads": sum(bool(one.texts) for one in readings if one.no_code),
        "median_ms": round(statistics.median(one.ms for one in readings), 1),
    }
    for name, value in figures.items():
        print(f"{name:>14}  {value}")
    if asked.missed:
        for one in with_code:
            if not one.is_right:
                print("missed", one.file, one.texts)
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=1) + "\n")


def read_all(folder: Path) -> list[Reading]:
    index: list[dict[str, Any]] = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    with _served(BUILT) as address, sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        page = browser.new_page()
        page.goto(address + "bench.html")
        readings = [_read(page, folder, entry) for entry in index]
        browser.close()
    return readings


def _read(page: Page, folder: Path, entry: dict[str, Any]) -> Reading:
    with Image.open(folder / entry["file"]) as opened:
        picture = _on_white(opened)
    picture.thumbnail(FITS, Image.Resampling.LANCZOS)
    told = [picture.width, picture.height, base64.b64encode(picture.tobytes()).decode()]
    answer = page.evaluate(READ, told)
    texts = tuple(found["text"] for found in answer["found"])
    return Reading(entry["file"], entry["expect"], bool(entry["no_code"]), texts, float(answer["ms"]))


def _on_white(opened: Image.Image) -> Image.Image:
    """As a page shows it: transparent places are white."""
    coloured = opened.convert("RGBA")
    paper = Image.new("RGBA", coloured.size, "white")
    return Image.alpha_composite(paper, coloured).convert("L")


def _plain(text: str) -> str:
    return "".join(text.split())


class _Files(http.server.SimpleHTTPRequestHandler):
    """The built scanner and one empty page."""

    def do_GET(self) -> None:
        if self.path != "/bench.html":
            super().do_GET()
            return
        body = b"<!doctype html><title>bench</title>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Nothing: the figures are the output."""


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Files, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()


if __name__ == "__main__":
    main()
