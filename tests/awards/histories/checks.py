"""What must be so after each request: the ledger is the oracle's, and each verdict follows from what is stored."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from hefa.activities.models import OfferingHours
from hefa.activities.names import ScanPolicy
from hefa.activities.rules import scan_window
from hefa.audit.models import AuditEntry
from hefa.audit.names import Verb
from hefa.awards.models import Award, Scan
from hefa.awards.names import AwardState, ClockQuality, Refusal, ReviewReason, RevokeKind, Verdict
from hefa.awards.rules import Award as Awarded
from hefa.awards.rules import CodeFacts, Earlier, Facts, OfferingFacts, Refused, Review, Revoked, decide
from hefa.base.code_token import slot_of
from hefa.base.hours import Hours
from hefa.base.roc import TAIPEI
from hefa.codes.names import VoidReason
from hefa.stations.names import Right
from tests.awards.histories.oracle import Held, Judged, Reply, Said
from tests.awards.histories.stage import Stage

TOLD_LATER = timedelta(seconds=1)
"""The first scan of an award is moved back by a second or more (R4)."""
Moment = tuple[datetime, int]
"""When something came about: the time of its request, and its place among the scans of that request."""


def said_in(result: dict[str, Any]) -> tuple[str, str, frozenset[str], bool, bool]:
    """A result of the API, as far as the oracle speaks of it. Flags are compared in the ledger: a phone hears few."""
    return (
        result["verdict"],
        result["reason"],
        frozenset(result["reasons"]),
        result["replayed"],
        result["settlement"] is not None,
    )


def said_by(reply: Reply) -> tuple[str, str, frozenset[str], bool, bool]:
    said = reply.said
    reasons = frozenset(str(ReviewReason(reason).label) for reason in said.reasons)
    return said.verdict, said.refusal, reasons, reply.replayed, reply.settled


def check_ledger(stage: Stage, outcome: Judged) -> None:
    """The scans on record and the awards that stand are those of the oracle, and no learner holds two."""
    standing = stage.awards()
    places = Counter((offering, learner) for offering, learner, _ in standing)
    assert not places or max(places.values()) == 1, "two awards of one learner stand at one offering"
    stored = list(_scans(stage))
    assert {scan.scan_id: _said(scan) for scan in stored} == {
        scan_id: (told.said, told.at, told.quality) for scan_id, told in outcome.stored.items()
    }
    held = {(offering, learner): award for offering, learner, award in standing}
    assert {place: _held(award) for place, award in held.items()} == {
        place: _expected(one) for place, one in outcome.held.items()
    }
    for place, award in held.items():
        assert timedelta(0) <= award.first_scanned_at - outcome.held[place].first <= TOLD_LATER


def check_recomputed(stage: Stage) -> None:
    """Each verdict on an award comes out again when the decision is asked anew with the facts that are stored."""
    scans = list(_scans(stage).select_related("station", "code", "offering__activity", "award"))
    awards = list(Award.objects.filter(offering__in=stage.offerings).prefetch_related("reviews"))
    record = _Record(scans, awards, _corrections(awards), _hours(stage))
    for scan in scans:
        if scan.kind == "award":
            decision = decide(record.facts(scan))
            match decision:
                case Awarded(_, flags):
                    again = Said(Verdict.AWARDED, flags=frozenset(flags))
                case Review(reasons):
                    again = Said(Verdict.REVIEW, reasons=frozenset(reasons))
                case Refused(reason):
                    again = Said(Verdict.REFUSED, reason)
            assert _said(scan)[0] == again, f"scan {scan.pk} was judged otherwise than its stored facts say"
            if isinstance(decision, Awarded) and scan.award is not None and scan.award.version == 1:
                assert scan.award.hours == decision.hours


def _corrections(awards: Sequence[Award]) -> dict[UUID | None, list[AuditEntry]]:
    """What the audit tells of changes of these awards, by award."""
    told: dict[UUID | None, list[AuditEntry]] = {award.public_id: [] for award in awards}
    for entry in AuditEntry.objects.filter(subject_id__in=list(told), verb=Verb.AWARD_CORRECTED):
        told[entry.subject_id].append(entry)
    return told


def _hours(stage: Stage) -> dict[int, list[OfferingHours]]:
    """The versions of the hours of each offering of the history, in their order."""
    versions: dict[int, list[OfferingHours]] = {offering.pk: [] for offering in stage.offerings}
    for one in OfferingHours.objects.filter(offering__in=stage.offerings).order_by("version"):
        versions[one.offering_id].append(one)
    return versions


def _scans(stage: Stage) -> Any:
    return Scan.objects.filter(station__in=[phone.gate.station.pk for phone in stage.phones]).order_by("pk")


def _said(scan: Scan) -> tuple[Said, datetime, str]:
    said = Said(scan.verdict, scan.refusal, frozenset(scan.reasons), frozenset(scan.flags))
    return said, scan.effective_at, scan.clock_quality


def _held(award: Award) -> tuple[Hours, str]:
    return award.hours, award.state


def _expected(held: Held) -> tuple[Hours, str]:
    state = AwardState.NAME_DIFFERS if held.name_waits else AwardState.REVIEWED
    return Hours.of(0, held.hours), AwardState.FAILED if held.failed else state


@dataclass
class _Record:
    """The scans of all stations of a history and the awards of its offerings, as the tables hold them."""

    scans: list[Scan]
    awards: list[Award]
    corrections: dict[UUID | None, list[AuditEntry]]
    hours: dict[int, list[OfferingHours]]

    def facts(self, scan: Scan) -> Facts:
        """What was known when this scan was judged."""
        moment = (scan.received_at, scan.pk)
        station = scan.station
        ends = [end for end in (station.valid_until, station.revoked_at) if end is not None]
        live = [award for award in self.awards if self._stood(award, moment)]
        here = [award for award in live if self._place(award) == (scan.offering_id, scan.learner_id)]
        failed = [award for award in here if self._was_failed(award, scan.received_at)]
        counting = [award for award in here if award not in failed]
        return Facts(
            at=scan.effective_at,
            quality=ClockQuality(scan.clock_quality),
            offering=self._offering(scan),
            code=self._code(scan),
            station_ended_at=min(ends),
            received_at=scan.received_at,
            may_scan=Right.SCAN in station.rights,
            earlier=Earlier(counting[0].first_scanned_at) if counting else None,
            revoked=self._revoked(scan, failed, moment),
            refused_at_gate=scan.said_at_gate.startswith("refused:"),
            same_slot_elsewhere=self._shown_elsewhere(scan),
            overlaps=any(self._overlaps(award, scan) for award in live),
        )

    @staticmethod
    def _place(award: Award) -> tuple[int, int]:
        return award.offering_id, award.learner_id

    def _stood(self, award: Award, moment: Moment) -> bool:
        gone = self._gone_at(award)
        return self._made_at(award) < moment and (gone is None or gone > moment)

    def _made_at(self, award: Award) -> Moment:
        made = [scan.pk for scan in self.scans if scan.award_id == award.pk and scan.verdict == Verdict.AWARDED]
        return award.awarded_at, made[0] if made else 0

    def _was_failed(self, award: Award, at: datetime) -> bool:
        """By the audit, which knows each change, and by the reviews that passed a failed award since."""
        changes = [entry for entry in self.corrections[award.public_id] if entry.at < at]
        failed = [entry.at for entry in changes if entry.facts["after"][-1] == AwardState.FAILED]
        passed = [one.settled_at for one in award.reviews.all() if one.settled_at and one.settled_at < at]
        return bool(failed) and max(failed) > max(passed, default=award.awarded_at)

    def _gone_at(self, award: Award) -> Moment | None:
        if award.revoked_at is None:
            return None
        undone = [scan.pk for scan in self.scans if scan.award_id == award.pk and scan.verdict == Verdict.UNDONE]
        return award.revoked_at, undone[0] if undone else 0

    def _revoked(self, scan: Scan, failed: list[Award], moment: Moment) -> Revoked | None:
        if failed:
            return Revoked(scan.received_at, RevokeKind.OFFICE)
        gone = [
            (at, award)
            for award in self.awards
            if self._place(award) == (scan.offering_id, scan.learner_id)
            and (at := self._gone_at(award)) is not None
            and at < moment
        ]
        if not gone:
            return None
        (revoked_at, undo), last = max(gone, key=lambda one: one[0])
        undone_at = next((one.effective_at for one in self.scans if one.pk == undo), revoked_at)
        return Revoked(undone_at, RevokeKind(last.revoke_kind))

    def _shown_elsewhere(self, scan: Scan) -> bool:
        return scan.slot is not None and any(
            (other.code_id, other.slot) == (scan.code_id, scan.slot)
            and other.offering_id not in (None, scan.offering_id)
            for other in self.scans
            if (other.received_at, other.pk) < (scan.received_at, scan.pk)
        )

    def _overlaps(self, award: Award, scan: Scan) -> bool:
        here, there = scan.offering, award.offering
        return (
            here is not None
            and award.learner_id == scan.learner_id
            and there != here
            and there.starts_at < here.ends_at
            and there.ends_at > here.starts_at
        )

    def _offering(self, scan: Scan) -> OfferingFacts | None:
        if scan.offering is None:
            return None
        versions = [one for one in self.hours[scan.offering.pk] if one.in_force_from <= scan.received_at]
        in_force = [one for one in versions if one.in_force_from <= scan.effective_at] or versions[:1]
        shown = next((one.hours for one in versions if one.version == scan.hours_version), None)
        opens, closes = scan_window(scan.offering.starts_at, scan.offering.ends_at)
        saw_the_last = scan.hours_version == versions[-1].version
        return OfferingFacts(
            hours=versions[-1].hours if saw_the_last else in_force[-1].hours,
            opens=opens,
            closes=closes,
            policy=ScanPolicy(scan.offering.activity.scan_policy),
            roc_year=scan.offering.activity.roc_year,
            hours_shown=shown,
        )

    @staticmethod
    def _code(scan: Scan) -> CodeFacts | Refusal:
        code = scan.code
        if code is None:
            return Refusal.UNKNOWN_CODE
        known_void = code.voided_at is not None and code.voided_at <= scan.received_at
        return CodeFacts(
            expires_at=datetime.combine(code.expires_on + timedelta(days=1), time(), tzinfo=TAIPEI),
            slot_distance=None if scan.slot is None else abs(slot_of(scan.effective_at) - scan.slot),
            voided_at=code.voided_at if known_void else None,
            lost=code.void_reason == VoidReason.LOST,
            name_differs=code.name_differs,
        )
