"""新增班級/單位: classes and units that are told by name and head count; changed and taken back like hours."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.db import IntegrityError, transaction
from django.db.models import F

from hefa.activities.models import Offering
from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.awards.actions.cancel import OfferingCancelled
from hefa.awards.actions.correct import ReasonMissing
from hefa.awards.models import GroupAward
from hefa.awards.names import AwardState
from hefa.awards.rules import is_late
from hefa.base.hours import Hours
from hefa.organisers.models import Officer
from hefa.units.models import Unit


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """A class or unit as the officer wants it."""

    name: str
    unit: Unit | None
    head_count: int
    hours: Hours
    state: AwardState = AwardState.REVIEWED


class GroupNameTaken(Exception):
    """The offering has a class or unit of this name."""


class GroupAnswer(Enum):
    """What became of a change."""

    SAVED = "saved"
    UNCHANGED = "unchanged"
    OVERTAKEN = "overtaken"


@transaction.atomic
def enter_group(*, offering: Offering, group: GroupPlan, officer: Officer, at: datetime) -> GroupAward:
    """Add a class or unit. Raises GroupNameTaken, also for the same form sent twice, and OfferingCancelled."""
    if Offering.objects.select_for_update(of=("self",), no_key=True).get(pk=offering.pk).cancelled:
        raise OfferingCancelled
    try:
        with transaction.atomic():
            entered = GroupAward.objects.create(
                offering=offering, entered_at=at, entered_by=officer.account, **_columns(group)
            )
    except IntegrityError as refused:
        raise _name_taken(refused) from None
    _note(Verb.GROUP_ENTERED, entered, officer, at, facts=_facts(group))
    return entered


@transaction.atomic
def change_group(
    *, group: GroupAward, version: int, wanted: GroupPlan, reason: str, officer: Officer, at: datetime
) -> GroupAnswer:
    """Change a class or unit, for a reason. OVERTAKEN when another officer was first: nothing is overwritten.

    Raises ReasonMissing and GroupNameTaken.
    """
    if _columns(wanted) == _columns(_plan(group)) and group.version == version:
        return GroupAnswer.UNCHANGED
    if not reason.strip():
        raise ReasonMissing
    standing = GroupAward.objects.filter(pk=group.pk, version=version, revoked_at__isnull=True)
    try:
        with transaction.atomic():
            changed = standing.update(
                **_columns(wanted),
                corrected_at=at,
                corrected_by=officer.account,
                correction_reason=reason.strip(),
                version=F("version") + 1,
            )
    except IntegrityError as refused:
        raise _name_taken(refused) from None
    if not changed:
        return GroupAnswer.OVERTAKEN
    facts = {"before": _facts(_plan(group)), "after": _facts(wanted), "late": is_late(_roc_year(group), at)}
    _note(Verb.GROUP_CORRECTED, group, officer, at, facts=facts)
    return GroupAnswer.SAVED


@transaction.atomic
def revoke_group(*, group: GroupAward, version: int, reason: str, officer: Officer, at: datetime) -> bool:
    """Take a class or unit back; it stays in the history. False when another officer was first."""
    if not reason.strip():
        raise ReasonMissing
    revoked = GroupAward.objects.filter(pk=group.pk, version=version, revoked_at__isnull=True).update(
        revoked_at=at, revoked_by=officer.account, revoke_reason=reason.strip(), version=F("version") + 1
    )
    if revoked:
        _note(Verb.GROUP_REVOKED, group, officer, at, facts={})
    return bool(revoked)


def _columns(group: GroupPlan) -> dict[str, object]:
    return {
        "name": group.name,
        "unit": group.unit,
        "head_count": group.head_count,
        "digital_hours": group.hours.digital,
        "in_person_hours": group.hours.in_person,
        "state": group.state,
    }


def _plan(group: GroupAward) -> GroupPlan:
    return GroupPlan(group.name, group.unit, group.head_count, group.hours, AwardState(group.state))


def _facts(group: GroupPlan) -> dict[str, object]:
    """Head count, hours and state; a class is no person, yet its name is left out all the same."""
    return {
        "heads": group.head_count,
        "hours": [str(group.hours.digital), str(group.hours.in_person)],
        "state": group.state,
    }


def _roc_year(group: GroupAward) -> int:
    return group.offering.activity.roc_year


def _name_taken(refused: IntegrityError) -> Exception:
    return GroupNameTaken() if "group_award_once_per_offering" in str(refused) else refused


def _note(verb: Verb, group: GroupAward, officer: Officer, at: datetime, *, facts: dict[str, object]) -> None:
    record(
        at=at,
        actor=Actor.account(officer.account.public_id),
        verb=verb,
        subject_kind="group_award",
        subject_id=group.public_id,
        organiser_id=officer.organiser.public_id,
        facts=facts,
    )
