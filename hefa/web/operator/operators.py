"""系統管理者: who runs the site; appoint another, end one's time. The last one stays."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from hefa.accounts.models import Account
from hefa.accounts.queries import account_by_username
from hefa.audit.names import Actor
from hefa.base.clock import now
from hefa.organisers.actions import AlreadyOperator, LastOperator, appoint_operator, end_operator
from hefa.organisers.models import Operator
from hefa.organisers.queries import operators as all_operators
from hefa.web.shell.audience import account_of, operator_only
from hefa.web.shell.form_target import form_target
from hefa.web.shell.forms import PageForm
from hefa.web.shell.proof import freshly_proven


class OperatorForm(PageForm):
    """Somebody with an account becomes an operator."""

    username = forms.CharField(
        label="帳號",
        max_length=150,
        help_text="本人須先註冊個人帳號；帳號不可共用。",
        error_messages={"required": "請輸入帳號。"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean_username(self) -> Account:
        account = account_by_username(self.cleaned_data["username"])
        if account is None:
            raise ValidationError("沒有這個帳號，請本人先註冊個人帳號。")
        return account


@operator_only
@freshly_proven()
@require_http_methods(["GET", "HEAD", "POST"])
def operators(request: HttpRequest) -> HttpResponse:
    """All who run or ran the site, and the form to appoint another."""
    at = now()
    form = OperatorForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        account = form.cleaned_data["username"]
        try:
            appoint_operator(account=account, from_date=localdate(at), actor=_actor(request), at=at)
        except AlreadyOperator:
            form.add_error("username", "這個帳號已是系統管理者。")
        else:
            messages.success(request, f"已指派 {account.name} 為系統管理者。")
            return redirect("operator:operators")
    return render(request, "operator/operators.html", {"form": form, "operators": all_operators()})


@operator_only
@freshly_proven()
@form_target("operator:operators")
def operator_leaving(request: HttpRequest) -> HttpResponse:
    """卸任 at the end of today."""
    at = now()
    try:
        held = get_object_or_404(all_operators(), public_id=UUID(request.POST.get("operator", "")))
    except ValueError:
        return redirect("operator:operators")
    try:
        done = end_operator(operator=held, last_day=localdate(at), actor=_actor(request), at=at)
    except LastOperator:
        messages.error(request, "這是最後一位系統管理者，請先指派接任者。")
    else:
        messages.success(request, _told(held) if done else "這位系統管理者先前已卸任。")
    return redirect("operator:operators")


def _told(held: Operator) -> str:
    return f"{held.account.name} 的系統管理者職責至今日為止。"


def _actor(request: HttpRequest) -> Actor:
    return Actor.account(account_of(request).public_id)
