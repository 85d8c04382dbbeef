"""Hours that an officer enters by hand or by file: the same decision as a scan's, and the same INSERT."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

from django.db import transaction

from hefa.activities.models import Offering
from hefa.activities.names import ScanPolicy
from hefa.audit.actions import Entry, record_many
from hefa.audit.names import Actor, Verb
from hefa.awards.actions.correct import ReasonMissing
from hefa.awards.actions.ledger import NewAward, insert_awards
from hefa.awards.actions.readings import lecturer_rule
from hefa.awards.names import Assurance, AwardSource, ClockQuality, Flag, Refusal, Verdict
from hefa.awards.queries.facts import Asked, Standing, standings
from hefa.awards.rules import Award, Decision, Facts, OfferingFacts, Refused, Review, decide, is_late, late_flags
from hefa.base.hours import Hours
from hefa.base.national_id import NationalId
from hefa.base.person_name import same_name
from hefa.learners.actions import enter_learners
from hefa.learners.queries import Known, Person
from hefa.organisers.models import Officer

NEVER = datetime.max.replace(tzinfo=UTC)
"""When the right of an officer at the desk ends, as a station's would."""


@dataclass(frozen=True, slots=True)
class EnteredRow:
    """One person of a list. `hours` None means those of the offering; `confirmed` answers a Review in advance.

    A person whom the offering knows already is named by `learner`, without a number.
    """

    national_id: NationalId | None
    name: str
    unit_id: int | None
    hours: Hours | None = None
    confirmed: bool = False
    learner: Known | None = None


@dataclass(frozen=True, slots=True)
class EntryAnswer:
    """What became of a row. `award` is the new award, None when there is none; a Review has entered nothing.

    `waits` says that the award holds only once another officer has reviewed it.
    """

    decision: Decision
    award: UUID | None = None
    name_differs: bool = False
    waits: bool = False


@transaction.atomic
def enter_awards(
    *,
    offering: Offering,
    rows: Sequence[EnteredRow],
    source: AwardSource,
    reviewed: bool,
    officer: Officer,
    at: datetime,
    late_reason: str = "",
    standing: int | None = None,
) -> list[EntryAnswer]:
    """Award hours to the people of a list, answers in its order; about ten statements whatever its length.

    `reviewed` False leaves each row 待覆核 for a second officer, `standing` each after the first so many. A name that
    differs from the one on record makes an award under 待覆核（姓名不符）. A row that asks for a Review (the activity
    has not begun, the hours were taken back before) is entered only when `confirmed`, and never while the offering is
    cancelled. Whoever is in the list twice, or has the hours, is ALREADY_AWARDED.
    After the year's deadline `late_reason` says why (逾期補登): raises ReasonMissing without one.
    """
    late_reason = late_reason.strip() if is_late(offering.activity.roc_year, at) else ""
    if is_late(offering.activity.roc_year, at) and not late_reason:
        raise ReasonMissing
    actor = Actor.account(officer.account.public_id)
    learners = _learners(rows, actor=actor, at=at)
    found = standings(offering, [Asked(learner_id=learner.learner_id) for learner in learners])
    answers: list[EntryAnswer] = []
    drafts: dict[int, tuple[int, NewAward]] = {}
    for n, (row, learner) in enumerate(zip(rows, learners, strict=True)):
        differs = not same_name(row.name, learner.name)
        decision = _decide(offering, row, found[n], at=at, twice=learner.learner_id in drafts)
        award, holds = None, reviewed and (standing is None or n < standing)
        if isinstance(decision, Award):
            flags = (Flag.NAME_DIFFERS, *decision.flags) if differs else decision.flags
            award = NewAward(
                public_id=uuid4(),
                offering_id=offering.pk,
                learner_id=learner.learner_id,
                unit_id=row.unit_id,
                code_id=None,
                station_id=None,
                hours=decision.hours,
                source=source,
                assurance=Assurance.UPLOAD if source == AwardSource.UPLOAD else Assurance.HAND,
                flags=flags,
                awarded_at=at,
                first_scanned_at=at,
                entered_name=row.name if differs else None,
                entered_by_id=officer.account_id,
                reviewed=holds,
                late_reason=late_reason,
            )
            drafts[learner.learner_id] = (n, award)
        waits = award is not None and not holds
        answers.append(EntryAnswer(decision, award.public_id if award else None, differs, waits))
    _insert(answers, drafts, officer=officer, at=at)
    return answers


def _learners(rows: Sequence[EnteredRow], *, actor: Actor, at: datetime) -> list[Known]:
    """Whom the rows name, in their order, entered where new."""
    people = [Person(row.national_id, row.name, row.unit_id) for row in rows if row.national_id is not None]
    by_number = iter(enter_learners(people=people, actor=actor, at=at))
    return [row.learner if row.learner is not None else next(by_number) for row in rows]


def _decide(offering: Offering, row: EnteredRow, standing: Standing, *, at: datetime, twice: bool) -> Decision:
    """The decision of a scan, made of what a list can tell: no code, no station, and no end to the window."""
    if twice or standing.held is not None:
        return Refused(Refusal.ALREADY_AWARDED)
    opens, closes = offering.scan_window
    told = Facts(
        at=min(at, closes),
        quality=ClockQuality.NOW,
        offering=OfferingFacts(
            hours=row.hours or offering.hours,
            opens=opens,
            closes=closes,
            policy=ScanPolicy(offering.activity.scan_policy),
            roc_year=offering.activity.roc_year,
            cancelled=offering.cancelled,
        ),
        code=None,
        station_ended_at=NEVER,
        received_at=at,
        revoked=standing.revoked,
        overlaps=standing.overlaps,
        lecturer=lecturer_rule(standing),
    )
    decision = decide(told)
    if isinstance(decision, Review) and row.confirmed and not offering.cancelled:
        flagged = {Flag.OVERLAP: standing.overlaps, Flag.LECTURER: standing.is_lecturer}
        flags = tuple(flag for flag, applies in flagged.items() if applies)
        return Award(row.hours or offering.hours, late_flags(flags, roc_year=offering.activity.roc_year, at=at))
    return decision


def _insert(
    answers: list[EntryAnswer], drafts: dict[int, tuple[int, NewAward]], *, officer: Officer, at: datetime
) -> None:
    """Insert in learner order; a row that lost to an award made meanwhile is ALREADY_AWARDED."""
    ordered = [drafts[learner_id] for learner_id in sorted(drafts)]
    won = insert_awards([award for _, award in ordered])
    for n, award in ordered:
        if award.public_id not in won:
            answers[n] = EntryAnswer(Refused(Refusal.ALREADY_AWARDED), None, answers[n].name_differs)
    record_many(
        [
            Entry(
                at=at,
                actor=Actor.account(officer.account.public_id),
                verb=Verb.AWARDED,
                subject_kind="award",
                subject_id=award.public_id,
                organiser_id=officer.organiser.public_id,
                facts={"source": award.source, "verdict": Verdict.AWARDED},
            )
            for _, award in ordered
            if award.public_id in won
        ]
    )
