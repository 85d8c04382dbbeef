"""合併學員: what two learners hold, what a merge would do with it, and the merges on record."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet

from hefa.activities.models import Enrolment
from hefa.awards.models import Award, Review
from hefa.awards.names import HELD_STATES, AwardState
from hefa.awards.rules.merge import Claim, overlaps
from hefa.base.hours import Hours
from hefa.base.national_id import mask_last4
from hefa.base.person_name import mask_name, same_name
from hefa.codes.models import PersonalCode
from hefa.learners.models import AccountLink, Learner, LearnerMerge


@dataclass(frozen=True, slots=True)
class YearHours:
    """The awards of a year that count."""

    roc_year: int
    awards: int
    hours: Decimal


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two, as an operator may see a person: masked, and by what hangs on the learner."""

    public_id: UUID
    name: str
    id_masked: str
    made_at: datetime
    years: Sequence[YearHours]
    codes: int
    enrolments: int
    accounts: int
    proven: AccountLink | None
    reviews: int


@dataclass(frozen=True, slots=True)
class Overlap:
    """An offering at which both hold hours. `kept` stays, `ended` ends as 合併."""

    offering: str
    organiser: str
    kept: Award
    ended: Award
    kept_is_gones: bool


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What a merge would do now. `mark` is another text whenever the two stand otherwise."""

    kept: Side
    gone: Side
    names_differ: bool
    overlaps: Sequence[Overlap]
    years: Sequence[YearHours]
    mark: str

    @property
    def both_proven(self) -> bool:
        return self.kept.proven is not None and self.gone.proven is not None


def merge_preview(kept: Learner, gone: Learner) -> MergePreview:
    """Both learners side by side, and what would become of their hours."""
    standing = list(standing_awards((kept, gone)))
    pairs = claims_of(standing, kept=kept, gone=gone)
    by_id = {award.pk: award for award in standing}
    ended = {second.award_id for _, second in pairs}
    return MergePreview(
        kept=_side(kept, [one for one in standing if one.learner_id == kept.pk]),
        gone=_side(gone, [one for one in standing if one.learner_id == gone.pk]),
        names_differ=not same_name(kept.name, gone.name),
        overlaps=[_overlap(by_id[first.award_id], by_id[second.award_id], gone) for first, second in pairs],
        years=_years(one for one in standing if one.pk not in ended),
        mark=merge_mark(kept, gone),
    )


def standing_awards(learners: Sequence[Learner]) -> QuerySet[Award]:
    """What these hold, in the order in which scans work it."""
    standing = Award.objects.filter(learner__in=learners, revoked_at__isnull=True)
    return standing.select_related("offering__activity__organiser").order_by("learner_id", "offering_id")


def claims_of(standing: Iterable[Award], *, kept: Learner, gone: Learner) -> list[tuple[Claim, Claim]]:
    """Of each offering where both hold hours: the award that stays, and the one that ends."""
    claims: dict[int, list[Claim]] = {kept.pk: [], gone.pk: []}
    for award in standing:
        failed = award.state == AwardState.FAILED
        claim = Claim(award.pk, award.offering_id, failed, award.first_scanned_at, award.awarded_at)
        claims[award.learner_id].append(claim)
    return overlaps(claims[kept.pk], claims[gone.pk])


def merge_mark(kept: Learner, gone: Learner) -> str:
    """Another text whenever awards, codes, enrolments, accounts or reviews of one of the two have changed."""
    both = Q(learner__in=(kept, gone))
    told = [
        list(Award.objects.filter(both).order_by("pk").values_list("pk", "learner_id", "version")),
        list(PersonalCode.objects.filter(both).order_by("pk").values_list("pk", "learner_id", "voided_at")),
        list(Enrolment.objects.filter(both).order_by("pk").values_list("pk", "learner_id", "version")),
        list(AccountLink.objects.filter(both).order_by("pk").values_list("pk", "learner_id", "proven_at")),
        list(Review.objects.filter(both).order_by("pk").values_list("pk", "learner_id", "settled_at")),
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()


def merges_made(*, latest: int = 20) -> Sequence[LearnerMerge]:
    """The merges on record, the last first."""
    return list(_merges().order_by("-merged_at", "-pk")[:latest])


def merge_of(public_id: UUID) -> LearnerMerge | None:
    """One merge, undone or not."""
    return _merges().filter(public_id=public_id).first()


def came_later(merge: LearnerMerge) -> int:
    """Awards of the kept learner that were made since, and that 取消合併 leaves there: no code says whose they are."""
    codes = merge.moved["personal_code"]
    since = Award.objects.filter(learner=merge.kept, awarded_at__gt=merge.merged_at, revoked_at__isnull=True)
    return since.exclude(pk__in=merge.moved["award"]).filter(Q(code__isnull=True) | ~Q(code__in=codes)).count()


def _merges() -> QuerySet[LearnerMerge]:
    return LearnerMerge.objects.select_related("kept", "gone", "merged_by", "undone_by")


def _side(learner: Learner, standing: Sequence[Award]) -> Side:
    links = list(AccountLink.objects.filter(learner=learner).select_related("account").order_by("pk"))
    return Side(
        public_id=learner.public_id,
        name=mask_name(learner.name),
        id_masked=mask_last4(learner.id_last4),
        made_at=learner.made_at,
        years=_years(standing),
        codes=PersonalCode.objects.filter(learner=learner, voided_at__isnull=True).count(),
        enrolments=Enrolment.objects.filter(learner=learner).count(),
        accounts=len(links),
        proven=next((link for link in links if link.proven_at is not None), None),
        reviews=Review.objects.filter(learner=learner, settled_at__isnull=True).count(),
    )


def _years(awards: Iterable[Award]) -> list[YearHours]:
    found: dict[int, list[Hours]] = {}
    for award in awards:
        if award.state in HELD_STATES:
            found.setdefault(award.offering.activity.roc_year, []).append(award.hours)
    return [
        YearHours(year, len(hours), sum((one.digital + one.in_person for one in hours), Decimal(0)))
        for year, hours in sorted(found.items(), reverse=True)
    ]


def _overlap(kept: Award, ended: Award, gone: Learner) -> Overlap:
    offering = kept.offering
    return Overlap(
        offering=f"{offering.activity.name} 第 {offering.number} 期",
        organiser=offering.activity.organiser.name,
        kept=kept,
        ended=ended,
        kept_is_gones=kept.learner_id == gone.pk,
    )
