"""Scans as a phone tells them, in; a verdict for each, out. Online and offline are one path.

A batch is worked as a set: one statement reads how everybody stands, one inserts the awards, one the scans, one the
audit entries, all in one transaction. Scan, verdict, award and audit stand or fall together. When something fails that
never should, the scans are worked one by one, so that one of them cannot hold up the rest (ADR 15).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.db import InterfaceError, OperationalError

from hefa.activities.models import Offering
from hefa.audit.actions import Entry, record_many
from hefa.audit.names import Actor, Verb
from hefa.awards.actions.by_hand import count_rows_of_gates
from hefa.awards.actions.committing import acknowledged, may_succeed_again, wait_for_the_record
from hefa.awards.actions.drafts import Draft, answer, audit_entries, new_award, new_scan
from hefa.awards.actions.ledger import NewScan, insert_awards, insert_scans
from hefa.awards.actions.pausing import StationPaused
from hefa.awards.actions.quarantine import note_failure
from hefa.awards.actions.readings import Reading, read_items, time_of
from hefa.awards.actions.terms import Terms
from hefa.awards.actions.undo import undo_award
from hefa.awards.models import Award as AwardRow
from hefa.awards.models import Review as ReviewRow
from hefa.awards.names import Refusal, ScanKind, Verdict
from hefa.awards.queries.attendance import PASSAGES, paired, passages
from hefa.awards.queries.facts import Asked, Standing, standings
from hefa.awards.queries.stored import stored_answers
from hefa.awards.rules import Award, Decision, Earlier, Facts, Noted, Refused, Review, decide, decide_passage
from hefa.awards.rules.answers import ScanAnswer
from hefa.awards.rules.attendance import Passage
from hefa.awards.rules.items import Batch, ScanItem
from hefa.stations.queries import StationPass

ATTEMPTS = 5
OF_THE_REQUEST = (StationPaused, OperationalError, InterfaceError)
"""What says nothing of a scan: the station is to wait, or the database is in trouble. The phone sends again."""


class ScanStored(Exception):
    """A scan of this transaction was on record already: roll back and answer it from the record."""


def record_scans(*, station: StationPass, batch: Batch, received_at: datetime) -> list[ScanAnswer]:
    """Judge and store each scan of a batch, answers in the order of its items.

    A scan_id that is on record gets its stored verdict, `replayed`. A scan that fails unexpectedly is told RETRY_LATER,
    the fifth time REVIEW; the others get their verdicts. Raises StationPaused after 30 bad codes within a minute from
    one station (R15).
    """
    items = _as_made(_first_of_each(batch.items))
    try:
        answers = _as_a_set(station, batch, items, received_at)
    except OF_THE_REQUEST:
        raise
    except Exception:  # whatever it is, it must not hold up the other scans
        answers = _one_by_one(station, batch, items, received_at)
    originals = {item.scan_id: item for item in items}
    return [_in_its_place(answers[item.scan_id], originals[item.scan_id], item) for item in batch.items]


def _one_by_one(
    station: StationPass, batch: Batch, items: Sequence[ScanItem], received_at: datetime
) -> Mapping[UUID, ScanAnswer]:
    """Each in a transaction of its own. A batch of one is tried once more too: it may have lost a race."""
    answers: dict[UUID, ScanAnswer] = {}
    for item in items:
        try:
            answers |= _as_a_set(station, batch, [item], received_at)
        except OF_THE_REQUEST:
            raise
        except Exception as error:  # whatever it is, it is counted
            time = time_of(station, batch, item, received_at=received_at)
            answers[item.scan_id] = note_failure(
                station=station, item=item, time=time, received_at=received_at, error=error
            )
    return answers


def _as_a_set(
    station: StationPass, batch: Batch, items: Sequence[ScanItem], received_at: datetime
) -> Mapping[UUID, ScanAnswer]:
    answered: Mapping[UUID, ScanAnswer] = stored_answers(station.id, items) if len(items) > 1 else {}
    for attempt in range(1, ATTEMPTS + 1):
        fresh = replace(batch, items=tuple(item for item in items if item.scan_id not in answered))
        try:
            with acknowledged():
                if answered:
                    wait_for_the_record()
                return {**answered, **_record(station, fresh, received_at)}
        except ScanStored:
            answered = stored_answers(station.id, items)
        except OperationalError as error:
            if attempt == ATTEMPTS or not may_succeed_again(error):
                raise
    raise OperationalError("the batch kept meeting scans that were being stored at the same moment")


def _first_of_each(items: Iterable[ScanItem]) -> list[ScanItem]:
    return list({item.scan_id: item for item in reversed(list(items))}.values())[::-1]


def _as_made(items: Sequence[ScanItem]) -> list[ScanItem]:
    """In the order in which the phone made them: a wall clock that was set back puts no undo before its scan."""
    boots = list(dict.fromkeys(item.boot for item in items))
    return sorted(items, key=lambda item: (boots.index(item.boot), item.seq))


def _in_its_place(answer: ScanAnswer, original: ScanItem, item: ScanItem) -> ScanAnswer:
    """One scan_id twice in a batch: the same content is a replay of the first, another content is refused."""
    if item is original:
        return answer
    if item.digest() == original.digest():
        return replace(answer, replayed=True)
    return ScanAnswer(item.scan_id, Verdict.REFUSED, Refusal.SCAN_ID_REUSED)


def _record(station: StationPass, batch: Batch, received_at: datetime) -> dict[UUID, ScanAnswer]:
    answers: dict[UUID, ScanAnswer] = {}
    for (kind, _), run in groupby(batch.items, key=lambda item: (item.kind, item.offering)):
        readings = read_items(station, replace(batch, items=tuple(run)), received_at=received_at)
        if kind == ScanKind.UNDO:
            for reading in readings:
                answers[reading.item.scan_id] = _store_undo(station, reading, received_at)
        else:
            answers.update(_store_awards(station, readings, received_at))
    return answers


def _store_awards(
    station: StationPass, readings: Sequence[Reading], received_at: datetime
) -> Mapping[UUID, ScanAnswer]:
    drafts = decide_all(station, readings, received_at)
    insert_drafts(drafts, station=station, received_at=received_at)
    scan_ids = insert_scans([new_scan(draft, station, received_at) for draft in drafts])
    if len(scan_ids) < len(drafts):
        raise ScanStored
    _open_reviews(drafts, scan_ids, received_at)
    record_many([*audit_entries(drafts, station, received_at), *lower_first_scans(drafts, station, received_at)])
    return {draft.reading.item.scan_id: answer(draft) for draft in drafts}


def decide_all(station: StationPass, readings: Sequence[Reading], received_at: datetime) -> list[Draft]:
    """Decide in learner order, within a learner as they were made: two batches can then never deadlock."""
    found = zip(readings, _standings(readings), strict=True)
    ordered = sorted(found, key=lambda pair: _learner_id(pair[1]))
    told = _passages(ordered)
    earned: dict[tuple[int | None, int], Earlier] = {}
    drafts = []
    for reading, standing in ordered:
        place = (reading.offering_pk, _learner_id(standing))
        facts = reading.facts(station, standing, in_batch=earned.get(place), received_at=received_at)
        decision = _decide(reading, facts, told.get(place, ()))
        if isinstance(decision, Award):
            earned[place] = Earlier(reading.time.at)
        drafts.append(Draft(reading, standing, decision, facts))
    return drafts


def _decide(reading: Reading, facts: Facts, told: Sequence[Passage]) -> Decision | Noted:
    kind = reading.item.kind
    if reading.offering is None or kind not in PASSAGES:
        return decide(facts)
    there = paired(reading.offering, [*told, Passage(kind, reading.time.at)], over=False)
    return decide_passage(facts, kind=kind, there=there)


def _passages(
    found: Sequence[tuple[Reading, Standing | None]],
) -> Mapping[tuple[int | None, int], Sequence[Passage]]:
    """Comings and leavings on record of those who come or leave now; of an ordinary scan nothing is asked."""
    asked: dict[Offering, set[int]] = {}
    for reading, standing in found:
        if standing is not None and reading.offering is not None and reading.item.kind in PASSAGES:
            asked.setdefault(reading.offering, set()).add(standing.learner_id)
    return {
        (offering.pk, learner_id): told
        for offering, learners in asked.items()
        for learner_id, told in passages(offering, learners).items()
    }


def _learner_id(standing: Standing | None) -> int:
    return standing.learner_id if standing else 0


def _standings(readings: Sequence[Reading]) -> list[Standing | None]:
    """How whoever is asked about stands, in the order of the readings. One statement an offering."""
    found: list[Standing | None] = [None] * len(readings)
    by_terms: dict[Terms, list[tuple[int, Asked]]] = {}
    for place, reading in enumerate(readings):
        if reading.asked is not None and reading.terms is not None:
            by_terms.setdefault(reading.terms, []).append((place, reading.asked))
    for terms, asking in by_terms.items():
        for position, standing in standings(terms.offering, [asked for _, asked in asking]).items():
            found[asking[position][0]] = standing
    return found


def insert_drafts(drafts: Sequence[Draft], *, station: StationPass, received_at: datetime) -> None:
    """Insert the awards that were decided on; a draft that lost to another award is ALREADY_AWARDED and names it."""
    for draft in drafts:
        draft.award = new_award(draft, station, received_at)
    count_rows_of_gates(drafts, account_id=station.account_id)
    won = insert_awards([draft.award for draft in drafts if draft.award is not None])
    for draft in drafts:
        if draft.award is not None and draft.award.public_id in won:
            draft.award_id = won[draft.award.public_id]
            continue
        if draft.award is not None:
            draft.award, draft.decision = None, Refused(Refusal.ALREADY_AWARDED)
        if draft.already:
            _look_at_award(draft)


def _look_at_award(draft: Draft) -> None:
    """Name the award that stands; one that came after our look, or earlier in this batch, is looked up."""
    asked, offering = draft.reading.asked, draft.reading.offering
    if draft.standing and draft.standing.held is None and asked and offering:
        draft.standing = standings(offering, [asked])[0]
    draft.award_id = draft.standing.held.id if draft.standing and draft.standing.held else None


def _open_reviews(drafts: Sequence[Draft], scan_ids: Mapping[UUID, int], received_at: datetime) -> None:
    waiting = [draft for draft in drafts if isinstance(draft.decision, Review)]
    if waiting:
        ReviewRow.objects.bulk_create(
            ReviewRow(  # type: ignore[misc]  # told_name is null where nothing was told
                scan_id=scan_ids[draft.reading.item.scan_id],
                offering_id=draft.reading.offering_pk,
                learner_id=draft.standing.learner_id,
                told_name=draft.standing.told.name if draft.standing.told else None,
                told_unit_id=draft.standing.told.unit_id if draft.standing.told else None,
                opened_at=received_at,
            )
            for draft in waiting
            if draft.standing is not None and draft.reading.offering_pk is not None
        )


def lower_first_scans(drafts: Sequence[Draft], station: StationPass, received_at: datetime) -> list[Entry]:
    """R4: a scan that comes late but was made before the award's: the award stays, its first scan moves back."""
    entries = []
    for draft in drafts:
        held = draft.standing.held if draft.standing else None
        if held is None or not draft.already or draft.reading.time.at >= held.first_scanned_at - timedelta(seconds=1):
            continue
        earlier = AwardRow.objects.filter(pk=held.id, first_scanned_at__gt=draft.reading.time.at)
        if earlier.update(first_scanned_at=draft.reading.time.at):
            entries.append(
                Entry(
                    at=received_at,
                    actor=Actor.station(station.public_id),
                    verb=Verb.FIRST_SCAN_EARLIER,
                    subject_kind="award",
                    subject_id=held.public_id,
                    organiser_id=station.organiser_id,
                    facts={"scan": str(draft.reading.item.scan_id)},
                )
            )
    return entries


def _store_undo(station: StationPass, reading: Reading, received_at: datetime) -> ScanAnswer:
    """R20: an award is taken back by whoever may, with a reason; the person may be scanned again."""
    undone = undo_award(station=station, item=reading.item, at=reading.time.at, received_at=received_at)
    refusal = undone if isinstance(undone, Refusal) else None
    award = None if isinstance(undone, Refusal) else undone
    scan = NewScan(
        item=reading.item,
        station_id=station.id,
        offering_id=reading.offering_pk,
        code_id=None,
        learner_id=award.learner_id if award else None,
        slot=None,
        effective_at=reading.time.at,
        quality=reading.time.quality,
        received_at=received_at,
        verdict=Verdict.REFUSED if refusal else Verdict.UNDONE,
        refusal=refusal,
        reasons=(),
        flags=(),
        award_id=award.pk if award else None,
    )
    if not insert_scans([scan]):
        raise ScanStored
    return ScanAnswer(
        scan_id=reading.item.scan_id,
        verdict=scan.verdict,
        refusal=refusal,
        award=award.public_id if award else None,
    )
