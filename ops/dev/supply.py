"""What we ship, as bills of materials (CycloneDX), and whether something in it is known to be broken."""

import json
import subprocess
from pathlib import Path
from typing import Any

from ops.dev import environment, scanner
from ops.dev.place import ROOT, Trouble, say, step

LOCK = ROOT / "requirements" / "run.lock"
BILLS = {"python": "sbom-python.cdx.json", "scanner": "sbom-scanner.cdx.json"}
NOT_ASKED = 2
"""Exit code when some packages could not be asked about: no answer is no good news."""


def write_bills(folder: Path) -> list[Path]:
    """SBOM of the server's Python packages and of the scripts on phones and pages, without the tools of tests."""
    programs = environment.ensure_supply()
    folder.mkdir(parents=True, exist_ok=True)
    with step("bills of materials"):
        bills = {
            "python": _told([str(programs / "cyclonedx-py"), "requirements", str(LOCK), "--of", "JSON"]),
            "scanner": scanner.told(["sbom", "--sbom-format", "cyclonedx", "--package-lock-only", "--omit", "dev"]),
        }
    written = []
    for name, text in bills.items():
        bill = _without_the_moment(json.loads(text))
        written.append(folder / BILLS[name])
        written[-1].write_text(json.dumps(bill, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        say(f"  {BILLS[name]}: {len(bill['components'])} packages")
    return written


def _without_the_moment(bill: dict[str, Any]) -> dict[str, Any]:
    """The same locks give the same bill: neither when it was written nor a number drawn for it stays."""
    bill.pop("serialNumber", None)
    bill["metadata"].pop("timestamp", None)
    return bill


def audit() -> int:
    """Ask the public lists of known defects about every locked package; 0 none known, 1 some, 2 not all were asked."""
    programs = environment.ensure_supply()
    command = [str(programs / "pip-audit"), "--requirement", str(LOCK), "--require-hashes", "--disable-pip"]
    answer = subprocess.run([*command, "--format", "json", "--progress-spinner", "off"], capture_output=True, text=True)
    codes = [_python_verdict(answer.stdout), _scanner_verdict()]
    return 1 if 1 in codes else max(codes)


def _python_verdict(answer: str) -> int:
    try:
        packages = json.loads(answer)["dependencies"]
    except ValueError:
        say("!! Python: the list of known defects did not answer")
        return NOT_ASKED
    known = [(one["name"], defect["id"], defect["fix_versions"]) for one in packages for defect in one.get("vulns", [])]
    unasked = sum("skip_reason" in one for one in packages)
    for name, defect, mended in known:
        say(f"!! {name}: {defect}, mended in {', '.join(mended) or 'no version yet'}")
    say(f"Python: {len(packages)} packages, {len(known)} known defects, {unasked} could not be asked about")
    return 1 if known else (NOT_ASKED if unasked else 0)


def _scanner_verdict() -> int:
    try:
        counts = json.loads(scanner.told(["audit", "--json", "--omit", "dev"], failing=True))["metadata"]
        known = counts["vulnerabilities"]["total"]
    except (ValueError, KeyError):
        say("!! scanner: the list of known defects did not answer")
        return NOT_ASKED
    say(f"scanner: {counts['dependencies']['prod']} packages, {known} known defects")
    return 1 if known else 0


def _told(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Trouble(f"{Path(command[0]).name} failed: {done.stderr[-500:]}")
    return done.stdout
