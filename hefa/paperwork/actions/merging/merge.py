"""合併: all that one learner holds goes to another, in one transaction; of two awards of an offering one ends."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from hefa.accounts.models import Account
from hefa.activities.models import Enrolment
from hefa.audit.names import Actor, Verb
from hefa.awards.models import Award, Review
from hefa.awards.names import RevokeKind
from hefa.codes.models import PersonalCode
from hefa.learners.actions.numbers import hand_over_numbers
from hefa.learners.models import AccountLink, Learner, LearnerMerge
from hefa.paperwork.actions.merging.holding import hold, in_one_transaction, note
from hefa.paperwork.models import EcpaName, RightsRequest, YearMember
from hefa.paperwork.names.year import Matching
from hefa.paperwork.queries.merging import claims_of, merge_mark, standing_awards

Moved = dict[str, Any]


class MergeOvertaken(Exception):
    """Something of the two has changed since the preview: it is to be looked at again."""


class ProvenTwice(Exception):
    """Each of the two has a proven account: which one stays proven is to be chosen."""


def merge_learners(
    *, kept: Learner, gone: Learner, mark: str, proven: UUID | None, reason: str, by: Account, at: datetime
) -> LearnerMerge:
    """Let `gone` go on in `kept`, whose number from now on is that of `gone`. `mark` is that of the preview.

    Where both have a proven account, `proven` says which account stays so. Raises MergeOvertaken and ProvenTwice.
    """
    return in_one_transaction(lambda: _merge(kept, gone, mark, proven, reason, by, at))


def _merge(
    kept: Learner, gone: Learner, mark: str, proven: UUID | None, reason: str, by: Account, at: datetime
) -> LearnerMerge:
    held = hold(kept, gone)
    kept, gone = held[kept.pk], held[gone.pk]
    if kept.merged_into_id or gone.merged_into_id or merge_mark(kept, gone) != mark:
        raise MergeOvertaken
    moved: Moved = {"demoted": _one_proven(kept, gone, proven)}
    moved["ended"] = _end_later_ones(kept, gone, reason=reason, by=by, at=at)
    moved["year_member_open"], moved["ecpa_name_ended"] = _make_room(kept, gone, by=by, at=at)
    moved["code_marked"] = _mark(PersonalCode.objects.filter(learner=gone, by_merge=False))
    moved["enrolment_marked"] = _mark(Enrolment.objects.filter(learner=gone, by_merge=False))
    Award.objects.filter(learner=kept).update(number_changed_at=at)
    touched = list(Award.objects.filter(learner=gone).select_related("offering__activity__organiser").order_by("pk"))
    for name, model in MOVED.items():
        rows = model.objects.filter(learner=gone)
        moved[name] = list(rows.order_by("pk").values_list("pk", flat=True))
        rows.update(learner=kept)
    moved["rights_request"] = _requests_moved(kept, gone)
    numbers = hand_over_numbers(kept=kept, gone=gone, at=at)
    moved["national_id"], moved["replaced"] = list(numbers.came), numbers.replaced
    earlier = Learner.objects.filter(merged_into=gone)
    moved["learner"] = list(earlier.order_by("pk").values_list("pk", flat=True))
    earlier.update(merged_into=kept)
    Learner.objects.filter(pk=gone.pk).update(merged_into=kept)
    merge = LearnerMerge.objects.create(kept=kept, gone=gone, merged_at=at, merged_by=by, reason=reason, moved=moved)
    ended = Award.objects.filter(pk__in=moved["ended"]).exclude(pk__in=moved["award"])
    touched += ended.select_related("offering__activity__organiser")
    note(Verb.LEARNERS_MERGED, merge, touched, Actor.account(by.public_id), reason=reason)
    return merge


MOVED: dict[str, Any] = {
    "award": Award,
    "personal_code": PersonalCode,
    "account_link": AccountLink,
    "enrolment": Enrolment,
    "review": Review,
    "year_member": YearMember,
    "ecpa_name": EcpaName,
}
"""The tables whose rows go with their learner. Scans stay as they were told, lecturers as they were named."""


def _one_proven(kept: Learner, gone: Learner, proven: UUID | None) -> Moved | None:
    """Leave one proven account; returns what the other had, to be put back."""
    links = list(
        AccountLink.objects.filter(learner__in=(kept, gone), proven_at__isnull=False).select_related("account")
    )
    if len(links) < 2:
        return None
    chosen = [link for link in links if link.account.public_id == proven]
    if not chosen:
        raise ProvenTwice
    (other,) = [link for link in links if link not in chosen]
    told = {"link": other.pk, "proven_at": str(other.proven_at), "proof": other.proof}
    AccountLink.objects.filter(pk=other.pk).update(proven_at=None, proof="")
    return told


def _end_later_ones(kept: Learner, gone: Learner, *, reason: str, by: Account, at: datetime) -> list[int]:
    standing = standing_awards((kept, gone)).select_for_update(of=("self",), no_key=True)
    ended = [second.award_id for _, second in claims_of(standing, kept=kept, gone=gone)]
    Award.objects.filter(pk__in=ended).update(
        revoked_at=at, revoked_by=by, revoke_kind=RevokeKind.MERGED, revoke_reason=reason, version=F("version") + 1
    )
    return ended


def _make_room(kept: Learner, gone: Learner, *, by: Account, at: datetime) -> tuple[list[Moved], list[int]]:
    """Where a roster names both, the line of `gone` is nobody's; where a portal knows both by a name, one ends."""
    rosters = YearMember.objects.filter(learner=kept).values("roster")
    doubled = YearMember.objects.filter(learner=gone, roster__in=rosters)
    lines = [
        {"line": pk, "settled_at": str(settled_at), "settled_by": settled_by}
        for pk, settled_at, settled_by in doubled.order_by("pk").values_list("pk", "settled_at", "settled_by_id")
    ]
    doubled.update(learner=None, matching=Matching.NOBODY, settled_at=at, settled_by=by, version=F("version") + 1)
    named = EcpaName.objects.filter(learner=kept, ended_at__isnull=True).values("organiser")
    names = EcpaName.objects.filter(learner=gone, ended_at__isnull=True, organiser__in=named)
    return lines, _ended(names, by=by, at=at)


def _requests_moved(kept: Learner, gone: Learner) -> list[int]:
    """Rights requests go along; one that the kept learner has open already stays where it is, to be answered there."""
    asked = RightsRequest.objects.filter(learner=kept, answered_at__isnull=True).values("right")
    rows = RightsRequest.objects.filter(learner=gone).exclude(answered_at__isnull=True, right__in=asked)
    pks = list(rows.order_by("pk").values_list("pk", flat=True))
    RightsRequest.objects.filter(pk__in=pks).update(learner=kept)
    return pks


def _ended(names: Any, *, by: Account, at: datetime) -> list[int]:
    pks: Collection[int] = list(names.order_by("pk").values_list("pk", flat=True))
    EcpaName.objects.filter(pk__in=pks).update(ended_at=at, ended_by=by)
    return list(pks)


def _mark(rows: Any) -> list[int]:
    """Rows that may from now on stand beside another of the same person."""
    pks = list(rows.order_by("pk").values_list("pk", flat=True))
    rows.update(by_merge=True)
    return pks
