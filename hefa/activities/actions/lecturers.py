"""維護講師: who teaches for an organiser, what the person agreed to publish, and at which offerings."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from hefa.activities.actions.notes import note
from hefa.activities.models import Lecturer, Offering, Teaching
from hefa.activities.names import ConsentMeans, Publication
from hefa.audit.actions import record
from hefa.audit.names import Actor, Verb
from hefa.base.national_id import NationalId
from hefa.learners.actions import enter_learner
from hefa.learners.models import Learner
from hefa.organisers.models import Officer


class LecturerOvertaken(Exception):
    """Somebody else changed the lecturer since it was read: nothing was saved."""


class LecturerStands(ValueError):
    """The organiser has a lecturer with this national ID already."""


@dataclass(frozen=True, slots=True)
class LecturerProfile:
    """What an organiser notes of a lecturer. Without a publication there is neither day nor means of consent."""

    name: str
    position: str
    contact: str
    intro: str
    expertise: list[str]
    publishes: Publication = Publication.NOTHING
    consented_on: date | None = None
    consent_means: ConsentMeans | str = ""


@transaction.atomic
def add_lecturer(
    *, profile: LecturerProfile, national_id: NationalId | None, officer: Officer, at: datetime
) -> Lecturer:
    """Take a lecturer in; with the number, scans of the person where it teaches are marked. Raises LecturerStands."""
    lecturer = Lecturer(
        organiser=officer.organiser, learner=_learner(national_id, profile, officer, at), **asdict(profile)
    )
    _save(lecturer, fields=None)
    _note(Verb.LECTURER_ADDED, lecturer, officer, at, publishes=lecturer.publishes)
    return lecturer


@transaction.atomic
def change_lecturer(
    *,
    lecturer: Lecturer,
    version: int,
    profile: LecturerProfile,
    national_id: NationalId | None,
    officer: Officer,
    at: datetime,
) -> bool:
    """Note otherwise; without a number the link to the person stays as it is. False when nothing differs.

    `version` is the one that was on screen. Raises LecturerOvertaken, LecturerStands.
    """
    told = asdict(profile)
    differing = [name for name, value in told.items() if getattr(lecturer, name) != value]
    learner = _learner(national_id, profile, officer, at)
    if learner is not None and learner.pk != lecturer.learner_id:
        lecturer.learner = learner
        differing.append("learner")
    if not differing:
        return False
    if not Lecturer.objects.filter(pk=lecturer.pk, version=version).update(version=F("version") + 1):
        raise LecturerOvertaken
    for name in told:
        setattr(lecturer, name, told[name])
    _save(lecturer, fields=differing)
    _note(Verb.LECTURER_CHANGED, lecturer, officer, at, fields=differing, publishes=lecturer.publishes)
    return True


@transaction.atomic
def retire_lecturer(*, lecturer: Lecturer, officer: Officer, at: datetime) -> bool:
    """停用: in no choice and no search any more; what was taught stays. False when retired before."""
    standing = Lecturer.objects.filter(pk=lecturer.pk, retired_at__isnull=True)
    retired = standing.update(retired_at=at, retired_by=officer.account, version=F("version") + 1)
    if retired:
        _note(Verb.LECTURER_RETIRED, lecturer, officer, at)
    return bool(retired)


@transaction.atomic
def reinstate_lecturer(*, lecturer: Lecturer, officer: Officer, at: datetime) -> bool:
    """恢復使用. False when nobody had retired the lecturer."""
    retired = Lecturer.objects.filter(pk=lecturer.pk, retired_at__isnull=False)
    reinstated = retired.update(retired_at=None, retired_by=None, version=F("version") + 1)
    if reinstated:
        _note(Verb.LECTURER_REINSTATED, lecturer, officer, at)
    return bool(reinstated)


@transaction.atomic
def assign_lecturers(
    *, offering: Offering, lecturers: Collection[UUID], officer: Officer, at: datetime
) -> tuple[int, int]:
    """Let these teach the offering, and nobody else; how many were added and taken away.

    Only lecturers of the offering's organiser, or of the one it was merged into, count, and of the retired only those
    who teach it already.
    """
    teaching = Teaching.objects.filter(offering=offering)
    removed, _ = teaching.exclude(lecturer__public_id__in=lecturers).delete()
    free = Lecturer.objects.filter(
        Q(organiser=offering.activity.organiser) | Q(organiser=officer.organiser),
        retired_at__isnull=True,
        public_id__in=lecturers,
    ).exclude(teachings__offering=offering)
    added = Teaching.objects.bulk_create(
        [Teaching(offering=offering, lecturer=lecturer) for lecturer in free], ignore_conflicts=True
    )
    if added or removed:
        note(
            Verb.LECTURERS_ASSIGNED,
            offering,
            Actor.account(officer.account.public_id),
            at,
            added=",".join(str(one.lecturer.public_id) for one in added),
            removed=str(removed),
        )
    return len(added), removed


def _learner(
    national_id: NationalId | None, profile: LecturerProfile, officer: Officer, at: datetime
) -> Learner | None:
    if national_id is None:
        return None
    actor = Actor.account(officer.account.public_id)
    return enter_learner(national_id=national_id, name=profile.name, unit=None, actor=actor, at=at)


def _save(lecturer: Lecturer, *, fields: list[str] | None) -> None:
    try:
        with transaction.atomic():
            lecturer.save(force_insert=fields is None, update_fields=fields)
    except IntegrityError:
        raise LecturerStands from None


def _note(verb: Verb, lecturer: Lecturer, officer: Officer, at: datetime, **facts: object) -> None:
    record(
        at=at,
        actor=Actor.account(officer.account.public_id),
        verb=verb,
        subject_kind="lecturer",
        subject_id=lecturer.public_id,
        organiser_id=lecturer.organiser.public_id,
        facts=facts,
    )
