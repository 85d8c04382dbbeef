"""報名准駁 / 下載名冊: who enrolled in an offering, approved or declined with a message, some or all."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from hefa.activities.actions import Decided, decide_enrolments
from hefa.activities.names import EnrolmentState
from hefa.activities.queries import enrolment_tally, offerings_of
from hefa.awards.queries import ON_SITE, RosterRow, RosterSearch, roster
from hefa.awards.queries.lists import paged
from hefa.base.clock import now
from hefa.organisers.names import Duty
from hefa.web.backoffice.access import Desk, desk_of
from hefa.web.backoffice.enrolment.roster_rows import RosterView, roster_view
from hefa.web.backoffice.ledger.awards import page_number
from hefa.web.shell.audience import account_of, officer_only
from hefa.web.shell.form_target import form_target
from hefa.web.shell.forms import PageForm, looks_like_a_number
from hefa.web.shell.offering_filter import filtered_offerings
from hefa.web.shell.person_search import PersonSearchForm, keep_terms, kept_terms

TABS = [("", "全部"), *((one.value, str(one.label)) for one in EnrolmentState), (ON_SITE, "現場")]
TAB_NAMES = dict(TABS)


class MessageForm(PageForm):
    """給學員的訊息; whoever declines says why."""

    message = forms.CharField(
        label="給學員的訊息",
        required=False,
        max_length=200,
        help_text="學員在「我的報名」與電子郵件中會看到；不核准時請填寫原因。請勿填寫身分證字號。",
    )

    def __init__(self, *args: Any, declining: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.declining = declining

    def clean_message(self) -> str:
        message = str(self.cleaned_data["message"]).strip()
        if self.declining and not message:
            raise forms.ValidationError("請填寫不核准的原因，讓學員知道。")
        if looks_like_a_number(message):
            raise forms.ValidationError("請勿填寫身分證字號。")
        return message


@officer_only()
@require_safe
def enrolment_offerings(request: HttpRequest) -> HttpResponse:
    """報名准駁 / 下載名冊: choose the offering, with how many wait for an answer there."""
    mine = offerings_of(account_of(request), on=localdate(now())).annotate(
        pending=Count("enrolments", filter=Q(enrolments__state=EnrolmentState.PENDING)),
        waiting=Count("enrolments", filter=Q(enrolments__state=EnrolmentState.WAITING)),
    )
    return render(request, "backoffice/enrolment_offerings.html", filtered_offerings(request, mine).context())


@officer_only()
@require_safe
def enrolments(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Who enrolled and who came unannounced, one page of them."""
    return _page(request, desk_of(request, public_id, at=now()))


@officer_only()
@form_target("backoffice:enrolments")
def enrolment_search(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """搜尋: keep name and last four in the session, then show the list. 清除 looks for everybody again."""
    desk = desk_of(request, public_id, at=now())
    form = PersonSearchForm({} if "clear" in request.POST else request.POST)
    if not form.is_valid():
        return _page(request, desk, search_form=form)
    keep_terms(request, public_id, form.cleaned_data)
    return redirect(_back(request, public_id))


@officer_only(Duty.MANAGE)
@form_target("backoffice:enrolments")
def enrolment_decision(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """核准 or 不核准 of the checked rows, or of all that wait for it. 全選 only draws the list again."""
    at = now()
    desk = desk_of(request, public_id, at=at)
    officer = desk.officer(Duty.MANAGE)
    do = request.POST.get("do", "")
    form = MessageForm(request.POST, declining=do in ("decline", "decline_all"))
    if do == "select":
        return _page(request, desk, message_form=MessageForm(initial=request.POST.dict()), check_all=True)
    if do not in ("approve", "decline", "approve_all", "decline_all"):
        raise BadRequest("表單內容不完整，請回上頁重新整理後再送出。")
    everybody = do.endswith("_all")
    versions = None if everybody else _checked(request)
    if versions is not None and not versions:
        messages.warning(request, "請先勾選學員。")
        return redirect(_back(request, public_id))
    if not form.is_valid():
        return _page(request, desk, message_form=form, checked=versions or ())
    decided = decide_enrolments(
        offering=desk.offering,
        versions=versions,
        approve=do.startswith("approve"),
        message=form.cleaned_data["message"],
        officer=officer,
        at=at,
    )
    _tell(request, desk, decided, approve=do.startswith("approve"))
    return redirect(_back(request, public_id))


def _page(
    request: HttpRequest,
    desk: Desk,
    *,
    search_form: PersonSearchForm | None = None,
    message_form: MessageForm | None = None,
    checked: Collection[UUID] = (),
    check_all: bool = False,
) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    state = asked.get("state", "")
    search = _wanted(request, desk.offering.public_id, state=state if state in TAB_NAMES else "")
    page = paged(roster(desk.offering, search), page=page_number(asked.get("page")))
    context = {
        "desk": desk,
        "may_manage": desk.may(Duty.MANAGE),
        "tally": enrolment_tally(desk.offering),
        "tabs": TABS,
        "state": search.state,
        "rows": _views(page.rows, checked=checked, check_all=check_all),
        "form": search_form or PersonSearchForm(initial={"last4": search.last4, "name": search.name}),
        "narrowed": bool(search.last4 or search.name),
        "message_form": message_form or MessageForm(),
        "total": page.total,
        "first": page.first,
        "last": page.last,
        "page": page.number,
        "pages": page.pages,
    }
    return render(request, "backoffice/enrolments.html", context)


def _views(rows: Sequence[RosterRow], *, checked: Collection[UUID], check_all: bool) -> list[RosterView]:
    return [roster_view(row, checked=check_all or row.enrolment in checked) for row in rows]


def _wanted(request: HttpRequest, public_id: UUID, *, state: str) -> RosterSearch:
    terms = kept_terms(request, public_id)
    return RosterSearch(state=state, name=terms.get("name", ""), last4=terms.get("last4", ""))


def _checked(request: HttpRequest) -> dict[UUID, int]:
    try:
        return {UUID(one): int(request.POST[f"version-{one}"]) for one in request.POST.getlist("enrolment")}
    except (KeyError, ValueError):
        raise BadRequest("表單內容不完整，請回上頁重新整理後再送出。") from None


def _back(request: HttpRequest, public_id: UUID) -> str:
    state = request.POST.get("state", "")
    where = reverse("backoffice:enrolments", args=[public_id])
    return f"{where}?{urlencode({'state': state})}" if state in TAB_NAMES and state else where


def _tell(request: HttpRequest, desk: Desk, decided: Decided, *, approve: bool) -> None:
    """What happened to whom, in words."""
    names = {row.enrolment: row.name for row in roster(desk.offering)}

    def told(ids: Sequence[UUID]) -> str:
        return "、".join(names.get(one, "已不在名單的學員") for one in ids[:20]) + ("等" if len(ids) > 20 else "")

    if decided.saved:
        done = "核准" if approve else "不核准"
        messages.success(request, f"已{done} {len(decided.saved)} 人的報名，並將通知學員：{told(decided.saved)}。")
    if decided.overtaken:
        messages.warning(
            request, f"未儲存：{told(decided.overtaken)}。學員已取消，或其他承辦人已先更改，請確認最新資料。"
        )
    if decided.without_place:
        messages.warning(request, f"名額已滿，未核准：{told(decided.without_place)}。請先調高招生人數。")
    if decided == Decided():
        messages.info(request, "沒有需要更改的報名。")
