"""開課單位: the list, a new one, one with its officers, and its changes."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from hefa.activities.models import Activity
from hefa.audit.names import Actor
from hefa.base.clock import now
from hefa.organisers.actions import (
    MergeRefused,
    approve_organiser,
    change_organiser,
    disable_organiser,
    enable_organiser,
    merge_organiser,
    unmerge_organiser,
)
from hefa.organisers.models import Organiser
from hefa.organisers.queries import (
    handovers_of,
    officers_under,
    organisers_by_name,
    standing_offices,
    standing_organisers,
)
from hefa.web.operator.forms import OrganiserForm
from hefa.web.operator.paging import page_context
from hefa.web.shell.audience import account_of, operator_only
from hefa.web.shell.form_target import form_target
from hefa.web.shell.forms import PageForm
from hefa.web.shell.reason import ReasonField, ReasonForm

PER_PAGE = 30
ASK = "請選擇要併入的開課單位。"


class SearchForm(PageForm):
    """Part of the name, or the beginning of the unit's code."""

    optional_word = ""

    q = forms.CharField(label="名稱或機關代碼", max_length=100, required=False)


class MergeForm(PageForm):
    """Into which organiser, and why."""

    successor = forms.ChoiceField(label="併入", error_messages={"required": ASK, "invalid_choice": ASK})
    reason = ReasonField(label="合併原因")

    def __init__(self, *args: object, organiser: Organiser, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        others = standing_organisers().exclude(pk=organiser.pk).select_related("unit")
        told = [(str(one.public_id), f"{one.name} {one.unit.code}" if one.unit else one.name) for one in others]
        self.fields["successor"].choices = [("", "請選擇"), *told]  # type: ignore[attr-defined]


@operator_only
@require_safe
def organisers(request: HttpRequest) -> HttpResponse:
    """Every organiser, by name, with the number of its officers."""
    form = SearchForm({"q": request.GET.get("q", "")})
    text = form.cleaned_data["q"] if form.is_valid() else ""
    standing = Q(officers__in=standing_offices(on=localdate(now())))
    found = organisers_by_name(text).annotate(officer_count=Count("officers", filter=standing))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"organisers": page.object_list, "form": form, "filtered": bool(text), **page_context(page)}
    return render(request, "operator/organisers.html", context)


@operator_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_organiser(request: HttpRequest) -> HttpResponse:
    """Take an organiser in without a request; officers are appointed on its page."""
    form = OrganiserForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = approve_organiser(**form.cleaned_data, actor=_actor(request), at=now())
        messages.success(request, f"已新增開課單位「{made.name}」，請指派承辦人。")
        return redirect("operator:organiser", made.public_id)
    return render(request, "operator/organiser_form.html", {"form": form, "title": "新增開課單位"})


@operator_only
@require_safe
def organiser(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One organiser: its officers, what they handed over, and what can be done."""
    held = _organiser(public_id)
    context = {
        "organiser": held,
        "officers": officers_under(held),
        "handovers": handovers_of([held]),
        "predecessors": held.predecessors.order_by("name", "pk"),
        "activities": Activity.objects.filter(organiser=held).count(),
        "today": localdate(now()),
    }
    return render(request, "operator/organiser.html", context)


@operator_only
@require_http_methods(["GET", "HEAD", "POST"])
def changing(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Correct name and unit."""
    held = _organiser(public_id)
    words = {"name": held.name, "unit": held.unit.code if held.unit else ""}
    form = OrganiserForm(request.POST if request.method == "POST" else None, initial=words)
    if form.is_valid():
        changed = change_organiser(organiser=held, **form.cleaned_data, actor=_actor(request), at=now())
        messages.success(request, "已儲存。" if changed else "沒有需要儲存的變更。")
        return redirect("operator:organiser", public_id)
    context = {"form": form, "title": "修改開課單位", "organiser": held}
    return render(request, "operator/organiser_form.html", context)


@operator_only
@require_http_methods(["GET", "HEAD", "POST"])
def disabling(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """停用, with its consequences told before."""
    held = _organiser(public_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        done = disable_organiser(organiser=held, reason=form.cleaned_data["reason"], by=account_of(request), at=now())
        messages.success(request, f"已停用「{held.name}」。" if done else "這個開課單位先前已停用。")
        return redirect("operator:organiser", public_id)
    sentence = "停用後，承辦人立即不能使用學習資訊維護，掃描器立即停止；活動、時數與紀錄都會保留，可隨時恢復。"
    context = {"form": form, "organiser": held, "title": "停用開課單位", "sentence": sentence, "verb": "停用"}
    return render(request, "operator/confirm.html", context)


@operator_only
@form_target("operator:organiser")
def enabling(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """恢復 a disabled organiser."""
    held = _organiser(public_id)
    done = enable_organiser(organiser=held, actor=_actor(request), at=now())
    messages.success(request, f"已恢復「{held.name}」。" if done else "這個開課單位沒有停用。")
    return redirect("operator:organiser", public_id)


@operator_only
@require_http_methods(["GET", "HEAD", "POST"])
def merging(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """合併: choose the successor, look at what goes with it, confirm with a reason."""
    at = now()
    held = _organiser(public_id)
    form = MergeForm(request.POST if request.method == "POST" else None, organiser=held)
    chosen = None
    if form.is_valid():
        chosen = standing_organisers().get(public_id=form.cleaned_data["successor"])
        if "confirmed" in request.POST:
            try:
                moved = merge_organiser(
                    organiser=held,
                    successor=chosen,
                    reason=form.cleaned_data["reason"],
                    by=account_of(request),
                    at=at,
                    today=localdate(at),
                )
            except MergeRefused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, f"已將「{held.name}」併入「{chosen.name}」，{moved} 位承辦人一併指派。")
                return redirect("operator:organiser", chosen.public_id)
    context = {
        "form": form,
        "organiser": held,
        "chosen": chosen,
        "activities": Activity.objects.filter(organiser=held).count(),
        "officers": standing_offices(on=localdate(at)).filter(organiser=held, deputises__isnull=True).count(),
    }
    return render(request, "operator/merging.html", context)


@operator_only
@require_http_methods(["GET", "HEAD", "POST"])
def parting(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """取消合併."""
    held = _organiser(public_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            unmerge_organiser(organiser=held, reason=form.cleaned_data["reason"], by=account_of(request), at=now())
        except MergeRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"已取消合併，「{held.name}」恢復為獨立的開課單位。")
            return redirect("operator:organiser", public_id)
    sentence = "取消後，原有的承辦人恢復職責，因合併而取得的職責同時終止；合併期間的紀錄都會保留。"
    context = {"form": form, "organiser": held, "title": "取消合併", "sentence": sentence, "verb": "取消合併"}
    return render(request, "operator/confirm.html", context)


def _organiser(public_id: UUID) -> Organiser:
    return get_object_or_404(Organiser.objects.select_related("unit", "successor", "disabled_by"), public_id=public_id)


def _actor(request: HttpRequest) -> Actor:
    return Actor.account(account_of(request).public_id)
