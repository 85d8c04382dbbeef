"""簽到簽退: who came and who left, paired by the time of the scans, and the hours that follow (R14). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hefa.activities.names import OpenEnds
from hefa.awards.names import ReviewReason, ScanKind
from hefa.awards.rules.decision import Decision, Facts, Refused, Review, decide

ONE_PASSAGE = timedelta(seconds=60)
"""The same once more within a minute is a code that was read twice, not somebody who came twice."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Somebody came (`IN`) or left (`OUT`), by the effective time of the scan."""

    kind: ScanKind
    at: datetime


@dataclass(frozen=True, slots=True)
class Stay:
    """From coming to leaving. An end that no scan told was closed by the offering's rule."""

    since: datetime
    until: datetime
    since_told: bool = True
    until_told: bool = True


@dataclass(frozen=True, slots=True)
class Attendance:
    """How long somebody was there. `open_ends` have no partner; `inside` says that the last one may leave yet."""

    stays: tuple[Stay, ...] = ()
    open_ends: tuple[Passage, ...] = ()
    inside: bool = False
    rule: OpenEnds = OpenEnds.REVIEW

    @property
    def asks(self) -> bool:
        """Whether an officer has to look at the open ends: the rule says so, or it found nothing to close them with."""
        return bool(self.open_ends) and (self.rule == OpenEnds.REVIEW or not self.stays)

    @property
    def earns(self) -> bool:
        """Whether hours follow: somebody came, by a scan or by the rule, and left."""
        return not self.asks and any(stay.until_told for stay in self.stays)


def attendance(
    passages: Iterable[Passage], *, starts: datetime, ends: datetime, rule: OpenEnds, over: bool
) -> Attendance:
    """Pair comings and leavings of one person at one offering, in the order of their times.

    CLOSE ends an open end at the nearest thing known: the next coming, the leaving before, the offering's start or end.
    Before it is `over`, whoever came and has not left is simply inside.
    """
    stays: list[Stay] = []
    open_ends: list[Passage] = []
    came: Passage | None = None
    edge, closes = starts, rule == OpenEnds.CLOSE
    for passage in _each_once(passages):
        if passage.kind == ScanKind.IN:
            if came is not None:
                open_ends.append(came)
                stays += [Stay(came.at, passage.at, until_told=False)] if closes else []
            came = passage
            continue
        if came is not None:
            stays.append(Stay(came.at, passage.at))
        else:
            open_ends.append(passage)
            stays += [Stay(edge, passage.at, since_told=False)] if closes and passage.at > edge else []
        came, edge = None, passage.at
    if came is not None and over:
        open_ends.append(came)
        stays += [Stay(came.at, ends, until_told=False)] if closes and ends > came.at else []
    return Attendance(tuple(stays), tuple(open_ends), came is not None and not over, rule)


@dataclass(frozen=True, slots=True)
class Noted:
    """Somebody came or left, and no hours follow from it yet."""


def decide_passage(facts: Facts, *, kind: ScanKind, there: Attendance) -> Decision | Noted:
    """Judge a coming or leaving, where `there` has it among the others: what `decide` says once it completes a stay.

    Coming completes one only when its leaving was told before it. Leaving with an open end asks the officer.
    """
    coming = kind == ScanKind.IN
    decision = decide(replace(facts, earlier=None) if coming else facts)
    if isinstance(decision, Refused):
        return decision
    if there.earns and not (coming and facts.earlier):
        return decision
    if coming or not there.asks:
        return Noted()
    return Review((*(decision.reasons if isinstance(decision, Review) else ()), ReviewReason.OPEN_END))


def _each_once(passages: Iterable[Passage]) -> Iterable[Passage]:
    """By time, coming before leaving at the same moment, without what was read twice."""
    last: Passage | None = None
    for passage in sorted(passages, key=lambda one: (one.at, one.kind != ScanKind.IN)):
        if last is None or passage.kind != last.kind or passage.at - last.at > ONE_PASSAGE:
            yield passage
        last = passage
