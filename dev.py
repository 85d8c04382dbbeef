#!/usr/bin/env python3
"""Every command a person types. Standard library only; everything else is brought by the commands themselves.

demo     make everything, do the main job through HTTP, show the table, keep serving
serve    the site without the demo run; --https for phones in the same network
test     all checks, tests and browser journeys
check    the same without a browser
fix      format, and mend what ruff can mend
bench    one benchmark: scan, sync, hall, export, import, camera, decoder
doctor   say in words what is missing; --production prints the sheet that an agency's IT signs
bundle   one archive that installs without internet, with wheels, bills of materials and sums
sbom     bills of materials (CycloneDX) of what is shipped
audit    ask the public lists of known defects about what is shipped
manage   a management command, for example: dev.py manage import_units FILE
"""

import argparse
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))
sys.dont_write_bytecode = True

from ops.dev import (  # noqa: E402 - found beside this file
    bundle,
    checking,
    debian,
    doctor,
    environment,
    phones,
    serving,
    supply,
)
from ops.dev.place import PYTHON, Trouble, fail  # noqa: E402


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    asked, rest = _parser().parse_known_args()
    try:
        return int(asked.command(asked, rest))
    except Trouble as trouble:
        return fail(f"\n{trouble}")
    except KeyboardInterrupt:
        return 130


def demo(asked: argparse.Namespace, rest: list[str]) -> int:
    front = serving.plain(None, asked.port)
    serving.check_front(front)
    with serving.prepared():
        serving.migrate_and_seed()
        with serving.serving(front) as address:
            walk = [str(PYTHON), "-m", "ops.demo.walk", "--base-url", address]
            walk += ["--json", str(asked.json.resolve())] if asked.json else []
            code = subprocess.run(walk, cwd=ROOT, check=False).returncode
            if code == 0 and not asked.exit:
                serving.stay(address)
            return code


def serve(asked: argparse.Namespace, rest: list[str]) -> int:
    if asked.https:
        return serve_phones(asked)
    front = serving.plain(asked.host, asked.port)
    serving.check_front(front)
    with serving.prepared():
        serving.migrate_and_seed()
        with serving.serving(front) as address:
            serving.stay(address)
    return 0


def serve_phones(asked: argparse.Namespace) -> int:
    trust = phones.trust_in()
    front = phones.front(asked.host, asked.port, trust)
    phones.check_ports(front)
    with serving.prepared():
        serving.migrate_and_seed()
        phones.certify(front, trust)
        with serving.serving(front) as address, phones.handing_out(front, trust) as page:
            phones.tell(front, trust, page)
            serving.stay(address)
    return 0


def test(asked: argparse.Namespace, rest: list[str]) -> int:
    debian.ensure()
    with serving.prepared(tests=True):
        return checking.run(checking.checks(journeys=True, extra=rest))


def check(asked: argparse.Namespace, rest: list[str]) -> int:
    debian.ensure(browser=False)
    with serving.prepared(tests=True):
        return checking.run(checking.checks(journeys=False, extra=rest))


def fix(asked: argparse.Namespace, rest: list[str]) -> int:
    environment.ensure(tests=True)
    checking.tool("ruff", "check", "--fix", "--quiet", *checking.PYTHON_PLACES)()
    return checking.tool("ruff", "format", *checking.PYTHON_PLACES)()


def bench(asked: argparse.Namespace, rest: list[str]) -> int:
    file = ROOT / "bench" / f"{asked.name}.py"
    if not file.is_file():
        raise Trouble(f"There is no benchmark {asked.name}.")
    with serving.prepared(tests=True):
        return subprocess.run([PYTHON, str(file), *rest], cwd=ROOT, check=False).returncode


def look(asked: argparse.Namespace, rest: list[str]) -> int:
    return doctor.production(asked.host) if asked.production else doctor.report()


def manage(asked: argparse.Namespace, rest: list[str]) -> int:
    with serving.prepared():
        return serving.manage(*asked.words, *rest)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in (demo, serve):
        one = commands.add_parser(command.__name__)
        one.add_argument("--port", type=int, default=8000)
        one.set_defaults(command=command)
        if command is serve:
            one.add_argument("--https", action="store_true", help="for phones in the same Wi-Fi, camera and all")
            one.add_argument("--host", metavar="ADDRESS", help="the address of this machine to listen at")
        if command is demo:
            one.add_argument("--exit", action="store_true", help="end after the run")
            one.add_argument("--json", type=Path, metavar="FILE", help="write the table to this file")
    for command in (test, check, fix):
        commands.add_parser(command.__name__).set_defaults(command=command)
    one = commands.add_parser("doctor")
    one.add_argument("--production", action="store_true", help="the sheet that an agency's IT signs")
    one.add_argument("--host", help="the public host, with --production")
    one.set_defaults(command=look)
    for name, make in (("bundle", bundle.make), ("sbom", supply.write_bills)):
        one = commands.add_parser(name)
        one.add_argument("--output", type=Path, default=ROOT / "var" / "release", metavar="FOLDER")
        one.set_defaults(command=lambda asked, rest, make=make: 0 if make(asked.output.resolve()) else 1)
    commands.add_parser("audit").set_defaults(command=lambda asked, rest: supply.audit())
    one = commands.add_parser("bench")
    one.add_argument("name", choices=_benches())
    one.set_defaults(command=bench)
    one = commands.add_parser("manage")
    one.add_argument("words", nargs=argparse.REMAINDER)
    one.set_defaults(command=manage)
    return parser


def _benches() -> list[str]:
    """Files of bench/ that can be started; the others are their worlds and servers."""
    files = (ROOT / "bench").glob("*.py")
    return sorted(path.stem for path in files if "\ndef main(" in path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    sys.exit(main())
