"""帳號: those of officers and operators that nobody uses, and one account to disable, enable or help in again."""

from datetime import datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from hefa.accounts.actions import disable_account, enable_account, reset_second_factor
from hefa.accounts.models import Account
from hefa.accounts.queries import account_by_username, second_factors, unused_accounts
from hefa.accounts.rules import UNUSED_AFTER, UNUSED_NOTICE
from hefa.audit.names import Actor
from hefa.base.clock import now
from hefa.organisers.queries import identities_of, operator_of, staff_accounts
from hefa.stations.actions import end_own_phones
from hefa.web.shell.audience import account_of, operator_only
from hefa.web.shell.form_target import form_target
from hefa.web.shell.forms import PageForm
from hefa.web.shell.proof import freshly_proven
from hefa.web.shell.reason import ReasonField


class AccountSearchForm(PageForm):
    """Whose account."""

    username = forms.CharField(
        label="帳號",
        max_length=150,
        error_messages={"required": "請輸入帳號。"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean_username(self) -> Account:
        account = account_by_username(self.cleaned_data["username"])
        if account is None:
            raise ValidationError("沒有這個帳號。")
        return account


class DisablingForm(PageForm):
    """停用, with the reason that other operators read."""

    reason = ReasonField(label="停用原因")


class FactorResetForm(PageForm):
    """How the operator made sure who asks."""

    reason = ReasonField(label="確認本人的方式與原因")


@operator_only
@require_http_methods(["GET", "HEAD", "POST"])
def accounts(request: HttpRequest) -> HttpResponse:
    """The staff's unused accounts, and the way to any account by its 帳號, which stays out of the address."""
    at = now()
    form = AccountSearchForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return redirect("operator:account", form.cleaned_data["username"].public_id)
    context = {
        "form": form,
        "unused": [_unused(one) for one in unused_accounts(staff_accounts(on=localdate(at)), at=at)],
        "days": UNUSED_AFTER.days,
        "notice": UNUSED_NOTICE.days,
    }
    return render(request, "operator/accounts.html", context)


@operator_only
@require_safe
def account(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One account: whose, since when, in which offices, and what can be done about it."""
    return _page(request, _held(public_id))


@operator_only
@freshly_proven()
@form_target("operator:account")
def account_disabling(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """停用: it cannot log in, and its sessions and own scanners end."""
    held, form, at = _held(public_id), DisablingForm(request.POST, auto_id="id_disable_%s"), now()
    if held == account_of(request):
        messages.error(request, "不能停用自己的帳號。")
        return redirect("operator:account", public_id)
    if not form.is_valid():
        return _page(request, held, disabling=form)
    by = account_of(request)
    with transaction.atomic():
        done = disable_account(account=held, reason=form.cleaned_data["reason"], by=by, at=at)
        if done:
            end_own_phones(account=held, actor=Actor.account(by.public_id), at=at)
    messages.success(request, f"已停用帳號 {held.username}。" if done else "這個帳號先前已停用。")
    return redirect("operator:account", public_id)


@operator_only
@freshly_proven()
@form_target("operator:account")
def account_enabling(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """恢復."""
    held = _held(public_id)
    done = enable_account(account=held, by=account_of(request), at=now())
    messages.success(request, f"已恢復帳號 {held.username}。" if done else "這個帳號沒有停用。")
    return redirect("operator:account", public_id)


@operator_only
@freshly_proven()
@form_target("operator:account")
def factor_reset(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """重設: who lost phone and recovery codes sets up a second factor anew. Nobody does this for oneself."""
    held, form = _held(public_id), FactorResetForm(request.POST, auto_id="id_reset_%s")
    if held == account_of(request):
        messages.error(request, "不能重設自己的第二驗證方式，請由其他系統管理者辦理。")
        return redirect("operator:account", public_id)
    if not form.is_valid():
        return _page(request, held, resetting=form)
    done = reset_second_factor(account=held, reason=form.cleaned_data["reason"], by=account_of(request), at=now())
    messages.success(request, "已重設，本人下次登入時可重新設定。" if done else "這個帳號沒有第二驗證方式。")
    return redirect("operator:account", public_id)


def _page(
    request: HttpRequest,
    held: Account,
    *,
    disabling: DisablingForm | None = None,
    resetting: FactorResetForm | None = None,
) -> HttpResponse:
    today = localdate(now())
    context = {
        "account": held,
        "offices": identities_of(held, on=today),
        "operator": operator_of(held, on=today),
        "factors": second_factors(held),
        "own": held == account_of(request),
        "disabling": disabling or DisablingForm(auto_id="id_disable_%s"),
        "resetting": resetting or FactorResetForm(auto_id="id_reset_%s"),
        "form": disabling or resetting,
    }
    return render(request, "operator/account.html", context)


def _held(public_id: UUID) -> Account:
    return get_object_or_404(Account.objects.select_related("disabled_by"), public_id=public_id)


def _unused(one: Account) -> tuple[Account, datetime | None]:
    """An account with when it will be disabled, once its owner has been told."""
    return one, one.unused_told_at + UNUSED_NOTICE if one.unused_told_at else None
