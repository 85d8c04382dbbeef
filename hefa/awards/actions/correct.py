"""What an officer changes of awards that stand: hours, 通過 and 不通過, and taking them back with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from hefa.activities.models import Offering
from hefa.audit.actions import Entry, record_many
from hefa.audit.names import Actor, Verb
from hefa.awards.models import Award
from hefa.awards.names import AwardState, RevokeKind
from hefa.awards.rules import may_become
from hefa.base.hours import Hours
from hefa.organisers.models import Officer


@dataclass(frozen=True, slots=True)
class AwardChange:
    """A row as the officer wants it. `version` is the one that was on screen when it was edited."""

    award: UUID
    version: int
    hours: Hours
    state: AwardState


@dataclass(frozen=True, slots=True)
class AwardChanges:
    """What became of a list: rows saved, rows that another officer had changed meanwhile, rows not allowed."""

    saved: tuple[UUID, ...]
    overtaken: tuple[UUID, ...]
    not_allowed: tuple[UUID, ...]


@transaction.atomic
def change_awards(
    *, offering: Offering, changes: Sequence[AwardChange], officer: Officer, at: datetime
) -> AwardChanges:
    """Save the rows that differ from what is stored; unchanged rows are passed over. All in one transaction.

    Nothing is overwritten: a row whose version has moved on, or that was revoked, comes back in `overtaken`.
    """
    wanted = {change.award: change for change in changes}
    rows = Award.objects.filter(offering=offering, public_id__in=wanted).order_by("public_id")
    saved, overtaken, not_allowed, entries = [], [], [], []
    for row in rows:
        change = wanted.pop(row.public_id)
        if row.revoked_at is not None or row.version != change.version:
            overtaken.append(row.public_id)
        elif not may_become(AwardState(row.state), change.state):
            not_allowed.append(row.public_id)
        elif (row.hours, row.state) != (change.hours, change.state):
            if _save(row, change, at=at):
                saved.append(row.public_id)
                entries.append(_corrected(row, change, officer=officer, at=at))
            else:
                overtaken.append(row.public_id)
    record_many(entries)
    return AwardChanges(tuple(saved), (*overtaken, *wanted), tuple(not_allowed))


def _save(row: Award, change: AwardChange, *, at: datetime) -> int:
    return Award.objects.filter(pk=row.pk, version=change.version, revoked_at__isnull=True).update(
        digital_hours=change.hours.digital,
        in_person_hours=change.hours.in_person,
        state=change.state,
        state_changed_at=at if change.state != row.state else row.state_changed_at,
        version=F("version") + 1,
    )


def _corrected(row: Award, change: AwardChange, *, officer: Officer, at: datetime) -> Entry:
    return Entry(
        at=at,
        actor=Actor.account(officer.account.public_id),
        verb=Verb.AWARD_CORRECTED,
        subject_kind="award",
        subject_id=row.public_id,
        organiser_id=officer.organiser.public_id,
        facts={
            "before": [str(row.hours.digital), str(row.hours.in_person), row.state],
            "after": [str(change.hours.digital), str(change.hours.in_person), change.state],
        },
    )


@transaction.atomic
def revoke_awards(
    *, offering: Offering, versions: dict[UUID, int], reason: str, officer: Officer, at: datetime
) -> AwardChanges:
    """刪除勾選的項目: take awards back. The rows stay in the history with the reason, which must not be empty.

    `versions` maps each award to the version that was on screen; rows that moved on come back in `overtaken`.
    """
    if not reason.strip():
        raise ReasonMissing
    saved: list[UUID] = []
    overtaken: list[UUID] = []
    for award_id, version in sorted(versions.items()):
        revoked = Award.objects.filter(
            offering=offering, public_id=award_id, version=version, revoked_at__isnull=True
        ).update(
            revoked_at=at,
            revoked_by=officer.account,
            revoke_kind=RevokeKind.OFFICE,
            revoke_reason=reason.strip(),
            version=F("version") + 1,
        )
        (saved if revoked else overtaken).append(award_id)
    record_many(
        [
            Entry(
                at=at,
                actor=Actor.account(officer.account.public_id),
                verb=Verb.AWARD_REVOKED,
                subject_kind="award",
                subject_id=award_id,
                organiser_id=officer.organiser.public_id,
            )
            for award_id in saved
        ]
    )
    return AwardChanges(tuple(saved), tuple(overtaken), ())


class ReasonMissing(ValueError):
    """The officer gave no reason, and this step needs one."""
