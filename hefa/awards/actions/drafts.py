"""A scan on its way into the ledger: what was read, how the person stands, what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import uuid4

from hefa.audit.actions import Entry
from hefa.audit.names import Actor, Verb
from hefa.awards.actions.ledger import NewAward, NewScan
from hefa.awards.actions.readings import Reading
from hefa.awards.names import AwardSource, Refusal, ScanSource, Verdict
from hefa.awards.queries.facts import Standing
from hefa.awards.rules import Award, Decision, Facts, Noted, Refused, Review
from hefa.awards.rules.answers import ScanAnswer
from hefa.awards.rules.spot_check import can_be_asked, is_drawn
from hefa.keys.digests import keyed_digest
from hefa.stations.queries import StationPass


@dataclass(slots=True)
class Draft:
    """A scan with its decision, on its way into the ledger."""

    reading: Reading
    standing: Standing | None
    decision: Decision | Noted
    facts: Facts
    award: NewAward | None = None
    award_id: int | None = None

    @property
    def verdict(self) -> Verdict:
        match self.decision:
            case Award():
                return Verdict.AWARDED
            case Review():
                return Verdict.REVIEW
            case Refused():
                return Verdict.REFUSED
            case Noted():
                return Verdict.NOTED

    @property
    def already(self) -> bool:
        """Refused because the learner has the hours."""
        return self.decision == Refused(Refusal.ALREADY_AWARDED)

    @property
    def spot_check(self) -> bool:
        """Whether the helper is asked for the last four (T4). The key decides by the id, so nobody can foresee it."""
        item, offering = self.reading.item, self.reading.offering
        return (
            offering is not None
            and offering.activity.spot_check
            and can_be_asked(verdict=self.verdict, source=item.source, quality=self.reading.time.quality)
            and is_drawn(keyed_digest("mark", "spot-check", str(item.scan_id)))
        )


def new_award(draft: Draft, station: StationPass, received_at: datetime) -> NewAward | None:
    """The award that a draft asks for, None when it asks for none."""
    standing, offering, decision = draft.standing, draft.reading.offering, draft.decision
    if standing is None or offering is None or not isinstance(decision, Award):
        return None
    by_hand = draft.reading.item.source == ScanSource.HAND
    return NewAward(
        public_id=uuid4(),
        offering_id=offering.pk,
        learner_id=standing.learner_id,
        unit_id=standing.unit_id,
        code_id=standing.code_id,
        station_id=station.id,
        hours=decision.hours,
        source=AwardSource.HAND if by_hand else AwardSource.SCAN,
        assurance=standing.assurance,
        flags=decision.flags,
        awarded_at=received_at,
        first_scanned_at=draft.reading.time.at,
        entered_name=standing.told.name if standing.told and standing.name_differs else None,
    )


def new_scan(draft: Draft, station: StationPass, received_at: datetime) -> NewScan:
    """The scan with its verdict, as it goes on record."""
    reading, standing, decision = draft.reading, draft.standing, draft.decision
    return NewScan(
        item=reading.item,
        station_id=station.id,
        offering_id=reading.offering_pk,
        code_id=standing.code_id if standing else None,
        learner_id=standing.learner_id if standing else None,
        slot=reading.asked.slot if reading.asked else None,
        effective_at=reading.time.at,
        quality=reading.time.quality,
        received_at=received_at,
        verdict=draft.verdict,
        refusal=decision.reason if isinstance(decision, Refused) else None,
        reasons=decision.reasons if isinstance(decision, Review) else (),
        flags=decision.flags if isinstance(decision, Award) else (),
        award_id=draft.award_id if not isinstance(decision, Review) else None,
        spot_check=draft.spot_check,
    )


VERBS = {
    Verdict.AWARDED: Verb.AWARDED,
    Verdict.REVIEW: Verb.REVIEW_OPENED,
    Verdict.REFUSED: Verb.SCAN_REFUSED,
    Verdict.NOTED: Verb.PASSAGE_NOTED,
}


def audit_entries(drafts: Sequence[Draft], station: StationPass, received_at: datetime) -> list[Entry]:
    """One line of the audit for each draft."""
    return [
        Entry(
            at=received_at,
            actor=Actor.station(station.public_id),
            verb=VERBS[draft.verdict],
            subject_kind="award" if draft.award else "scan",
            subject_id=draft.award.public_id if draft.award else draft.reading.item.scan_id,
            organiser_id=station.organiser_id,
            facts={
                "scan": str(draft.reading.item.scan_id),
                "refusal": draft.decision.reason if isinstance(draft.decision, Refused) else None,
                "reasons": list(draft.decision.reasons) if isinstance(draft.decision, Review) else [],
            },
        )
        for draft in drafts
    ]


def answer(draft: Draft) -> ScanAnswer:
    """What the phone is told."""
    standing, decision = draft.standing, draft.decision
    told = partial(
        ScanAnswer,
        scan_id=draft.reading.item.scan_id,
        verdict=draft.verdict,
        name=standing.shown.name if standing else "",
        unit=standing.shown.unit if standing else "",
    )
    match decision:
        case Award(hours, flags):
            award = draft.award.public_id if draft.award else None
            return told(hours=hours, flags=flags, award=award, spot_check=draft.spot_check)
        case Review(reasons):
            return told(reasons=reasons)
        case Refused(Refusal.ALREADY_AWARDED) if standing is not None and standing.held is not None:
            held = standing.held
            return told(
                refusal=Refusal.ALREADY_AWARDED,
                hours=held.hours,
                first_at=held.first_scanned_at,
                first_station=held.station,
                award=held.public_id,
            )
        case Refused(reason):
            return told(refusal=reason)
        case Noted():
            return told()
