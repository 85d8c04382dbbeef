"""Everything that `dev.py test` runs, as named steps; all run, and the failed ones are named at the end."""

import subprocess
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from ops.dev import scanner
from ops.dev.place import PYTHON, ROOT, say
from ops.dev.serving import manage

PYTHON_PLACES = ("dev.py", "bench", "config", "hefa", "ops", "tests")


@dataclass(frozen=True)
class Check:
    """A step with a name; `run` returns an exit code. A broad one keeps every core busy by itself."""

    name: str
    run: Callable[[], int]
    broad: bool = False


def tool(*command: str) -> Callable[[], int]:
    """A tool of the environment that is run as a module."""
    return lambda: subprocess.run([PYTHON, "-m", *command], cwd=ROOT, check=False).returncode


def script(name: str, *arguments: str) -> Callable[[], int]:
    """A tool that has a program in the environment but no module to run."""
    return lambda: subprocess.run([PYTHON.with_name(name), *arguments], cwd=ROOT, check=False).returncode


def checks(*, journeys: bool, extra: Sequence[str] = ()) -> list[Check]:
    """The steps in order: those of one core first, and of these the longest."""
    plain = tool("pytest", "-n", "2", "--dist", "worksteal", "--ignore=tests/journeys", *extra)
    steps = [
        Check("types (mypy)", tool("mypy", *PYTHON_PLACES)),
        Check("format", tool("ruff", "format", "--check", "--quiet", *PYTHON_PLACES)),
        Check("ruff", tool("ruff", "check", "--quiet", *PYTHON_PLACES)),
        Check("walls (import-linter)", script("lint-imports", "--no-logo")),
        Check("migrations", lambda: manage("makemigrations", "--check", "--dry-run")),
        Check("django checks", lambda: manage("check", "--database", "default")),
        Check("database of the tests", tool("tests.migrated")),
        Check("TypeScript types", lambda: scanner.call(["run", "--silent", "check"])),
        Check("TypeScript tests", lambda: scanner.call(["run", "--silent", "test"])),
        Check("pytest", plain, broad=True),
    ]
    if journeys:
        browsed = tool("pytest", "-n", "3", "--dist", "loadgroup", "-rs", "tests/journeys", *extra)
        steps.append(Check("browser journeys", browsed, broad=True))
    return steps


def run(steps: Sequence[Check]) -> int:
    """Run every step, those of one core two at a time; returns 0 when all passed."""
    began = time.monotonic()
    with ThreadPoolExecutor(2) as cores:
        ended = list(cores.map(_ended, (check for check in steps if not check.broad)))
    ended += [_ended(check) for check in steps if check.broad]
    say(
        "\n"
        + "\n".join(f"  {'FAILED' if each.code else 'ok    '}  {each.seconds:6.1f} s  {each.name}" for each in ended)
    )
    failed = [each.name for each in ended if each.code]
    say(f"  {'all passed' if not failed else 'failed: ' + ', '.join(failed)}, {time.monotonic() - began:.0f} s")
    return 1 if failed else 0


@dataclass(frozen=True)
class Ended:
    """How a step ended, and after how many seconds."""

    name: str
    code: int
    seconds: float


def _ended(check: Check) -> Ended:
    say(f"\n── {check.name}")
    began = time.monotonic()
    return Ended(check.name, check.run(), time.monotonic() - began)
