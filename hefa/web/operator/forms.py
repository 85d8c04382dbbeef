"""The forms of the operators."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from hefa.accounts.models import Account
from hefa.accounts.queries import account_by_username
from hefa.base.clock import now
from hefa.organisers.names import OWN_DUTIES
from hefa.web.shell.forms import PageForm
from hefa.web.shell.offering_filter import RocDateField
from hefa.web.shell.office_fields import DutiesField, UnitCodeField
from hefa.web.shell.reason import ReasonField


class OrganiserForm(PageForm):
    """An organiser's name and unit."""

    name = forms.CharField(label="開課單位名稱", max_length=200, error_messages={"required": "請輸入開課單位名稱。"})
    unit = UnitCodeField()


class OfficerForm(PageForm):
    """Somebody with an account becomes an officer."""

    username = forms.CharField(
        label="帳號",
        max_length=150,
        help_text="本人須先註冊個人帳號；帳號不可共用。",
        error_messages={"required": "請輸入帳號。"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    duties = DutiesField(initial=OWN_DUTIES)

    def clean_username(self) -> Account:
        account = account_by_username(self.cleaned_data["username"])
        if account is None:
            raise ValidationError("沒有這個帳號，請本人先註冊個人帳號。")
        return account


class DutiesForm(PageForm):
    """變更職責."""

    duties = DutiesField()


class LeavingForm(PageForm):
    """卸任: at once, or after a last day."""

    last_day = RocDateField(label="離職日", required=False, help_text="當日仍可使用；留空則立即停止。")
    reason = ReasonField(label="卸任原因")

    def clean_last_day(self) -> Any:
        day = self.cleaned_data["last_day"]
        if day is not None and day < localdate(now()):
            raise ValidationError("離職日不可早於今天；要立即停止請留空。")
        return day


class DecisionForm(PageForm):
    """核准 with the duties, or 不核准 with the reason that the asker reads."""

    organiser = forms.ChoiceField(label="核准為", required=False)
    duties = DutiesField()
    reason = ReasonField(label="不核准原因", required=False, help_text="申請人會看到這段文字。")

    def __init__(self, *args: Any, organisers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if organisers:
            self.fields["organiser"].choices = organisers  # type: ignore[attr-defined]
        else:
            del self.fields["organiser"]
