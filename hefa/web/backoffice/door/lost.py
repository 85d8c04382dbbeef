"""掛失: an officer who has seen the person's card voids all codes of that person. It finds nobody for anybody."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from hefa.base.clock import now
from hefa.base.national_id import InvalidNationalId, NationalId
from hefa.codes.actions import report_lost
from hefa.codes.names import LossReason
from hefa.organisers.names import Duty
from hefa.organisers.queries import officers_of
from hefa.web.shell.audience import account_of, officer_only
from hefa.web.shell.forms import PageForm
from hefa.web.shell.person_form import NeverEchoed


class LossForm(PageForm):
    """The number on the card that the officer has seen, and why its owner's codes are to end."""

    national_id = forms.CharField(
        label="身分證統一編號",
        max_length=40,
        help_text="依證件輸入；外籍人士請填居留證統一證號。",
        error_messages={"required": "請輸入身分證統一編號。", "max_length": "格式不正確。"},
        widget=NeverEchoed(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "code-input",
            }
        ),
    )
    reason = forms.ChoiceField(
        label="掛失原因", choices=[("", "請選擇"), *LossReason.choices], error_messages={"required": "請選擇掛失原因。"}
    )
    card_seen = forms.BooleanField(
        label="已核對身分證件，與本人相符", error_messages={"required": "請當面核對身分證件後勾選。"}
    )

    def clean_national_id(self) -> NationalId:
        try:
            return NationalId.parse(self.cleaned_data["national_id"])
        except InvalidNationalId as invalid:
            raise forms.ValidationError(f"{invalid.problem.label}。") from None


@officer_only(Duty.RECORD)
@sensitive_post_parameters("national_id")
@require_http_methods(["GET", "HEAD", "POST"])
def lost_codes(request: HttpRequest) -> HttpResponse:
    """Ask for card, number and reason; then say how many codes were voided, and nothing else of the person."""
    at = now()
    office = officers_of(account_of(request), on=localdate(at), duty=Duty.RECORD).first()
    if office is None:
        raise PermissionDenied
    form = LossForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        voided = report_lost(
            national_id=form.cleaned_data["national_id"],
            reason=LossReason(form.cleaned_data["reason"]),
            officer=office,
            at=at,
        )
        if voided:
            messages.success(request, f"已作廢 {voided} 組條碼。請學員重新建立個人條碼。")
        else:
            messages.info(request, "作廢 0 組條碼：沒有需要作廢的條碼。")
        return redirect("backoffice:lost_codes")
    return render(request, "backoffice/door/lost_codes.html", {"form": form})
