"""Tell what a portal wants to be told otherwise than Hefa knows it: 設定 ECPA 姓名, 設定收件系統課程代碼."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from hefa.activities.models import Activity
from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.learners.models import Learner
from hefa.organisers.models import Officer
from hefa.paperwork.models import EcpaName, PortalCourse
from hefa.paperwork.rules import ecpa_name_problem, tidy


class NameUnfit(ValueError):
    """The name cannot stand in a file for a portal; the message says why, in words for the officer."""


class NameOvertaken(Exception):
    """Another officer gave or ended this learner's ECPA 姓名 meanwhile; nothing was changed."""


@transaction.atomic
def give_ecpa_name(*, learner: Learner, name: str, held: UUID | None, officer: Officer, at: datetime) -> EcpaName:
    """Have this learner stand under `name` in this organiser's files for portals.

    `held` is the ECPA 姓名 that was on screen, which ends; None when there was none. Raises NameUnfit, NameOvertaken.
    """
    wanted = tidy(name)
    if problem := ecpa_name_problem(wanted):
        raise NameUnfit(problem)
    if held is not None and not _ended(learner, held, officer=officer, at=at):
        raise NameOvertaken
    try:
        with transaction.atomic():
            given = EcpaName.objects.create(
                organiser=officer.organiser, learner=learner, name=wanted, given_at=at, given_by=officer.account
            )
    except IntegrityError:
        raise NameOvertaken from None
    _note(Verb.ECPA_NAME_GIVEN, "learner", learner.public_id, officer=officer, at=at)
    return given


@transaction.atomic
def end_ecpa_name(*, learner: Learner, held: UUID, officer: Officer, at: datetime) -> bool:
    """Have this learner stand under the own name again. False when another officer was first."""
    if not _ended(learner, held, officer=officer, at=at):
        return False
    _note(Verb.ECPA_NAME_ENDED, "learner", learner.public_id, officer=officer, at=at)
    return True


@transaction.atomic
def tell_course_code(*, activity: Activity, code: str, officer: Officer, at: datetime) -> None:
    """Note the number that the portal gave to an activity which exists there. It may be told anew."""
    PortalCourse.objects.update_or_create(
        activity=activity, defaults={"code": code, "told_at": at, "told_by": officer.account}
    )
    _note(Verb.COURSE_CODE_TOLD, "activity", activity.public_id, officer=officer, at=at)


def _ended(learner: Learner, held: UUID, *, officer: Officer, at: datetime) -> int:
    standing = EcpaName.objects.filter(
        public_id=held, learner=learner, organiser=officer.organiser, ended_at__isnull=True
    )
    return standing.update(ended_at=at, ended_by=officer.account)


def _note(verb: Verb, kind: str, subject: UUID, *, officer: Officer, at: datetime) -> None:
    record(
        at=at,
        actor=Actor.account(officer.account.public_id),
        verb=verb,
        subject_kind=kind,
        subject_id=subject,
        organiser_id=officer.organiser.public_id,
    )
