"""Do the main job against the running site, and say what happened.

Thirty learners make codes (ten with an account, twenty without), the codes are read back from the pixels of their
pictures, an officer scans them, duplicates and voided codes are refused, passbooks show the hours, and the officer
takes the ECPA file. Everything goes through HTTP; the table is counted from the database.
"""

import argparse
import io
import json
import re
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import django
import zxingcpp
from PIL import Image

from ops.demo.browser import Browser, Page

ROOT = Path(__file__).resolve().parents[2]
OUTPUT = ROOT / "var" / "demo"
EXPECTED = {"awarded": 30, "already": 3, "voided": 2, "passbook_hours": 60, "ecpa_rows": 27}
"""What this script does: 30 learners once, 3 of them again, 2 with a voided code first; 3 names cp950 cannot write."""
ALREADY_WORDS = "已登錄時數"
VOIDED_WORDS = "QRCode 已失效，請重新產生 QRCode"


@dataclass
class Learner:
    """Somebody with a browser and the page of the code in it."""

    name: str
    browser: Browser
    page: Page
    code: str = ""


def main() -> int:
    """Walk, compare with what is expected, and return the exit code."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--base-url", required=True)
    options.add_argument("--json", type=Path)
    asked = options.parse_args()
    django.setup()
    from ops.demo import world  # noqa: PLC0415 - needs Django set up

    began = time.monotonic()
    today = world.plan_offering_of_this_run()
    learners = make_codes(asked.base_url, world)
    gate = open_scanner(asked.base_url, today, world.PASSWORD)
    scan_all(gate, learners)
    shown = passbook_hours(learners, today.number)
    export_rows = export_ecpa(gate.officer, today.public_id)
    table = {
        **world.count_from_database(today),
        "passbook_hours": shown,
        "ecpa_rows": export_rows,
        "seconds": round(time.monotonic() - began, 1),
    }
    return tell(table, asked.json, asked.base_url, world.PASSWORD)


def make_codes(base_url: str, world: Any) -> list[Learner]:
    """Flow A for those with an account, flow B for the others; the code is read from the picture's pixels."""
    learners = [flow_a(base_url, username, name, world.PASSWORD) for username, name in world.registered()]
    learners += [flow_b(base_url, person) for person in world.walk_ins()]
    for learner in learners:
        learner.code = read_picture(learner)
    return learners


def flow_a(base_url: str, username: str, name: str, password: str) -> Learner:
    """With an account: log in and press the button."""
    browser = Browser(base_url)
    log_in(browser, username, password)
    page = browser.get("/code/")
    if "/code/making/" in page.text:
        page = browser.submit(page, "/code/making/")
    return Learner(name, browser, page)


def flow_b(base_url: str, person: Any) -> Learner:
    """Without an account: fill in the form."""
    browser = Browser(base_url)
    form = browser.get("/code/")
    said = {"name": person.name, "national_id": person.national_id, **person.unit}
    page = browser.submit(form, "/code/making/", **said)
    return Learner(person.name, browser, page)


def read_picture(learner: Learner) -> str:
    """Draw the code as this learner's browser shows it and read it back as a phone does."""
    if learner.page.status != 200 or learner.page.url.endswith("/making/"):
        raise SystemExit(f"{learner.name} got no code: {learner.page.status} {learner.page.url}")
    picture = learner.browser.get(learner.page.url + "code.png")
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.content)))
    if len(found) != 1:
        raise SystemExit(f"the picture of {learner.name}'s code holds {len(found)} codes")
    return found[0].text


def log_in(browser: Browser, username: str, password: str) -> None:
    """Through the login page; ends the walk when it is refused."""
    page = browser.submit(browser.get("/login/"), "/login/", username=username, password=password)
    if page.url.endswith("/login/"):
        raise SystemExit(f"{username} could not log in")


class Gate:
    """A scanner that the officer opened, as its page talks to the scan API."""

    def __init__(self, officer: Browser, offering: str, opened: dict[str, Any]) -> None:
        self.officer = officer
        self.offering = offering
        self.boot = str(uuid4())
        self.seq = 0
        self.authorization = f"Station {opened['station']}.{opened['secret']}"

    def scan(self, code: str) -> dict[str, Any]:
        """Scan one code and return its verdict."""
        self.seq += 1
        now = datetime.now(UTC).isoformat()
        mono = time.monotonic() * 1000
        item = {
            "scan_id": str(uuid4()), "boot": self.boot, "seq": self.seq, "offering": self.offering, "kind": "award",
            "code": code, "source": "camera", "t_dev": now, "t_mono": mono, "local": "pending", "settings": 1,
        }  # fmt: skip
        body = {"boot": self.boot, "now_dev": now, "now_mono": mono, "items": [item]}
        answer = self.officer.post_json("/api/scan/v1/scans", body, {"Authorization": self.authorization})
        result: dict[str, Any] = answer["results"][0]
        return result


