"""Where things are in a checkout, and how long steps are told to whoever waits."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


class Trouble(Exception):
    """Something that a person has to mend; the message is the sentence to show."""


def say(sentence: str) -> None:
    """Tell whoever waits, at once."""
    print(sentence, flush=True)


@contextmanager
def step(what: str) -> Iterator[None]:
    """Tell that a step begins and, when it took a while, how long it took."""
    say(f"· {what}")
    began = time.monotonic()
    yield
    seconds = time.monotonic() - began
    if seconds >= 1:
        say(f"  {seconds:.1f} s")


def is_root() -> bool:
    """Whether we run as root."""
    return os.geteuid() == 0


def read_stamp(path: Path) -> str:
    """What a stamp says; empty when there is none."""
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def write_whole(path: Path, text: str, mode: int = 0o644) -> None:
    """Write a file so that nobody ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(path.suffix + ".draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="utf-8") as file:
        file.write(text)
    draft.replace(path)


def fail(sentence: str) -> int:
    """Say why on stderr and return the exit code."""
    print(sentence, file=sys.stderr, flush=True)
    return 1
