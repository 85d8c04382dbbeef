"""統一證號變更: whose number, the new one, that the paper was seen, and why. Numbers are never drawn again."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hefa.base.national_id import InvalidNationalId, NationalId
from hefa.web.shell.forms import PageForm
from hefa.web.shell.kept_number import keep, kept
from hefa.web.shell.person_form import NeverEchoed
from hefa.web.shell.reason import ReasonField

LOOK = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "code-input"}


class NumberForm(PageForm):
    """From one number to another. Whose number cannot be typed, as it fails its check, is named by an award."""

    old_number = forms.CharField(
        label="原證號", max_length=40, required=False, widget=NeverEchoed(attrs=LOOK),
        help_text="目前登錄的身分證統一編號或統一證號。",
    )  # fmt: skip
    award = forms.UUIDField(
        label="時數編號", required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="原證號登錄錯誤、無法輸入時，改填該學員任一筆時數的編號（承辦人可於「歷程」查得）。",
        error_messages={"invalid": "時數編號格式不符，請完整貼上。"},
    )  # fmt: skip
    new_number = forms.CharField(
        label="新證號", max_length=40, required=False, widget=NeverEchoed(attrs=LOOK),
        help_text="依身分證、居留證或移民署文件輸入。",
    )  # fmt: skip
    seen = forms.BooleanField(
        label="已核對身分證件或移民署文件，兩個號碼屬於同一人",
        error_messages={"required": "請核對證件或文件後勾選。"},
    )
    reason = ReasonField(label="變更原因")

    asked_anyway = frozenset({"old_number", "new_number"})

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at

    def clean_old_number(self) -> NationalId | None:
        return self._number("old_number")

    def clean_new_number(self) -> NationalId:
        number = self._number("new_number")
        if number is None:
            raise ValidationError("請輸入新證號。")
        return number

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if "old_number" in told and "award" in told and bool(told["old_number"]) == bool(told["award"]):
            self.add_error("old_number", "請輸入原證號，或改填時數編號，擇一填寫。")
        return told

    @property
    def kept_numbers(self) -> list[tuple[str, str]]:
        """Hidden fields that carry the numbers, sealed, from the preview to its confirmation."""
        numbers = [(name, self.cleaned_data[name]) for name in ("old_number", "new_number")]
        return [(f"kept_{name}", keep(number, at=self.at)) for name, number in numbers if number is not None]

    def _number(self, name: str) -> NationalId | None:
        typed = str(self.cleaned_data[name])
        if not typed.strip():
            return kept(self.data.get(f"kept_{name}", ""), at=self.at)
        try:
            return NationalId.parse(typed)
        except InvalidNationalId as invalid:
            raise ValidationError(f"{invalid.problem.label}。") from None
