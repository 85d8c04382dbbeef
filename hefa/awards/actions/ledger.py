"""The only INSERTs of the ledger. Scan, hand entry and settled review end in one, whatever is moved in another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from pydantic_core import to_json

from hefa.awards.models import Award
from hefa.awards.names import Assurance, AwardSource, AwardState, ClockQuality, Flag, Refusal, ReviewReason, Verdict
from hefa.awards.rules.items import ScanItem
from hefa.base.hours import Hours
from hefa.keys.fields import sealed_field

ENTERED_NAME = sealed_field(Award, "entered_name")


@dataclass(frozen=True, slots=True)
class NewAward:
    """An award to be inserted, unless its learner has one at the offering."""

    public_id: UUID
    offering_id: int
    learner_id: int
    unit_id: int | None
    code_id: int | None
    station_id: int | None
    hours: Hours
    source: AwardSource
    assurance: Assurance
    flags: tuple[Flag, ...]
    awarded_at: datetime
    first_scanned_at: datetime
    entered_name: str | None = None
    entered_by_id: int | None = None
    reviewed: bool = True
    """False: the award waits for another officer than the one who entered it."""
    late_reason: str = ""

    @property
    def state(self) -> AwardState:
        if not self.reviewed:
            return AwardState.WAITING
        return AwardState.NAME_DIFFERS if Flag.NAME_DIFFERS in self.flags else AwardState.REVIEWED


@dataclass(frozen=True, slots=True)
class MovedAward:
    """An award that follows another (移轉): all but these is taken from it, as it stands when this is inserted."""

    public_id: UUID
    moved_from: UUID
    offering_id: int
    hours: Hours
    flags: tuple[Flag, ...]
    entered_name: str | None


@dataclass(frozen=True, slots=True)
class NewScan:
    """A scan with its verdict, to be inserted once."""

    item: ScanItem
    station_id: int
    offering_id: int | None
    code_id: int | None
    learner_id: int | None
    slot: int | None
    effective_at: datetime
    quality: ClockQuality
    received_at: datetime
    verdict: Verdict
    refusal: Refusal | None
    reasons: tuple[ReviewReason, ...]
    flags: tuple[Flag, ...]
    award_id: int | None
    spot_check: bool = False


INSERT_AWARDS = """
INSERT INTO award (public_id, offering_id, learner_id, unit_id, code_id, station_id, digital_hours, in_person_hours,
                   state, state_changed_at, source, assurance, flags, awarded_at, first_scanned_at, entered_name,
                   entered_by_id, late_reason, needs_second_officer, version, revoke_kind, revoke_reason)
SELECT public_id, offering_id, learner_id, unit_id, code_id, station_id, digital_hours, in_person_hours,
       state, awarded_at, source, assurance, flags, awarded_at, first_scanned_at, decode(entered_hex, 'hex'),
       entered_by_id, late_reason, NOT reviewed, 1, '', ''
FROM jsonb_to_recordset(%s::jsonb) AS r(
    n int, public_id uuid, offering_id bigint, learner_id bigint, unit_id bigint, code_id bigint, station_id bigint,
    digital_hours numeric, in_person_hours numeric, state text, source text, assurance text, flags text[],
    awarded_at timestamptz, first_scanned_at timestamptz, entered_hex text, entered_by_id bigint,
    late_reason text, reviewed boolean)
ORDER BY n
ON CONFLICT (offering_id, learner_id) WHERE revoked_at IS NULL DO NOTHING
RETURNING public_id, id
"""

INSERT_MOVED = """
INSERT INTO award (public_id, offering_id, digital_hours, in_person_hours, flags, entered_name, moved_from_id,
                   learner_id, unit_id, code_id, station_id, state, state_changed_at, source, assurance, awarded_at,
                   first_scanned_at, entered_by_id, late_reason, needs_second_officer, reviewed_at, reviewed_by_id,
                   corrected_at, corrected_by_id, correction_reason, version, revoke_kind, revoke_reason)
SELECT r.public_id, r.offering_id, r.digital_hours, r.in_person_hours, r.flags, decode(r.entered_hex, 'hex'), a.id,
       a.learner_id, a.unit_id, a.code_id, a.station_id, a.state, a.state_changed_at, a.source, a.assurance,
       a.awarded_at, a.first_scanned_at, a.entered_by_id, a.late_reason, a.needs_second_officer, a.reviewed_at,
       a.reviewed_by_id, a.corrected_at, a.corrected_by_id, a.correction_reason, 1, '', ''
FROM jsonb_to_recordset(%s::jsonb) AS r(
    n int, public_id uuid, offering_id bigint, moved_from uuid, digital_hours numeric, in_person_hours numeric,
    flags text[], entered_hex text)
