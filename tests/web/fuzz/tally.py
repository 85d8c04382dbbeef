"""What came of many requests: how many, what was wrong, and which numbers were told in answers and in the log."""

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from config.logs import MaskingFormatter
from hefa.base.national_id import InvalidNationalId, NationalId

LIKE_A_NUMBER = re.compile(r"(?<![0-9A-Za-z_-])[A-Z][1289A-D]\d{8}(?![0-9A-Za-z_-])")
SAMPLES = {"A123456789", "F131104093"}
"""Of nobody: the numbers in the sample of an export profile."""


@dataclass(slots=True)
class Tally:
    """`faults` says the first of each kind at each address, with the request that shows it."""

    requests: int = 0
    answers_5xx: int = 0
    ids_in_output: int = 0
    changed_by_refused: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Count what came of others too."""
        self.requests += other.requests
        self.answers_5xx += other.answers_5xx
        self.ids_in_output += other.ids_in_output
        self.changed_by_refused += other.changed_by_refused
        self.statuses += other.statuses
        self.faults += other.faults


def numbers_shown(answer: Any, body: bytes) -> list[str]:
    """National IDs in a page. A file that somebody may take out may hold them; that is what it is for."""
    if answer.headers.get("Content-Disposition", "").startswith("attachment"):
        return []
    return _numbers(body.decode(errors="replace")) + _numbers(str(dict(answer.headers)))


def _numbers(text: str) -> list[str]:
    found: list[str] = []
    for told in LIKE_A_NUMBER.findall(text):
        try:
            found += {NationalId.parse(told).value} - SAMPLES
        except InvalidNationalId:
            continue
    return found


class _Listener(logging.StreamHandler[io.StringIO]):
    """Reads each line as it would be written."""

    def __init__(self, tally: Tally, formatter: logging.Formatter) -> None:
        super().__init__(io.StringIO())
        self.tally = tally
        self.setFormatter(formatter)

    def emit(self, record: logging.LogRecord) -> None:
        found = _numbers(self.format(record))
        self.tally.ids_in_output += len(found)
        self.tally.faults += [f"a number in the log: {number}" for number in found]


@contextmanager
def listened_to(tally: Tally) -> Iterator[None]:
    """As long as it lasts, the log is read instead of written."""
    root = logging.getLogger()
    formatters = [handler.formatter for handler in root.handlers]
    listener = _Listener(tally, next(one for one in formatters if isinstance(one, MaskingFormatter)))
    held, root.handlers = root.handlers, [listener]
    try:
        yield
    finally:
        root.handlers = held
