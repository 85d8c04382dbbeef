"""Everything that `dev.py test` runs, as named steps; all run, and the failed ones are named at the end."""

import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ops.dev import scanner
from ops.dev.place import PYTHON, ROOT, say
from ops.dev.serving import manage

PYTHON_PLACES = ("dev.py", "bench", "config", "hefa", "ops", "tests")


@dataclass(frozen=True)
class Check:
    """A step with a name; `run` returns an exit code."""

    name: str
    run: Callable[[], int]


def tool(*command: str) -> Callable[[], int]:
    """A tool of the environment that is run as a module."""
    return lambda: subprocess.run([PYTHON, "-m", *command], cwd=ROOT, check=False).returncode


def script(name: str, *arguments: str) -> Callable[[], int]:
    """A tool that has a program in the environment but no module to run."""
    return lambda: subprocess.run([PYTHON.with_name(name), *arguments], cwd=ROOT, check=False).returncode


def checks(*, journeys: bool, extra: Sequence[str] = ()) -> list[Check]:
    """The steps in order: the quick ones first."""
    steps = [
        Check("format", tool("ruff", "format", "--check", "--quiet", *PYTHON_PLACES)),
        Check("ruff", tool("ruff", "check", "--quiet", *PYTHON_PLACES)),
        Check("walls (import-linter)", script("lint-imports", "--no-logo")),
        Check("types (mypy)", tool("mypy", *PYTHON_PLACES)),
        Check("migrations", lambda: manage("makemigrations", "--check", "--dry-run")),
        Check("django checks", lambda: manage("check", "--database", "default")),
        Check("TypeScript types", lambda: scanner.call(["run", "--silent", "check"])),
        Check("TypeScript tests", lambda: scanner.call(["run", "--silent", "test"])),
        Check("pytest", tool("pytest", "-n", "2", "--ignore=tests/journeys", *extra)),
    ]
    if journeys:
        steps.append(
            Check("browser journeys", tool("pytest", "-n", "3", "--dist", "loadgroup", "-rs", "tests/journeys", *extra))
        )
    return steps


def run(steps: Sequence[Check]) -> int:
    """Run every step; returns 0 when all passed."""
    failed, began_all, rows = [], time.monotonic(), []
    for check in steps:
        say(f"\n── {check.name}")
        began = time.monotonic()
        code = check.run()
        rows.append(f"  {'ok    ' if code == 0 else 'FAILED'}  {time.monotonic() - began:6.1f} s  {check.name}")
        if code:
            failed.append(check.name)
    say("\n" + "\n".join(rows))
    say(f"  {'all passed' if not failed else 'failed: ' + ', '.join(failed)}, {time.monotonic() - began_all:.0f} s")
    return 1 if failed else 0
