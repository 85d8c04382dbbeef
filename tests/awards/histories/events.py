"""What happens in a history: plain facts in the order in which the server came to know them. Things are numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True)
class Offered:
    """An offering with its policy and its first hours."""

    offering: int
    starts: datetime
    ends: datetime
    policy: str
    hours: int


@dataclass(frozen=True)
class CodeMade:
    """A code of a learner, typed with the learner's name or with another."""

    code: int
    learner: int
    last_day: date
    name_differs: bool


@dataclass(frozen=True)
class StationOpened:
    station: int
    offerings: tuple[int, ...]
    ends_at: datetime


@dataclass(frozen=True)
class StationRevoked:
    station: int
    at: datetime


@dataclass(frozen=True)
class Voided:
    code: int
    at: datetime
    lost: bool


@dataclass(frozen=True)
class HoursSet:
    """New hours, in their next version."""

    offering: int
    hours: int
    at: datetime


@dataclass(frozen=True)
class Entered:
    """An officer entered the hours by hand, and was let."""

    offering: int
    learner: int
    at: datetime


@dataclass(frozen=True)
class Revoked:
    """An officer took the award back."""

    offering: int
    learner: int
    at: datetime


@dataclass(frozen=True)
class Failed:
    """An officer failed the award, which stands but does not count."""

    offering: int
    learner: int
    at: datetime


@dataclass(frozen=True)
class Settled:
    """An officer awarded what a scan under review asked for."""

    scan_id: UUID
    at: datetime


@dataclass(frozen=True)
class Mark:
    """A time of the server as a phone keeps it, with the reading of its monotonic clock (ms)."""

    text: str
    at: datetime
    mono: int


@dataclass(frozen=True)
class Scan:
    """A scan as a phone tells it. Without `code` it shows a QR that is none of ours; `slot` is None when static."""

    scan_id: UUID
    boot: UUID
    seq: int
    offering: int
    kind: str
    t_dev: datetime
    t_mono: int
    local: str
    settings: int
    code: int | None = None
    slot: int | None = None
    undoes: UUID | None = None
    mark: Mark | None = None

    @property
    def content(self) -> "Scan":
        """What must be the same when a scan is told again: a mark only helps to judge the time."""
        return replace(self, mark=None)


@dataclass(frozen=True)
class Told:
    """A request that the server committed, whether its answer arrived or not."""

    station: int
    received_at: datetime
    boot: UUID
    now_dev: datetime
    now_mono: int
    scans: tuple[Scan, ...]


Event = (
    Offered
    | CodeMade
    | StationOpened
    | StationRevoked
    | Voided
    | HoursSet
    | Entered
    | Revoked
    | Failed
    | Settled
    | Told
)
History = Sequence[Event]
