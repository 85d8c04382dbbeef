"""取消合併: each learner has again what it had, as far as nothing later stands in the way."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.db.models import F, Q

from hefa.accounts.models import Account
from hefa.activities.models import Enrolment
from hefa.audit.names import Actor, Verb
from hefa.awards.models import Award
from hefa.awards.names import RevokeKind
from hefa.codes.models import PersonalCode
from hefa.learners.actions.numbers import HandedOver, take_back_numbers
from hefa.learners.models import AccountLink, Learner, LearnerMerge
from hefa.paperwork.actions.merging.holding import hold, in_one_transaction, note
from hefa.paperwork.actions.merging.merge import MOVED
from hefa.paperwork.models import EcpaName, RightsRequest, YearMember
from hefa.paperwork.names.year import Matching


class PartingRefused(Exception):
    """It cannot be undone as things stand now; the message is the sentence to show."""


def part_learners(*, merge: LearnerMerge, reason: str, by: Account, at: datetime) -> None:
    """Undo a merge. What came since goes with its code or account, the rest stays with the kept learner.

    Raises PartingRefused, and nothing has changed then.
    """
    try:
        in_one_transaction(lambda: _part(merge, reason, by, at))
    except IntegrityError:
        raise PartingRefused("合併後又有新的資料與原資料衝突，無法取消合併。") from None


def _part(merge: LearnerMerge, reason: str, by: Account, at: datetime) -> None:
    held = hold(merge.kept, merge.gone)
    kept, gone, moved = held[merge.kept_id], held[merge.gone_id], merge.moved
    undone = LearnerMerge.objects.filter(pk=merge.pk, undone_at__isnull=True)
    if not undone.update(undone_at=at, undone_by=by, undo_reason=reason):
        raise PartingRefused("這次合併先前已取消。")
    if kept.merged_into_id is not None:
        raise PartingRefused("合併後的學員又併入另一位學員，請先取消後一次合併。")
    Learner.objects.filter(pk=gone.pk).update(merged_into=None)
    Learner.objects.filter(pk__in=moved["learner"], merged_into=kept).update(merged_into=gone)
    if not take_back_numbers(kept=kept, gone=gone, handed=HandedOver(tuple(moved["national_id"]), moved["replaced"])):
        raise PartingRefused("合併後統一證號又已變更，無法取消合併。")
    for name, model in MOVED.items():
        model.objects.filter(pk__in=moved[name], learner=kept).update(learner=gone)
    RightsRequest.objects.filter(pk__in=moved["rights_request"], learner=kept).update(learner=gone)
    _take_what_came_later(kept, gone, merge)
    _revive(merge)
    PersonalCode.objects.filter(pk__in=moved["code_marked"]).update(by_merge=False)
    Enrolment.objects.filter(pk__in=moved["enrolment_marked"]).update(by_merge=False)
    _settle_again(merge, gone)
    Award.objects.filter(learner=kept).update(number_changed_at=at)
    merge.refresh_from_db()
    touched = Award.objects.filter(pk__in={*moved["award"], *moved["ended"]})
    told = touched.select_related("offering__activity__organiser").order_by("pk")
    note(Verb.LEARNERS_PARTED, merge, told, Actor.account(by.public_id), reason=reason)


def _take_what_came_later(kept: Learner, gone: Learner, merge: LearnerMerge) -> None:
    """Codes and enrolments of accounts that go back, and hours by codes that go back, or that followed such hours."""
    accounts = AccountLink.objects.filter(learner=gone).values("account")
    for model in (PersonalCode, Enrolment):
        later: Any = model.objects.filter(learner=kept, account__in=accounts)
        later.update(learner=gone)
    codes = PersonalCode.objects.filter(learner=gone).values("pk")
    while Award.objects.filter(
        Q(code__in=codes, awarded_at__gt=merge.merged_at) | Q(moved_from__learner=gone), learner=kept
    ).update(learner=gone):
        pass


def _revive(merge: LearnerMerge) -> None:
    """The hours that ended by this merge stand again. A later award of the same offering stands in their way."""
    for award in Award.objects.filter(pk__in=merge.moved["ended"]).select_related("offering__activity").order_by("pk"):
        if Award.objects.filter(offering=award.offering, learner=award.learner_id, revoked_at__isnull=True).exists():
            where = f"{award.offering.activity.name} 第 {award.offering.number} 期"
            raise PartingRefused(f"「{where}」在合併後又核發了時數，請先由開課單位刪除該筆時數，再取消合併。")
        Award.objects.filter(pk=award.pk, revoke_kind=RevokeKind.MERGED).update(
            revoked_at=None, revoked_by=None, revoke_kind="", revoke_reason="", version=F("version") + 1
        )


def _settle_again(merge: LearnerMerge, gone: Learner) -> None:
    """The proof of an account, the lines of rosters and the names for portals that had to give way."""
    moved = merge.moved
    if moved["demoted"] is not None:
        told = moved["demoted"]
        link = AccountLink.objects.filter(pk=told["link"], proven_at__isnull=True)
        link.update(proven_at=datetime.fromisoformat(told["proven_at"]), proof=told["proof"])
    for one in moved["year_member_open"]:
        YearMember.objects.filter(pk=one["line"], matching=Matching.NOBODY, settled_at=merge.merged_at).update(
            learner=gone,
            matching=Matching.CHOSEN,
            settled_at=datetime.fromisoformat(one["settled_at"]),
            settled_by_id=one["settled_by"],
            version=F("version") + 1,
        )
    EcpaName.objects.filter(pk__in=moved["ecpa_name_ended"], ended_at=merge.merged_at).update(
        ended_at=None, ended_by=None
    )
