"""承辦人申請: who wants to be an officer, and the operator's answer."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from hefa.base.clock import now
from hefa.organisers.actions import (
    AlreadyOfficer,
    OrganiserClosed,
    OwnRequest,
    RequestDecided,
    approve_request,
    decline_request,
)
from hefa.organisers.models import OfficeRequest, Organiser
from hefa.organisers.names import Duty
from hefa.organisers.queries import decided_requests, standing_organisers, undecided_requests
from hefa.web.operator.forms import DecisionForm
from hefa.web.operator.paging import page_context
from hefa.web.shell.audience import account_of, operator_only
from hefa.web.shell.proof import freshly_proven

PER_PAGE = 20
NEW = "new"
REFUSED: dict[type[Exception], str] = {
    OwnRequest: "不能審核自己的申請，請由其他系統管理者審核。",
    OrganiserClosed: "這個開課單位已停用或已合併，不能核准。",
    AlreadyOfficer: "申請人已是這個開課單位的承辦人。",
}


@operator_only
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """The requests that wait, and those that were decided, page by page."""
    page = Paginator(decided_requests(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"waiting": undecided_requests(), "decided": page.object_list, **page_context(page)}
    return render(request, "operator/requests.html", context)


@operator_only
@freshly_proven()
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One request: approve it, with other duties if need be, or decline it with a reason."""
    asked = get_object_or_404(undecided_requests(), public_id=public_id)
    form = DecisionForm(
        request.POST if request.method == "POST" else None,
        organisers=_choices(asked),
        initial={"duties": asked.duties},
    )
    if form.is_valid():
        try:
            told = _decline(request, asked, form) if "decline" in request.POST else _approve(request, asked, form)
        except tuple(REFUSED) as refused:
            form.add_error(None, REFUSED[type(refused)])
        except RequestDecided:
            messages.warning(request, "這件申請已由其他系統管理者審核，或已由申請人撤回。")
            return redirect("operator:requests")
        else:
            if told:
                messages.success(request, told)
                return redirect("operator:requests")
    return render(request, "operator/decision.html", {"asked": asked, "form": form})


def _approve(request: HttpRequest, asked: OfficeRequest, form: DecisionForm) -> str:
    at = now()
    chosen = form.cleaned_data.get("organiser", NEW)
    organiser = asked.organiser or (None if chosen == NEW else standing_organisers().get(public_id=chosen))
    officer = approve_request(
        request=asked,
        organiser=organiser,
        duties=[Duty(duty) for duty in form.cleaned_data["duties"]],
        by=account_of(request),
        at=at,
        today=localdate(at),
    )
    return f"已核准 {asked.account.name} 為「{officer.organiser.name}」的承辦人。"


def _decline(request: HttpRequest, asked: OfficeRequest, form: DecisionForm) -> str:
    """The sentence to show; none when the reason is wanting."""
    if not form.cleaned_data["reason"]:
        form.add_error("reason", "請填寫不核准原因。")
        return ""
    decline_request(request=asked, reason=form.cleaned_data["reason"], by=account_of(request), at=now())
    return f"已不核准 {asked.account.name} 的申請。"


def _choices(asked: OfficeRequest) -> list[tuple[str, str]]:
    """A new organiser, or one that the unit has already: two for one unit would part its activities."""
    if asked.organiser is not None or asked.unit is None:
        return []
    there: list[Organiser] = list(standing_organisers().filter(unit=asked.unit))
    known = [(str(one.public_id), f"既有的開課單位：{one.name}") for one in there]
    return [*known, (NEW, f"新的開課單位：{asked.organiser_name}")] if known else []
