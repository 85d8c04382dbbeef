"""Scans that come in a rescue file 救援檔, long after they were made."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from hefa.awards.rules.items import MOST_ITEMS, Batch, ScanItem
from hefa.stations.rules import Credential

NO_BOOT = UUID(int=0)
"""A file's sender has no monotonic clock: scans are timed by their marks, else by the wall clock (part 5)."""


@dataclass(frozen=True, slots=True)
class Rescue:
    """What a phone put into its file. `offset` is its clock less the server's, as last measured."""

    credential: Credential
    offset: timedelta
    items: tuple[ScanItem, ...]
    unreadable: int = 0

    def batches(self, *, received_at: datetime) -> Iterator[Batch]:
        """The scans as the phone would have sent them now, in its order."""
        for first in range(0, len(self.items), MOST_ITEMS):
            items = self.items[first : first + MOST_ITEMS]
            yield Batch(boot=NO_BOOT, now_dev=received_at + self.offset, now_mono=0, items=items)
