"""Forget people whom nothing needs any longer: who made a code and never earned an hour, lecturers who never taught."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from hefa.activities.models import Enrolment, Lecturer, Teaching
from hefa.awards.models import Award, Review, Scan
from hefa.codes.models import PersonalCode
from hefa.learners.models import AccountLink, Learner, LearnerMerge, NationalIdDigest, NationalIdRecord
from hefa.paperwork.models import EcpaName, RightsRequest, StagedRow, YearMember

WALK_IN_KEPT = timedelta(days=90)
LECTURER_KEPT = timedelta(days=90)
REQUEST_KEPT = timedelta(days=3 * 365)
HOLDS: Sequence[type[Model]] = (Award, Scan, Review, AccountLink, Lecturer, YearMember, StagedRow)
"""What keeps a learner as long as it stands. Codes and enrolments do so for their own time alone."""


def walk_ins_over(*, at: datetime) -> QuerySet[Learner]:
    """Learners entered 90 days ago whom nothing holds: no award, scan, account or merge (合併), no code made or usable
    since then, no enrolment in an offering that ended since then."""
    since, today = at - WALK_IN_KEPT, localdate(at)
    usable = Q(made_at__gt=since) | Q(voided_at__isnull=True, expires_on__gte=today)
    holding: list[QuerySet[Any]] = [model._default_manager.all() for model in HOLDS]
    holding += [RightsRequest.objects.filter(answered_at__isnull=True), PersonalCode.objects.filter(usable)]
    holding += [Enrolment.objects.filter(offering__ends_at__gt=since)]
    free = [~Exists(rows.filter(learner=OuterRef("pk"))) for rows in holding]
    free += [~Exists(LearnerMerge.objects.filter(Q(kept=OuterRef("pk")) | Q(gone=OuterRef("pk"))))]
    return Learner.objects.filter(*free, made_at__lte=since)


def forget_walk_ins(learners: Sequence[int], *, at: datetime) -> int:
    """Remove these people with their numbers, codes and enrolments; returns how many people.

    The caller has locked the rows: nothing can take hold of them now, and who was held a moment ago is seen here.
    """
    gone = list(walk_ins_over(at=at).filter(pk__in=learners).values_list("pk", flat=True))
    NationalIdDigest.objects.filter(record__learner__in=gone).delete()
    NationalIdRecord.objects.filter(learner__in=gone).delete()
    PersonalCode.objects.filter(learner__in=gone).delete()
    Enrolment.objects.filter(learner__in=gone).delete()
    EcpaName.objects.filter(learner__in=gone).delete()
    Learner.objects.filter(pk__in=gone).delete()
    return len(gone)


def ecpa_names_over(*, at: datetime) -> QuerySet[EcpaName]:
    """Names for portals of learners without any standing award, given 90 days ago."""
    stands = Exists(Award.objects.filter(learner=OuterRef("learner"), revoked_at__isnull=True))
    return EcpaName.objects.filter(~stands, given_at__lte=at - WALK_IN_KEPT)


def forget_ecpa_names(names: Sequence[int], *, at: datetime) -> int:
    """Remove these; returns how many."""
    return ecpa_names_over(at=at).filter(pk__in=names).delete()[0]


def lecturers_over(*, at: datetime) -> QuerySet[Lecturer]:
    """Lecturers who retired 90 days ago and whom no offering names."""
    taught = Exists(Teaching.objects.filter(lecturer=OuterRef("pk")))
    return Lecturer.objects.filter(~taught, retired_at__lte=at - LECTURER_KEPT)


def forget_lecturers(lecturers: Sequence[int], *, at: datetime) -> int:
    """Remove these; returns how many."""
    return lecturers_over(at=at).filter(pk__in=lecturers).delete()[0]


def requests_over(*, at: datetime) -> QuerySet[RightsRequest]:
    """當事人請求 that were answered three years ago."""
    return RightsRequest.objects.filter(answered_at__lte=at - REQUEST_KEPT)


def forget_requests(requests: Sequence[int], *, at: datetime) -> int:
    """Remove these; returns how many."""
    return requests_over(at=at).filter(pk__in=requests).delete()[0]
