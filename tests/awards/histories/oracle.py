"""The oracle: the verdict of every scan as a pure function of the events, written from the scan protocol (parts 5, 6).

It shares no code with `hefa.awards.rules` and knows no database. Where a decision record departs from the protocol
the line says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from functools import singledispatchmethod
from uuid import UUID
from zoneinfo import ZoneInfo

from tests.awards.histories.events import (
    CodeMade,
    Entered,
    Failed,
    History,
    HoursSet,
    Offered,
    Revoked,
    Scan,
    Settled,
    StationOpened,
    StationRevoked,
    Told,
    Voided,
)

TAIPEI = ZoneInfo("Asia/Taipei")
AGREE = timedelta(seconds=120)
AT_ONCE = timedelta(seconds=2)
MARGIN = {"now": timedelta(0), "good": timedelta(seconds=5), "low": timedelta(seconds=120)}
"""R5-R7; none for what arrives at once (ADR 3)."""
SLOT = timedelta(seconds=30)
FIRST_SLOT = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Said:
    """A verdict, with whatever is said of it."""

    verdict: str
    refusal: str = ""
    reasons: frozenset[str] = frozenset()
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Stored:
    """What must be on record of a scan."""

    said: Said
    station: int
    scan: Scan
    learner: int | None
    at: datetime
    quality: str
    settled: bool = False


@dataclass(frozen=True)
class Reply:
    """What the phone must be told of a scan."""

    said: Said
    replayed: bool = False
    settled: bool = False


@dataclass(frozen=True)
class Held:
    """An award that stands. `made_by` is the scan that an undo may name, until somebody touches the award."""

    hours: int
    first: datetime
    failed: bool = False
    name_waits: bool = False
    made_by: UUID | None = None


@dataclass
class Judged:
    """The outcome of a history: the replies to each request, all scans on record, all awards that stand."""

    replies: list[list[Reply]] = field(default_factory=list)
    stored: dict[UUID, Stored] = field(default_factory=dict)
    held: dict[tuple[int, int], Held] = field(default_factory=dict)


def judged(history: History) -> Judged:
    """The outcome of these events, in this order."""
    server = _Server()
    for event in history:
        server.take(event)
    return server.outcome


@dataclass(frozen=True)
class _When:
    at: datetime
    quality: str


class _Server:
    """The state that the events leave behind, from one to the next."""

    def __init__(self) -> None:
        self.outcome = Judged()
        self.offered: dict[int, Offered] = {}
        self.hours: dict[int, list[tuple[datetime, int]]] = {}
        self.codes: dict[int, CodeMade] = {}
        self.voids: dict[int, Voided] = {}
        self.stations: dict[int, StationOpened] = {}
        self.gone: dict[tuple[int, int], tuple[str, datetime]] = {}

    @singledispatchmethod
    def take(self, event: object) -> None:
        raise NotImplementedError(event)

    @take.register
    def _(self, event: Offered) -> None:
        self.offered[event.offering] = event
        self.hours[event.offering] = [(datetime.min.replace(tzinfo=UTC), event.hours)]

    @take.register
    def _(self, event: CodeMade) -> None:
        self.codes[event.code] = event

    @take.register
    def _(self, event: StationOpened) -> None:
        self.stations[event.station] = event

    @take.register
    def _(self, event: StationRevoked) -> None:
        opened = self.stations[event.station]
        self.stations[event.station] = replace(opened, ends_at=min(opened.ends_at, event.at))

    @take.register
    def _(self, event: Voided) -> None:
        self.voids.setdefault(event.code, event)

    @take.register
    def _(self, event: HoursSet) -> None:
        self.hours[event.offering].append((event.at, event.hours))

    @take.register
    def _(self, event: Entered) -> None:
        place = (event.offering, event.learner)
        assert place not in self.outcome.held, "entered by hand over an award that stands (R12)"
        self.outcome.held[place] = Held(self.hours[event.offering][-1][1], event.at)

    @take.register
    def _(self, event: Revoked) -> None:
        place = (event.offering, event.learner)
        del self.outcome.held[place]
        self.gone[place] = ("office", event.at)

    @take.register
    def _(self, event: Failed) -> None:
        place = (event.offering, event.learner)
        held = self.outcome.held[place]
        self.outcome.held[place] = replace(held, failed=True, name_waits=False, made_by=None)

    @take.register
    def _(self, event: Settled) -> None:
        stored = self.outcome.stored[event.scan_id]
        assert stored.learner is not None and stored.scan.code is not None
        place = (stored.scan.offering, stored.learner)
        differs = self.codes[stored.scan.code].name_differs
        held = self.outcome.held.get(place)
        if held is None:
            hours = self._in_force(stored.scan.offering, stored.at)
            self.outcome.held[place] = Held(hours, stored.at, name_waits=differs)
        elif held.failed:
            self.outcome.held[place] = replace(held, failed=False)
        self.outcome.stored[event.scan_id] = replace(stored, settled=True)

    @take.register
    def _(self, event: Told) -> None:
        """R1 first; then what is new, boot by boot and in each by seq."""
        first: dict[UUID, Scan] = {}
        for scan in event.scans:
            first.setdefault(scan.scan_id, scan)
        known = first.keys() & self.outcome.stored.keys()
        boots = list(dict.fromkeys(scan.boot for scan in first.values()))
        for scan in sorted(first.values(), key=lambda scan: (boots.index(scan.boot), scan.seq)):
            if scan.scan_id not in known:
                self._work(event, scan)
        replies = []
        for scan in event.scans:
            replies.append(self._reply(event, scan, again=scan.scan_id in known))
            known.add(scan.scan_id)
        self.outcome.replies.append(replies)

    def _reply(self, told: Told, scan: Scan, *, again: bool) -> Reply:
        stored = self.outcome.stored[scan.scan_id]
        if stored.station != told.station or stored.scan.content != scan.content:
            return Reply(Said("REFUSED", "SCAN_ID_REUSED"))
        return Reply(stored.said, again, stored.settled)

    def _work(self, told: Told, scan: Scan) -> None:
        when = _when(told, scan)
        station = self.stations[told.station]
        learner = None
        if when.at >= station.ends_at:
            said = Said("REFUSED", "STATION_ENDED")
        elif scan.offering not in station.offerings:
            said = Said("REFUSED", "UNKNOWN_OFFERING")
        elif scan.kind == "undo":
            said, learner = self._undo(scan, when)
        elif scan.code is None:
            said = Said("REFUSED", "UNKNOWN_CODE")
        else:
            learner = self.codes[scan.code].learner
            said = self._judge(told, scan, when)
            self._put_into_the_ledger(scan, said, when)
        if scan.code is not None and scan.offering in station.offerings:
            learner = self.codes[scan.code].learner
        self.outcome.stored[scan.scan_id] = Stored(said, told.station, scan, learner, when.at, when.quality)

    def _judge(self, told: Told, scan: Scan, when: _When) -> Said:
        assert scan.code is not None
        code, place = self.codes[scan.code], (scan.offering, self.codes[scan.code].learner)
        if refusal := self._dead(code, when):
            return Said("REFUSED", refusal)
        held = self.outcome.held.get(place)
        if held is not None and not held.failed:
            return Said("REFUSED", "ALREADY_AWARDED")
        offered = self.offered[scan.offering]
        distance = None if scan.slot is None else abs((when.at - FIRST_SLOT) // SLOT - scan.slot)
        if offered.policy == "live_only" and (distance is None or distance > 20):
            return Said("REFUSED", "WRONG_POLICY" if distance is None else "STALE_LIVE_CODE")
        void = self.voids.get(code.code)
        near = void is not None and when.at >= void.at - MARGIN[when.quality]
        stale = distance is not None and distance > 3
        reasons = {
            "OUTSIDE_WINDOW": not _in_window(offered, when.at),
            "SLOT_DRIFT": stale and offered.policy == "live_only",
            "HOURS_CHANGED": self._hours_would_change(scan, when),
            "REVOKED_BEFORE": (held is not None and held.failed) or self._gone_by(place, when),
            "VOID_UNCERTAIN": near and void is not None and void.lost,
            "SAME_SLOT_TWICE": self._shown_elsewhere(scan),
            "GATE_REFUSED": scan.local.startswith("refused:"),
        }
        if any(reasons.values()):
            return Said("REVIEW", reasons=_those(reasons))
        flags = {
            "STATIC_CODE": distance is None and offered.policy == "live_preferred",
            "SCREENSHOT": stale,
            "NAME_DIFFERS": code.name_differs,
            "OVERLAP": self._overlaps(place),
            "NEAR_VOID": near,
            "LATE_UPLOAD": told.received_at > self.stations[told.station].ends_at,
        }
        return Said("AWARDED", flags=_those(flags))

    def _dead(self, code: CodeMade, when: _When) -> str:
        """R6, R8."""
        void = self.voids.get(code.code)
        if void is not None and when.at > void.at + MARGIN[when.quality]:
            return "VOIDED_CODE"
        gone = datetime.combine(code.last_day + timedelta(days=1), time(), tzinfo=TAIPEI)
        return "EXPIRED_CODE" if when.at >= gone else ""

    def _in_force(self, offering: int, at: datetime) -> int:
        return [hours for since, hours in self.hours[offering] if since <= at][-1]

    def _hours_of(self, scan: Scan, when: _When) -> int:
        """R11; who saw the version of now scanned since it was set, whatever the clock says."""
        versions = self.hours[scan.offering]
        return versions[-1][1] if scan.settings == len(versions) else self._in_force(scan.offering, when.at)

    def _hours_would_change(self, scan: Scan, when: _When) -> bool:
        versions = self.hours[scan.offering]
        shown = versions[scan.settings - 1][1] if 1 <= scan.settings <= len(versions) else None
        return shown is not None and shown != self._hours_of(scan, when)

    def _gone_by(self, place: tuple[int, int], when: _When) -> bool:
        """R13: after an undo the person may be scanned again; what an officer took back asks the officer."""
        if place not in self.gone:
            return False
        kind, at = self.gone[place]
        return kind == "office" or when.at < at

    def _shown_elsewhere(self, scan: Scan) -> bool:
        """R18; of a scan for an offering that its station may not scan, the code is not even read."""
        return scan.slot is not None and any(
            (other.scan.code, other.scan.slot) == (scan.code, scan.slot)
            and other.scan.offering != scan.offering
            and other.learner is not None
            for other in self.outcome.stored.values()
        )

    def _overlaps(self, place: tuple[int, int]) -> bool:
        """R22."""
        here = self.offered[place[0]]
        return any(
            learner == place[1] and offering != place[0]
            and self.offered[offering].starts < here.ends and self.offered[offering].ends > here.starts
            for offering, learner in self.outcome.held
        )  # fmt: skip

    def _put_into_the_ledger(self, scan: Scan, said: Said, when: _When) -> None:
        assert scan.code is not None
        place = (scan.offering, self.codes[scan.code].learner)
        if said.verdict == "AWARDED":
            self.outcome.held[place] = Held(
                self._hours_of(scan, when), when.at, name_waits="NAME_DIFFERS" in said.flags, made_by=scan.scan_id
            )
        elif said.refusal == "ALREADY_AWARDED":
            held = self.outcome.held[place]
            self.outcome.held[place] = replace(held, first=min(held.first, when.at))

    def _undo(self, scan: Scan, when: _When) -> tuple[Said, int | None]:
        """R20; an award that somebody has touched since is the officer's to take back."""
        for (offering, learner), held in self.outcome.held.items():
            if offering == scan.offering and held.made_by == scan.undoes:
                del self.outcome.held[(offering, learner)]
                self.gone[(offering, learner)] = ("undo", when.at)
                return Said("UNDONE"), learner
        return Said("REFUSED", "NOTHING_TO_UNDO"), None


def _when(told: Told, scan: Scan) -> _When:
    """Part 5: the monotonic clock while it agrees with the wall clock, else the wall clock; never after the receipt."""
    by_wall = told.now_dev - scan.t_dev
    by_mono = None
    if scan.boot == told.boot:
        by_mono = timedelta(milliseconds=told.now_mono - scan.t_mono)
    elif scan.mark is not None:
        by_mono = told.received_at - scan.mark.at - timedelta(milliseconds=scan.t_mono - scan.mark.mono)
    agree = by_mono is not None and abs(by_mono - by_wall) <= AGREE
    age = by_mono if agree and by_mono is not None else by_wall
    if agree and timedelta(0) <= age <= AT_ONCE:
        quality = "now"
    else:
        quality = "good" if agree and abs(told.now_dev - told.received_at) <= AGREE else "low"
    return _When(told.received_at - max(age, timedelta(0)), quality)


def _in_window(offered: Offered, at: datetime) -> bool:
    """R9."""
    return offered.starts - timedelta(minutes=60) <= at <= offered.ends + timedelta(hours=24)


def _those(named: Mapping[str, bool]) -> frozenset[str]:
    return frozenset(name for name, applies in named.items() if applies)
