"""One answer to "may this code earn hours now?". Nothing else in Hefa compares a code, a window or an earlier award.

Outcomes are tested in this order; the first that applies is the answer:

1. the station: STATION_ENDED, NO_RIGHT, UNKNOWN_OFFERING
2. the code: WRONG_TYPED_CODE, UNKNOWN_CODE, VOIDED_CODE, EXPIRED_CODE
3. the ledger: ALREADY_AWARDED
4. the site's rule for lecturers: LECTURER_EXCLUDED
5. the policy of the activity: WRONG_POLICY, STALE_LIVE_CODE
6. every reason to ask the officer, together: a Review (a cancelled offering among them: no scan is lost)
7. an Award with its flags

A voided code is refused even for a learner who has the hours, because its holder must be told to make a new one; the
ledger comes before the policy, because 已登錄時數 helps more at a door than a lecture on screenshots.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hefa.activities.names import ScanPolicy
from hefa.awards.names import ClockQuality, Flag, LecturerRule, Refusal, ReviewReason, RevokeKind
from hefa.awards.rules.year import is_late
from hefa.base.hours import Hours

GOOD_SLOTS = 3
"""A live code is redrawn every 30 s: three slots either way are a slow hand, not a screenshot (R16)."""
REVIEW_SLOTS = 20
VOID_MARGIN = {
    ClockQuality.NOW: timedelta(0),
    ClockQuality.GOOD: timedelta(seconds=5),
    ClockQuality.LOW: timedelta(seconds=120),
}
"""How near to its voiding a code is still awarded (R5–R7): a void counts at once for whoever is online."""


@dataclass(frozen=True, slots=True)
class CodeFacts:
    """A code of ours. `slot_distance` is None for a static code, 0 for typed digits, else slots from code to scan."""

    expires_at: datetime
    slot_distance: int | None
    voided_at: datetime | None = None
    lost: bool = False
    name_differs: bool = False


@dataclass(frozen=True, slots=True)
class Earlier:
    """The award that this learner has at this offering already."""

    first_scanned_at: datetime


@dataclass(frozen=True, slots=True)
class Revoked:
    """The last award of this learner at this offering that was taken back, or failed by an officer."""

    at: datetime
    kind: RevokeKind


@dataclass(frozen=True, slots=True)
class OfferingFacts:
    """The offering as it was when the scan was made. `hours_shown` is what the helper saw, None when unknown."""

    hours: Hours
    opens: datetime
    closes: datetime
    policy: ScanPolicy
    roc_year: int
    hours_shown: Hours | None = None
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that the decision may look at. `offering` is None when the station may not scan it."""

    at: datetime
    quality: ClockQuality
    offering: OfferingFacts | None
    code: CodeFacts | Refusal | None
    """The code; or why there is none; or None when a helper picked the person from the list of the offering."""
    station_ended_at: datetime
    received_at: datetime
    may_scan: bool = True
    earlier: Earlier | None = None
    revoked: Revoked | None = None
    name_differs: bool = False
    """The name that was told by hand is not the one on record; a code says so of itself."""
    refused_at_gate: bool = False
    same_slot_elsewhere: bool = False
    overlaps: bool = False
    lecturer: LecturerRule | None = None
    """The rule of the site, when the person teaches this offering."""


