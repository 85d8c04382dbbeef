"""當事人請求 as those in charge work them: the list with its clocks, the counter, and one request with its answer.

The same for operators and for officers; their doors say whose requests they see.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate

from hefa.accounts.models import Account
from hefa.audit.names import Actor
from hefa.base.national_id import InvalidNationalId, NationalId
from hefa.base.person_name import InvalidPersonName, clean_person_name
from hefa.learners.actions import look_up
from hefa.learners.models import Learner
from hefa.learners.names import LookUpPurpose
from hefa.organisers.models import Organiser
from hefa.organisers.queries import organisers_of
from hefa.paperwork.actions.erasing import erasure_of
from hefa.paperwork.actions.rights import (
    NotExtendable,
    RequestAnswered,
    RequestStands,
    answer_request,
    ask_right,
    extend_request,
)
from hefa.paperwork.models import RightsRequest
from hefa.paperwork.names.rights import Outcome, Right
from hefa.paperwork.queries.rights import Recipient, recipients_of, request_lines, requests_of
from hefa.web.shell.forms import PageForm, looks_like_a_number
from hefa.web.shell.person_form import NeverEchoed
from hefa.web.shell.reason import ReasonForm

PER_PAGE = 20
LONGEST = 1000


class LongText(forms.CharField):
    """A text of some sentences in which no national ID may stand."""

    def __init__(self, *, label: str, help_text: str) -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            max_length=LONGEST,
            error_messages={"required": f"請填寫{label}。"},
            widget=forms.Textarea(attrs={"rows": 4}),
        )

    def validate(self, value: str) -> None:
        super().validate(value)
        if looks_like_a_number(value):
            raise forms.ValidationError("請勿填寫身分證字號。", code="number")


class WishForm(PageForm):
    """What somebody asks about one's own data."""

    right = forms.ChoiceField(
        label="請求事項", choices=[("", "請選擇"), *Right.choices], error_messages={"required": "請選擇請求事項。"}
    )
    wish = LongText(label="請求內容", help_text="例如：要更正的欄位與正確的內容。請勿填寫身分證字號。")


class CounterForm(WishForm):
    """The same of somebody who stands at the counter with the card."""

    national_id = forms.CharField(
        label="身分證統一編號",
        max_length=40,
        help_text="依證件輸入；外籍人士請填居留證統一證號。",
        error_messages={"required": "請輸入身分證統一編號。", "max_length": "格式不正確。"},
        widget=NeverEchoed(attrs={"autocomplete": "off", "spellcheck": "false", "class": "code-input"}),
    )
    card_seen = forms.BooleanField(
        label="已核對身分證件，與本人相符", error_messages={"required": "請當面核對身分證件後勾選。"}
    )

    def clean_national_id(self) -> NationalId:
        try:
            return NationalId.parse(self.cleaned_data["national_id"])
        except InvalidNationalId as invalid:
            raise forms.ValidationError(f"{invalid.problem.label}。") from None