def open_scanner(base_url: str, today: Any, password: str) -> Gate:
    """QRCode掃描 → 承辦人登入 → 開啟掃描器."""
    officer = Browser(base_url)
    log_in(officer, "demo-alice", password)
    address = f"/scanner/{today.public_id}/"
    if address not in officer.get("/scanner/").text:
        raise SystemExit("the officer's list does not show today's activity")
    page = officer.get(address)
    csrf = re.search(r'data-csrf="([^"]+)"', page.text)
    if csrf is None:
        raise SystemExit("the scanner page came without its token")
    opened = officer.post_json(f"{address}station/", {}, {"X-CSRFToken": csrf[1], "Referer": page.url})
    return Gate(officer, str(today.public_id), opened)


def scan_all(gate: Gate, learners: list[Learner]) -> None:
    """Two void their codes first and are refused with the old ones; then all thirty; then three of them again."""
    for learner in learners[-2:]:
        old = learner.code
        asking = learner.browser.get(learner.page.url + "voiding/")
        learner.page = learner.browser.submit(asking, asking.url)
        learner.code = read_picture(learner)
        expect(gate.scan(old), "REFUSED", VOIDED_WORDS, learner)
    for learner in learners:
        expect(gate.scan(learner.code), "AWARDED", "完成核發時數", learner)
    for learner in learners[:3]:
        expect(gate.scan(learner.code), "REFUSED", ALREADY_WORDS, learner)


def expect(result: dict[str, Any], verdict: str, words: str, learner: Learner) -> None:
    """End the walk with a sentence when the verdict is another."""
    if (result["verdict"], result["message"]) != (verdict, words):
        told = f"{result['verdict']} {result['reason']} {result['reasons']} {result['message']}"
        raise SystemExit(f"{learner.name}: expected {verdict} {words}, but was told {told}")


def passbook_hours(learners: list[Learner], number: int) -> int:
    """The hours of this run that the learners' own passbooks show."""
    shown = 0
    for learner in learners:
        text = learner.browser.get("/passbook/").text
        shown += 2 * (re.search(rf"測試活動001[\s\S]{{0,200}}?第\s*{number}\s*期", text) is not None)
    return shown


def export_ecpa(officer: Browser, offering: Any) -> int:
    """匯出: rows with problems are left out by the officer's choice; returns the rows of the file."""
    address = f"/backoffice/offerings/{offering}/export/"
    page = officer.get(address)
    made = officer.submit(page, address, purpose="ecpa", leave_out_agreed="on")
    if not made.file_name:
        raise SystemExit("the export brought no file")
    OUTPUT.mkdir(parents=True, exist_ok=True)
    (OUTPUT / made.file_name).write_bytes(made.content)
    return len(made.content.decode("cp950").splitlines()) - 1


def tell(table: dict[str, Any], file: Path | None, base_url: str, password: str) -> int:
    """Print the table, and a sentence for each figure that is not what the script must bring about."""
    words = {
        "awarded": "hours awarded to learners",
        "already": f"refused: {ALREADY_WORDS}",
        "voided": f"refused: {VOIDED_WORDS}",
        "passbook_hours": "hours shown in passbooks",
        "ecpa_rows": "rows in the ECPA file (3 names cannot be written in cp950 and were left out)",
        "seconds": "seconds",
    }
    print()
    for key, value in table.items():
        print(f"  {value:>6}  {words[key]}")
    if file is not None:
        file.write_text(json.dumps(table, indent=1) + "\n")
    wrong = [f"{key} is {table[key]}, expected {value}" for key, value in EXPECTED.items() if table[key] != value]
    for sentence in wrong:
        print(f"The demonstration failed: {sentence}", file=sys.stderr)
    if wrong:
        return 1
    print(f"\n  files in {OUTPUT.relative_to(ROOT)}/")
    print(f"  site     {base_url}")
    print(f"  officers demo-alice, demo-bob; another organiser's: demo-charlie; learners demo-01 … demo-10: {password}")
    print("  查核 demo-auditor, 系統管理 demo-operator; work waits on demo-alice's desk")
    return 0


if __name__ == "__main__":
    sys.exit(main())