@dataclass(frozen=True, slots=True)
class Award:
    """Hours are earned."""

    hours: Hours
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """An officer decides. No hours until then."""

    reasons: tuple[ReviewReason, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """No hours."""

    reason: Refusal


Decision = Award | Review | Refused


def decide(facts: Facts) -> Decision:
    """Judge one scan. The rule explains; the database's constraint has the last word on ALREADY_AWARDED."""
    if facts.at >= facts.station_ended_at:
        return Refused(Refusal.STATION_ENDED)
    if not facts.may_scan:
        return Refused(Refusal.NO_RIGHT)
    if facts.offering is None:
        return Refused(Refusal.UNKNOWN_OFFERING)
    if isinstance(facts.code, Refusal):
        return Refused(facts.code)
    refusal = _refusal(facts, facts.code, facts.offering)
    if refusal is not None:
        return Refused(refusal)
    reasons = _reasons_to_ask(facts, facts.code, facts.offering)
    if reasons:
        return Review(reasons)
    return Award(facts.offering.hours, _flags(facts, facts.code, facts.offering))


def confirm(decision: Decision, facts: Facts, *, confirmed: frozenset[ReviewReason]) -> Decision:
    """What an officer's word makes of a Review: an Award, with its flags, once each of its reasons is confirmed."""
    code, offering = facts.code, facts.offering
    if not isinstance(decision, Review) or not confirmed.issuperset(decision.reasons):
        return decision
    if offering is None or isinstance(code, Refusal):
        return decision
    return Award(offering.hours, _flags(facts, code, offering))


def _refusal(facts: Facts, code: CodeFacts | None, offering: OfferingFacts) -> Refusal | None:
    if code is not None and (dead := _dead(code, facts)):
        return dead
    if facts.earlier is not None:
        return Refusal.ALREADY_AWARDED
    if facts.lecturer == LecturerRule.REFUSE:
        return Refusal.LECTURER_EXCLUDED
    if code is not None and offering.policy == ScanPolicy.LIVE_ONLY:
        return _against_live_only(code)
    return None


def _dead(code: CodeFacts, facts: Facts) -> Refusal | None:
    if code.voided_at is not None and facts.at > code.voided_at + VOID_MARGIN[facts.quality]:
        return Refusal.VOIDED_CODE
    return Refusal.EXPIRED_CODE if facts.at >= code.expires_at else None


def _against_live_only(code: CodeFacts) -> Refusal | None:
    if code.slot_distance is None:
        return Refusal.WRONG_POLICY
    return Refusal.STALE_LIVE_CODE if code.slot_distance > REVIEW_SLOTS else None


def _reasons_to_ask(facts: Facts, code: CodeFacts | None, offering: OfferingFacts) -> tuple[ReviewReason, ...]:
    asked = {
        ReviewReason.OUTSIDE_WINDOW: not offering.opens <= facts.at <= offering.closes,
        ReviewReason.SLOT_DRIFT: _is_stale(code) and offering.policy == ScanPolicy.LIVE_ONLY,
        ReviewReason.HOURS_CHANGED: offering.hours_shown not in (None, offering.hours),
        ReviewReason.REVOKED_BEFORE: facts.revoked is not None and _stands_against(facts.revoked, facts.at),
        ReviewReason.VOID_UNCERTAIN: code is not None and code.lost and _near_void(code, facts),
        ReviewReason.SAME_SLOT_TWICE: facts.same_slot_elsewhere,
        ReviewReason.GATE_REFUSED: facts.refused_at_gate,
        ReviewReason.LECTURER_SCANNED: facts.lecturer == LecturerRule.REVIEW,
        ReviewReason.OFFERING_CANCELLED: offering.cancelled,
    }
    return tuple(reason for reason, applies in asked.items() if applies)


def _flags(facts: Facts, code: CodeFacts | None, offering: OfferingFacts) -> tuple[Flag, ...]:
    static = code is not None and code.slot_distance is None
    flagged = {
        Flag.STATIC_CODE: static and offering.policy == ScanPolicy.LIVE_PREFERRED,
        Flag.SCREENSHOT: _is_stale(code),
        Flag.NAME_DIFFERS: facts.name_differs or (code is not None and code.name_differs),
        Flag.OVERLAP: facts.overlaps,
        Flag.NEAR_VOID: code is not None and _near_void(code, facts),
        Flag.LATE_UPLOAD: facts.received_at > facts.station_ended_at,
        Flag.LATE_ENTRY: is_late(offering.roc_year, facts.received_at),
        Flag.LECTURER: facts.lecturer is not None,
    }
    return tuple(flag for flag, applies in flagged.items() if applies)


def _is_stale(code: CodeFacts | None) -> bool:
    """A live code whose slot is farther from the scan than a slow hand explains (R16)."""
    return code is not None and code.slot_distance is not None and code.slot_distance > GOOD_SLOTS


def _stands_against(revoked: Revoked, at: datetime) -> bool:
    """R13: what was scanned before a revocation is never silently re-created; after an undo it is awarded anew."""
    return at < revoked.at or revoked.kind != RevokeKind.UNDO


def _near_void(code: CodeFacts, facts: Facts) -> bool:
    return code.voided_at is not None and facts.at >= code.voided_at - VOID_MARGIN[facts.quality]
