"""統一證號變更: another number for a learner, or, when both numbers are known, 合併學員 with preview and undo."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from hefa.audit.names import Actor
from hefa.awards.actions.change_number import change_number
from hefa.awards.models import Award
from hefa.base.clock import now
from hefa.base.national_id import NationalId, mask_last4
from hefa.base.person_name import mask_name
from hefa.learners.actions import look_up
from hefa.learners.actions.numbers import NumberIsCurrent, NumberTaken
from hefa.learners.models import Learner, LearnerMerge
from hefa.learners.names import LookUpPurpose
from hefa.paperwork.actions.merging import (
    MergeOvertaken,
    PartingRefused,
    ProvenTwice,
    merge_learners,
    part_learners,
)
from hefa.paperwork.queries.merging import came_later, merge_of, merge_preview, merges_made
from hefa.web.operator.number_form import NumberForm
from hefa.web.shell.audience import account_of, operator_only
from hefa.web.shell.form_target import form_target
from hefa.web.shell.forms import PageForm
from hefa.web.shell.proof import freshly_proven
from hefa.web.shell.reason import ReasonField

MOVED = (
    ("award", "時數"),
    ("ended", "重複而結束的時數"),
    ("personal_code", "個人條碼"),
    ("account_link", "帳號"),
    ("enrolment", "報名"),
    ("review", "掃描確認"),
    ("year_member", "年度名冊對應"),
)
CHOOSE = "兩位學員各有一個已確認為本人的帳號，請選擇保留哪一個；另一個帳號改為未確認。"


class PartingForm(PageForm):
    """Why the two are not one person after all."""

    reason = ReasonField(label="取消原因")


@operator_only
@freshly_proven()
@sensitive_post_parameters("old_number", "new_number")
@require_http_methods(["GET", "HEAD", "POST"])
def numbers(request: HttpRequest) -> HttpResponse:
    """The form; then what would be done, to look at; then, confirmed, it is done."""
    form = NumberForm(request.POST if request.method == "POST" else None, at=now())
    if not form.is_valid():
        return _page(request, form)
    learner = _whose(request, form)
    if learner is None:
        return _page(request, form)
    other = _find(request, form.cleaned_data["new_number"])
    if other is not None and other != learner:
        return _merging(request, form, learner, other)
    return _changing(request, form, learner)


@operator_only
@require_safe
def merge(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One merge: who, when, why, what moved; and the way back."""
    return _merge_page(request, _held(public_id), PartingForm())


@operator_only
@freshly_proven()
@form_target("operator:merge")
def parting(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """取消合併."""
    held, form = _held(public_id), PartingForm(request.POST)
    if not form.is_valid():
        return _merge_page(request, held, form)
    try:
        part_learners(merge=held, reason=form.cleaned_data["reason"], by=account_of(request), at=now())
    except PartingRefused as refused:
        form.add_error(None, str(refused))
        return _merge_page(request, held, form)
    messages.success(request, "已取消合併，兩位學員各自恢復原有的時數、條碼與帳號。")
    return redirect("operator:merge", public_id)


def _whose(request: HttpRequest, form: NumberForm) -> Learner | None:
    """The learner by the old number or by an award; a form that finds nobody says so."""
    number, award_id = form.cleaned_data["old_number"], form.cleaned_data["award"]
    if number is not None:
        learner = _find(request, number)
        if learner is None:
            form.add_error("old_number", "沒有以這個證號登錄的學員。")
        return learner
    award = Award.objects.filter(public_id=award_id).select_related("learner").first()
    if award is None:
        form.add_error("award", "沒有這個編號的時數。")
    return award.learner if award else None


def _find(request: HttpRequest, number: NationalId) -> Learner | None:
    actor = Actor.account(account_of(request).public_id)
    return look_up(national_id=number, purpose=LookUpPurpose.NUMBER, actor=actor, organiser_id=None, at=now())


def _changing(request: HttpRequest, form: NumberForm, learner: Learner) -> HttpResponse:
    number = form.cleaned_data["new_number"]
    if "confirmed" not in request.POST:
        return _preview(request, form, learner, after=mask_last4(number.last4))
    try:
        change_number(
            learner=learner,
            national_id=number,
            reason=form.cleaned_data["reason"],
            by=account_of(request),
            at=form.at,
        )
    except NumberIsCurrent:
        form.add_error("new_number", "這已是該學員目前的證號，不需要變更。")
        return _page(request, form)
    except NumberTaken:
        form.add_error("new_number", "剛才有另一位學員登錄了這個證號，請重新送出以預覽合併。")
        return _page(request, form)
    messages.success(request, f"已變更統一證號：{mask_last4(learner.id_last4)} → {mask_last4(number.last4)}。")
    return redirect("operator:numbers")


def _merging(request: HttpRequest, form: NumberForm, kept: Learner, gone: Learner) -> HttpResponse:
    if "confirmed" in request.POST:
        try:
            done = merge_learners(
                kept=kept,
                gone=gone,
                mark=request.POST.get("mark", ""),
                proven=_uuid(request.POST.get("proven", "")),
                reason=form.cleaned_data["reason"],
                by=account_of(request),
                at=form.at,
            )
        except MergeOvertaken:
            form.add_error(None, "預覽之後資料已有變動，請重新檢視下列內容，再確認合併。")
        except ProvenTwice:
            form.add_error(None, CHOOSE)
        else:
            messages.success(request, "已合併學員。")
            return redirect("operator:merge", done.public_id)
    return _preview(request, form, kept, merge=merge_preview(kept, gone), choose=CHOOSE)


def _preview(request: HttpRequest, form: NumberForm, learner: Learner, **more: Any) -> HttpResponse:
    context = {"form": form, "name": mask_name(learner.name), "before": mask_last4(learner.id_last4), **more}
    return render(request, "operator/number_preview.html", context)


def _page(request: HttpRequest, form: NumberForm) -> HttpResponse:
    made = [(one, *_two(one)) for one in merges_made()]
    return render(request, "operator/numbers.html", {"form": form, "merges": made})


def _merge_page(request: HttpRequest, held: LearnerMerge, form: PartingForm) -> HttpResponse:
    kept, gone = _two(held)
    context = {
        "merge": held,
        "kept": kept,
        "before": "" if held.undone_at else _number_before(held),
        "gone": gone,
        "moved": [(label, count) for name, label in MOVED if (count := len(held.moved[name]))],
        "demoted": held.moved["demoted"] is not None,
        "later": 0 if held.undone_at else came_later(held),
        "form": form,
    }
    return render(request, "operator/merge.html", context)


def _two(held: LearnerMerge) -> tuple[str, str]:
    """Both by masked name; the numbers as each has them now."""
    sides = (held.kept, held.gone)
    kept, gone = (f"{mask_name(one.name)} {mask_last4(one.id_last4)}" for one in sides)
    return kept, gone


def _number_before(held: LearnerMerge) -> str:
    """What the kept learner's number was until the merge: it has that of the other since."""
    number = held.kept.national_ids.filter(replaced_at=held.merged_at).order_by("pk").last()
    return mask_last4(number.id_last4) if number else ""


def _held(public_id: UUID) -> LearnerMerge:
    held = merge_of(public_id)
    if held is None:
        raise Http404
    return held


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
