"""新增學習時數: somebody found among those enrolled, or entered with name, number and unit; with which hours."""

from typing import Any

from django import forms

from hefa.base.hours import Hours, InvalidHours, plain
from hefa.web.backoffice.plan.fields import hour_field
from hefa.web.shell.forms import PageForm
from hefa.web.shell.person_form import PersonForm
from hefa.web.shell.reason import ReasonField


class FindForm(PageForm):
    """Part of the name, or the last four."""

    optional_word = ""

    find_name = forms.CharField(
        label="姓名", required=False, max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    find_last4 = forms.RegexField(
        label="身分證字號末四碼",
        regex=r"^\d{4}$",
        required=False,
        error_messages={"invalid": "請輸入身分證字號末四碼，共 4 個數字。"},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 4}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not (cleaned.get("find_name", "").strip() or cleaned.get("find_last4")):
            self.add_error("find_name", "請輸入姓名或末四碼。")
        return cleaned


class AwardForm(PageForm):
    """The hours, the answer to what the rule asks, and why so late: what both ways of entering share."""

    in_person = hour_field("實體時數")
    digital = hour_field("數位時數")
    confirmed = forms.BooleanField(label="已確認，仍要登錄", required=False)
    late_reason = ReasonField("逾期補登原因", required=False)

    def __init__(self, *args: Any, hours: Hours, late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["in_person"].initial, self.fields["digital"].initial = plain(hours.in_person), plain(hours.digital)
        self.fields["late_reason"].required = late
        self.late = late

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "digital" in cleaned and "in_person" in cleaned:
            try:
                cleaned["hours"] = Hours.of(cleaned["digital"] or "0", cleaned["in_person"] or "0")
            except InvalidHours as invalid:
                self.add_error("in_person", f"{invalid.problem.label}。")
        return cleaned


class EnteredPersonForm(PersonForm):
    """姓名, 身分證統一編號, 服務單位代碼 as an officer types them from a list."""

    NEVER_REFILLED = frozenset({"national_id"})
