"""From what a phone tells to the facts of the decision: whose code, shown when, scanned when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.conf import settings

from hefa.activities.models import Offering
from hefa.awards.actions.pausing import BAD_CODES, pause_after_many_bad_ones
from hefa.awards.actions.terms import Terms
from hefa.awards.names import LecturerRule, Refusal, ScanSource
from hefa.awards.queries.facts import Asked, Standing
from hefa.awards.queries.references import referred
from hefa.awards.rules import CodeFacts, Earlier, EffectiveTime, Facts, effective_time
from hefa.awards.rules.items import Batch, ScanItem, read_mark
from hefa.base.code_token import TokenType, is_genuine, parse, slot_of
from hefa.base.roc import TAIPEI
from hefa.codes.actions import take_typed
from hefa.keys.ring import UnknownKey, ring
from hefa.stations.names import Right
from hefa.stations.queries import StationPass


@dataclass(frozen=True, slots=True)
class Reading:
    """A scan with its code read and its time judged. `asked` is None when `problem` says why nobody was found."""

    item: ScanItem
    time: EffectiveTime
    terms: Terms | None
    asked: Asked | None = None
    problem: Refusal | None = None

    @property
    def offering(self) -> Offering | None:
        """None when the station may not scan it."""
        return self.terms.offering if self.terms else None

    @property
    def offering_pk(self) -> int | None:
        return self.terms.offering.pk if self.terms else None

    def facts(
        self, station: StationPass, standing: Standing | None, *, in_batch: Earlier | None, received_at: datetime
    ) -> Facts:
        """The facts of the decision; `in_batch` is an award that this very batch makes for the same person."""
        return Facts(
            at=self.time.at,
            quality=self.time.quality,
            offering=self.terms.when(self.time.at, settings=self.item.settings) if self.terms else None,
            code=self._code(standing),
            station_ended_at=station.ended_at,
            received_at=received_at,
            may_scan=station.may(self._right()),
            earlier=in_batch or (standing.earlier if standing else None),
            revoked=standing.revoked if standing else None,
            name_differs=standing is not None and standing.told is not None and standing.name_differs,
            refused_at_gate=self.item.refused_at_gate,
            same_slot_elsewhere=standing.same_slot_elsewhere if standing else False,
            overlaps=standing.overlaps if standing else False,
            lecturer=lecturer_rule(standing),
        )

    def _right(self) -> Right:
        """What the station must be allowed: to scan, to search, or to tell of somebody by hand."""
        if self.item.source != ScanSource.HAND:
            return Right.SCAN
        return Right.HAND if self.asked and self.asked.told else Right.SEARCH

    def _code(self, standing: Standing | None) -> CodeFacts | Refusal | None:
        if self.problem is not None:
            return self.problem
        if standing is None:
            return Refusal.UNKNOWN_CODE
        if standing.code_id is None or standing.expires_on is None:
            return None
        return CodeFacts(
            expires_at=datetime.combine(standing.expires_on + timedelta(days=1), time(), tzinfo=TAIPEI),
            slot_distance=self._slot_distance(),
            voided_at=standing.voided_at,
            lost=standing.lost,
            name_differs=standing.name_differs,
        )

    def _slot_distance(self) -> int | None:
        """Slots between code and scan; 0 for typed digits, which are given for five minutes and taken once."""
        if self.item.source == ScanSource.TYPED:
            return 0
        shown = self.asked.slot if self.asked else None
        return None if shown is None else abs(slot_of(self.time.at) - shown)


def lecturer_rule(standing: Standing | None) -> LecturerRule | None:
    """What the site's setting says of this person, None of anybody who does not teach the offering."""
    return LecturerRule(settings.HEFA_LECTURER_SCANS) if standing is not None and standing.is_lecturer else None


def read_items(station: StationPass, batch: Batch, *, received_at: datetime) -> list[Reading]:
    """Read the codes of a batch: MACs are checked before any statement. Raises StationPaused (R15)."""
    terms = {public_id: Terms(offering) for public_id, offering in station.offerings.items()}
    readings = [
        _read(station, item, time_of(station, batch, item, received_at=received_at), terms, received_at=received_at)
        for item in batch.items
    ]
    if any(reading.problem in BAD_CODES for reading in readings):
        pause_after_many_bad_ones(station, at=received_at)
    return readings


def read_item_at(station: StationPass, item: ScanItem, time: EffectiveTime, *, received_at: datetime) -> Reading:
    """Read the code of one scan whose time is judged."""
    offering = station.offerings.get(item.offering)
    return _read(station, item, time, {item.offering: Terms(offering)} if offering else {}, received_at=received_at)


def _read(
    station: StationPass,
    item: ScanItem,
    time: EffectiveTime,
    terms: Mapping[UUID, Terms],
    *,
    received_at: datetime,
) -> Reading:
    asked = _asked(station, item, scanned_at=time.at, received_at=received_at)
    if isinstance(asked, Refusal):
        return Reading(item, time, terms.get(item.offering), problem=asked)
    return Reading(item, time, terms.get(item.offering), asked=asked)


def _asked(station: StationPass, item: ScanItem, *, scanned_at: datetime, received_at: datetime) -> Asked | Refusal:
    """Who it is. A reference counts as of the scan: what waited for the network must not be lost to its age."""
    if item.learner_ref is not None:
        found = referred(item.learner_ref, station_id=station.public_id, at=scanned_at)
        return Asked(learner_id=found.learner_id, told=found.told) if found else Refusal.UNKNOWN_CODE
    if item.typed is not None:
        code = take_typed(digits=item.typed, at=received_at)
        return Asked(code_id=bytes(code.code_id)) if code else Refusal.WRONG_TYPED_CODE
    token = parse(item.code) if item.code is not None else None
    if token is None:
        return Refusal.UNKNOWN_CODE
    try:
        genuine = is_genuine(token, ring("code").key(token.kid))
    except UnknownKey:
        genuine = False
    if not genuine:
        return Refusal.UNKNOWN_CODE
    return Asked(code_id=token.code_id, slot=token.slot if token.type == TokenType.LIVE else None)


def time_of(station: StationPass, batch: Batch, item: ScanItem, *, received_at: datetime) -> EffectiveTime:
    """When a scan was made, by the clocks of whoever sends it (scan protocol, part 5)."""
    age_mono: timedelta | None = None
    if item.boot == batch.boot:
        age_mono = timedelta(milliseconds=batch.now_mono - item.t_mono)
    elif item.mark is not None:
        told = (read_mark(k, item.mark.text, station=station.public_id, boot=item.boot) for k in ring("mark").live)
        marked_at = next((moment for moment in told if moment is not None), None)
        if marked_at is not None:
            age_mono = received_at - marked_at - timedelta(milliseconds=item.t_mono - item.mark.mono)
    return effective_time(
        received_at=received_at,
        age_mono=age_mono,
        age_dev=batch.now_dev - item.t_dev,
        offset=batch.now_dev - received_at,
    )