class AnswerForm(PageForm):
    """The outcome, with reasons; of a correction also the name from now on. What another must grant is not offered."""

    outcome = forms.ChoiceField(
        label="處理結果", choices=[("", "請選擇"), *Outcome.choices], error_messages={"required": "請選擇處理結果。"}
    )
    answer = LongText(label="答覆內容", help_text="會寄給當事人。駁回或部分准許時，請寫明理由與法律依據。")
    new_name = forms.CharField(label="更正後姓名", required=False, max_length=400)

    def __init__(self, *args: object, request: RightsRequest, by: Account, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if request.waits_for_another(by):
            cast(forms.ChoiceField, self.fields["outcome"]).choices = [
                ("", "請選擇"),
                (Outcome.DECLINED.value, Outcome.DECLINED.label),
            ]
        if request.right != Right.CORRECT:
            del self.fields["new_name"]

    def clean_new_name(self) -> str:
        told = str(self.cleaned_data["new_name"])
        try:
            return clean_person_name(told) if told.strip() else ""
        except InvalidPersonName as problem:
            raise forms.ValidationError(f"{problem}。") from problem


@dataclass(frozen=True, slots=True)
class Tray:
    """One door's requests: `organiser` takes in what comes to the counter; None is the operators' own."""

    account: Account
    organiser: Organiser | None
    namespace: str

    @property
    def base(self) -> str:
        return f"{self.namespace}/base.html"

    def requests(self) -> list[RightsRequest]:
        mine = None if self.organiser is None else Organiser.objects.filter(pk=self.organiser.pk)
        return list(requests_of(mine).order_by("due_on", "pk"))

    def request(self, public_id: UUID) -> RightsRequest:
        """Raises Http404 for another's."""
        mine = None if self.organiser is None else Organiser.objects.filter(pk=self.organiser.pk)
        return get_object_or_404(requests_of(mine), public_id=public_id)

    def page(self, name: str) -> str:
        return f"{self.namespace}:{name}"

    def recipients(self, learner: Learner | None, *, at: datetime) -> list[Recipient]:
        """To whom the person's data went: for an officer, as far as it left by organisers whose things are theirs."""
        if learner is None:
            return []
        if self.organiser is None:
            return recipients_of(learner)
        return recipients_of(learner, within=organisers_of(self.account, on=localdate(at)))


def listing(request: HttpRequest, tray: Tray, *, at: datetime) -> HttpResponse:
    """What is open by its last day, then what was answered, the latest first."""
    lines = request_lines(tray.requests(), on=localdate(at))
    answered = sorted((one for one in lines if one.clock is None), key=lambda one: one.request.pk, reverse=True)
    page = Paginator(answered, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "base": tray.base,
        "open": [one for one in lines if one.clock is not None],
        "answered": page.object_list,
        "total": len(answered),
        "page": page.number,
        "pages": page.paginator.num_pages,
        "first": page.start_index() if answered else 0,
        "last": page.end_index() if answered else 0,
        "one_page": tray.page("right"),
        "new_page": tray.page("new_right"),
    }
    return render(request, "shell/rights.html", context)


def counter(request: HttpRequest, tray: Tray, *, at: datetime) -> HttpResponse:
    """Take in the request of somebody whose card was seen."""
    form = CounterForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        told = form.cleaned_data
        learner = look_up(
            national_id=told["national_id"],
            purpose=LookUpPurpose.RIGHTS,
            actor=Actor.account(tray.account.public_id),
            organiser_id=tray.organiser.public_id if tray.organiser else None,
            at=at,
        )
        if learner is None:
            messages.info(request, "沒有這個人的資料：可當面答覆，不必另立請求。查詢已留下紀錄。")
            return redirect(tray.page("rights"))
        try:
            asked = ask_right(
                learner=learner,
                right=Right(told["right"]),
                wish=told["wish"],
                account=None,
                entered_by=tray.account,
                organiser=tray.organiser,
                at=at,
            )
        except RequestStands:
            form.add_error("right", "這個人已有相同事項的請求在處理中。")
        else:
            if asked.organiser != tray.organiser:
                messages.success(request, "已受理，處理期間自今天起算。刪除由網站管理單位審核。")
                return redirect(tray.page("rights"))
            messages.success(request, "已受理請求，處理期間自今天起算。")
            return redirect(tray.page("right"), asked.public_id)
    context = {"base": tray.base, "form": form, "list_page": tray.page("rights")}
    return render(request, "shell/rights_counter.html", context)


def one_request(request: HttpRequest, tray: Tray, public_id: UUID, *, at: datetime) -> HttpResponse:
    """One request: extend it once, or answer it. What a deletion takes and leaves is shown before."""
    asked = tray.request(public_id)
    [line] = request_lines([asked], on=localdate(at))
    extending = "extend" in request.POST
    answer = AnswerForm(
        request.POST if request.method == "POST" and not extending else None, request=asked, by=tray.account
    )
    extension = ReasonForm(request.POST if extending else None)
    if extending and extension.is_valid():
        return _extend(request, tray, asked, extension.cleaned_data["reason"], at)
    if answer.is_bound and answer.is_valid():
        return _answer(request, tray, asked, answer, at)
    context = {
        "base": tray.base,
        "line": line,
        "asked": asked,
        "form": extension if extending else answer,
        "answer": answer,
        "extension": extension,
        "erasure": erasure_of(asked.learner) if asked.learner and asked.right == Right.ERASE and line.clock else None,
        "recipients": tray.recipients(asked.learner, at=at),
        "by_officer": tray.organiser is not None,
        "needs_another": asked.waits_for_another(tray.account),
        "list_page": tray.page("rights"),
    }
    return render(request, "shell/rights_one.html", context)


def _extend(request: HttpRequest, tray: Tray, asked: RightsRequest, reason: str, at: datetime) -> HttpResponse:
    try:
        extend_request(request=asked, reason=reason, by=tray.account, at=at)
    except NotExtendable:
        messages.warning(request, "已延長過、已逾期或已答覆，不能延長。")
    else:
        messages.success(request, "已延長處理期間，原因會通知當事人。")
    return redirect(tray.page("right"), asked.public_id)


def _answer(request: HttpRequest, tray: Tray, asked: RightsRequest, form: AnswerForm, at: datetime) -> HttpResponse:
    told = form.cleaned_data
    try:
        answer_request(
            request=asked,
            outcome=Outcome(told["outcome"]),
            answer=told["answer"],
            new_name=told.get("new_name", ""),
            by=tray.account,
            at=at,
        )
    except RequestAnswered:
        messages.warning(request, "這件請求已由其他人員答覆。")
    else:
        messages.success(request, "已答覆。" if asked.account_id else "已答覆。當事人沒有電子郵件，請列印本頁交付。")
    return redirect(tray.page("right"), asked.public_id)
