"""A helper's phone: two clocks that go wrong, and an outbox that a scan leaves on its verdict alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from tests import cast
from tests.awards.histories.events import Mark, Scan

MS = timedelta(milliseconds=1)


@dataclass
class Phone:
    """One phone with one station. `ahead` is its wall clock less the server's; `drift` seconds are gained an hour."""

    number: int
    gate: cast.Gate
    offering: int
    settings: int
    ahead: timedelta = timedelta(0)
    drift: timedelta = timedelta(0)
    mono: int = 60_000
    boot: UUID = field(default_factory=uuid4)
    seq: int = 0
    mark: Mark | None = None
    outbox: dict[UUID, Scan] = field(default_factory=dict)
    made: list[Scan] = field(default_factory=list)
    """Every scan that was ever made here, in its order."""

    def wall(self, at: datetime) -> datetime:
        return at + self.ahead

    def live_on(self, passed: timedelta, *, asleep: bool) -> None:
        """Time goes by; a phone that sleeps stops its monotonic clock."""
        self.ahead += self.drift * (passed / timedelta(hours=1))
        self.mono += 0 if asleep else passed // MS

    def reload(self) -> None:
        """The page comes anew: another boot, another monotonic clock, no mark; the outbox is on disk."""
        self.boot, self.mono, self.seq, self.mark = uuid4(), 5_000, 0, None

    def scan(self, at: datetime, *, kind: str = "award", local: str = "pending", **who: Any) -> Scan:
        """Write a scan into the outbox."""
        self.seq += 1
        scan = Scan(
            scan_id=uuid4(),
            boot=self.boot,
            seq=self.seq,
            kind=kind,
            t_dev=self.wall(at),
            t_mono=self.mono,
            local=local,
            settings=self.settings,
            mark=self.mark,
            **({"offering": self.offering} | who),
        )
        self.outbox[scan.scan_id] = scan
        self.made.append(scan)
        return scan

    def settle(self, results: Sequence[dict[str, Any]]) -> None:
        """Take the verdicts of an answer."""
        for result in results:
            self.outbox.pop(UUID(result["scan_id"]), None)

    def take_mark(self, text: str, at: datetime) -> None:
        self.mark = Mark(text, at, self.mono)