JOIN award a ON a.public_id = r.moved_from
ORDER BY r.n
ON CONFLICT (offering_id, learner_id) WHERE revoked_at IS NULL DO NOTHING
RETURNING public_id, id
"""

INSERT_SCANS = """
INSERT INTO scan (scan_id, station_id, boot, seq, offering_id, kind, source, code_id, learner_id, foreign_digest, slot,
                  undoes, reason_given, effective_at, clock_quality, device_at, received_at, said_at_gate,
                  hours_version, payload_digest, verdict, refusal, reasons, flags, award_id, spot_check)
SELECT scan_id, station_id, boot, seq, offering_id, kind, source, code_id, learner_id, decode(foreign_hex, 'hex'), slot,
       undoes, reason_given, effective_at, clock_quality, device_at, received_at, said_at_gate,
       hours_version, decode(payload_hex, 'hex'), verdict, refusal, reasons, flags, award_id, spot_check
FROM jsonb_to_recordset(%s::jsonb) AS r(
    n int, scan_id uuid, station_id bigint, boot uuid, seq int, offering_id bigint, kind text, source text,
    code_id bigint, learner_id bigint, foreign_hex text, slot int, undoes uuid, reason_given text,
    effective_at timestamptz, clock_quality text, device_at timestamptz, received_at timestamptz, said_at_gate text,
    hours_version int, payload_hex text, verdict text, refusal text, reasons text[], flags text[], award_id bigint,
    spot_check boolean)
ORDER BY n
ON CONFLICT (scan_id) DO NOTHING
RETURNING scan_id, id
"""


def insert_awards(awards: Sequence[NewAward]) -> Mapping[UUID, int]:
    """Insert in the order given and return the row numbers of those that won, by public id.

    One that is missing lost to an award that stands: the constraint `award_once_per_offering` has spoken. Callers
    give learner order, so that two batches never wait for each other in a circle.
    """
    return _insert(INSERT_AWARDS, [_award_record(award) for award in awards])


def insert_moved(awards: Sequence[MovedAward]) -> Mapping[UUID, int]:
    """As `insert_awards`, for awards that follow others; the ones they follow are locked, in learner order."""
    return _insert(INSERT_MOVED, [_moved_record(award) for award in awards])


def insert_scans(scans: Sequence[NewScan]) -> Mapping[UUID, int]:
    """Insert in the order given and return the row numbers by scan_id; one that is missing had been stored before."""
    return _insert(INSERT_SCANS, [_scan_record(scan) for scan in scans])


def _insert(statement: str, records: Sequence[dict[str, object]]) -> Mapping[UUID, int]:
    if not records:
        return {}
    numbered = [{"n": n, **record} for n, record in enumerate(records)]
    with connection.cursor() as cursor:
        cursor.execute(statement, [to_json(numbered).decode()])
        return dict(cursor.fetchall())


def _award_record(award: NewAward) -> dict[str, object]:
    return {
        "public_id": award.public_id,
        "offering_id": award.offering_id,
        "learner_id": award.learner_id,
        "unit_id": award.unit_id,
        "code_id": award.code_id,
        "station_id": award.station_id,
        "digital_hours": award.hours.digital,
        "in_person_hours": award.hours.in_person,
        "state": award.state,
        "source": award.source,
        "assurance": award.assurance,
        "flags": award.flags,
        "awarded_at": award.awarded_at,
        "first_scanned_at": award.first_scanned_at,
        "entered_hex": _sealed(award),
        "entered_by_id": award.entered_by_id,
        "late_reason": award.late_reason,
        "reviewed": award.reviewed,
    }


def _moved_record(award: MovedAward) -> dict[str, object]:
    return {
        "public_id": award.public_id,
        "offering_id": award.offering_id,
        "moved_from": award.moved_from,
        "digital_hours": award.hours.digital,
        "in_person_hours": award.hours.in_person,
        "flags": award.flags,
        "entered_hex": _sealed(award),
    }


def _sealed(award: NewAward | MovedAward) -> str | None:
    """The name as it was entered, sealed for the row that is about to be."""
    name = award.entered_name
    return None if name is None else ENTERED_NAME.seal(name, public_id=award.public_id).hex()


def _scan_record(scan: NewScan) -> dict[str, object]:
    item = scan.item
    return {
        "scan_id": item.scan_id,
        "station_id": scan.station_id,
        "boot": item.boot,
        "seq": item.seq,
        "offering_id": scan.offering_id,
        "kind": item.kind,
        "source": item.source,
        "code_id": scan.code_id,
        "learner_id": scan.learner_id,
        "foreign_hex": item.foreign_digest.hex() if item.foreign_digest else None,
        "slot": scan.slot,
        "undoes": item.undoes,
        "reason_given": item.reason,
        "effective_at": scan.effective_at,
        "clock_quality": scan.quality,
        "device_at": item.t_dev,
        "received_at": scan.received_at,
        "said_at_gate": item.local,
        "hours_version": item.settings,
        "payload_hex": item.digest().hex(),
        "verdict": scan.verdict,
        "refusal": scan.refusal or "",
        "reasons": scan.reasons,
        "flags": scan.flags,
        "award_id": scan.award_id,
        "spot_check": scan.spot_check,
    }
