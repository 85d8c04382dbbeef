"""What an officer changes of awards that stand: hours, 通過 and 不通過. After 已覆核 it is a 更正 and has a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from hefa.activities.models import Offering
from hefa.activities.queries import has_signed_sheet
from hefa.audit.actions import Entry, record_many
from hefa.audit.names import Actor, Verb
from hefa.awards.models import Award, AwardCorrection
from hefa.awards.names import AwardState, CorrectionKind, Flag
from hefa.awards.rules import is_late, late_flags
from hefa.awards.rules.states import SETTLED, Objection, RowFacts, objection
from hefa.base.hours import Hours
from hefa.organisers.models import Officer

SAVED = (
    "digital_hours",
    "in_person_hours",
    "state",
    "state_changed_at",
    "flags",
    "needs_second_officer",
    "reviewed_at",
    "reviewed_by",
    "corrected_at",
    "corrected_by",
    "correction_reason",
    "version",
)


class ReasonMissing(ValueError):
    """The officer gave no reason, and this step needs one."""


@dataclass(frozen=True, slots=True)
class AwardChange:
    """A row as the officer wants it. `version` is the one that was on screen when it was edited."""

    award: UUID
    version: int
    hours: Hours
    state: AwardState


@dataclass(frozen=True, slots=True)
class AwardChanges:
    """What became of a list: rows saved, rows that another officer had changed meanwhile, rows not allowed and why."""

    saved: tuple[UUID, ...]
    overtaken: tuple[UUID, ...]
    refused: Mapping[UUID, Objection]


@transaction.atomic
def change_awards(
    *, offering: Offering, changes: Sequence[AwardChange], reason: str, officer: Officer, at: datetime
) -> AwardChanges:
    """Save the rows that differ from what is stored; unchanged rows are passed over. Five statements for any list.

    `reason` is kept beside every row that it was given for.

    Nothing is overwritten: a row whose version has moved on, or that was revoked, comes back in `overtaken`.
    Raises ReasonMissing, and saves nothing, when a row is changed after 已覆核, or after the year's deadline, and
    `reason` is empty.
    """
    wanted = {change.award: change for change in changes}
    locked = Award.objects.select_for_update(of=("self",)).filter(offering=offering, public_id__in=wanted)
    saved: list[Award] = []
    overtaken: list[UUID] = []
    refused: dict[UUID, Objection] = {}
    entries: list[Entry] = []
    desk = _Desk(
        officer=officer,
        at=at,
        reason=reason.strip(),
        roc_year=offering.activity.roc_year,
        signed_sheet=has_signed_sheet(offering),
    )
    for row in locked.order_by("learner_id"):
        change = wanted.pop(row.public_id)
        if not row.stands_as(change.version):
            overtaken.append(row.public_id)
        elif (row.hours, row.state) != (change.hours, change.state):
            against = _objection(row, change, desk)
            if against == Objection.REASON_MISSING:
                raise ReasonMissing
            if against is not None:
                refused[row.public_id] = against
                continue
            entries.append(_corrected(row, change, desk))
            _change(row, change, desk)
            saved.append(row)
    Award.objects.bulk_update(saved, SAVED)
    if desk.reason:
        AwardCorrection.objects.bulk_create(_why(row, desk) for row in saved)
    record_many(entries)
    return AwardChanges(tuple(row.public_id for row in saved), (*overtaken, *wanted), refused)


@dataclass(frozen=True, slots=True)
class _Desk:
    """Who changes, when and why."""

    officer: Officer
    at: datetime
    reason: str
    roc_year: int
    signed_sheet: bool

    @property
    def late(self) -> bool:
        return is_late(self.roc_year, self.at)


def _objection(row: Award, change: AwardChange, desk: _Desk) -> Objection | None:
    facts = RowFacts(
        state=AwardState(row.state),
        name_differs=row.name_waits,
        awaits_another=row.awaits_another_than(desk.officer.account_id) and not desk.signed_sheet,
    )
    changed = row.hours != change.hours
    return objection(facts, after=change.state, hours_change=changed, late=desk.late, reason=bool(desk.reason))


def _change(row: Award, change: AwardChange, desk: _Desk) -> None:
    if row.state in SETTLED or desk.late:
        row.corrected_at, row.corrected_by, row.correction_reason = desk.at, desk.officer.account, desk.reason
    if desk.late:
        row.flags = list(late_flags([Flag(flag) for flag in row.flags], roc_year=desk.roc_year, at=desk.at))
    if change.state == AwardState.REVIEWED and row.state != change.state:
        review_by(row, officer=desk.officer, at=desk.at)
    if change.state != row.state:
        row.state, row.state_changed_at = change.state, desk.at
    row.digital_hours, row.in_person_hours = change.hours.digital, change.hours.in_person
    row.version += 1


def review_by(row: Award, *, officer: Officer, at: datetime) -> None:
    """Note on the row, unsaved, that this officer has reviewed it; whoever entered it can do so by a signed sheet."""
    if not row.needs_second_officer or row.reviewed_by_id is not None:
        return
    if row.entered_by_id == officer.account_id:
        row.needs_second_officer = False
    else:
        row.reviewed_at, row.reviewed_by = at, officer.account


def _why(row: Award, desk: _Desk) -> AwardCorrection:
    return AwardCorrection(
        award=row,
        version=row.version,
        kind=CorrectionKind.CORRECTED,
        corrected_at=desk.at,
        corrected_by=desk.officer.account,
        reason=desk.reason,
    )


def _corrected(row: Award, change: AwardChange, desk: _Desk) -> Entry:
    return Entry(
        at=desk.at,
        actor=Actor.account(desk.officer.account.public_id),
        verb=Verb.AWARD_CORRECTED,
        subject_kind="award",
        subject_id=row.public_id,
        organiser_id=desk.officer.organiser.public_id,
        facts={
            "version": change.version + 1,
            "before": [str(row.hours.digital), str(row.hours.in_person), row.state],
            "after": [str(change.hours.digital), str(change.hours.in_person), change.state],
        },
    )
