"""The forms of 承辦人與職務移交: to whom, for what, from when until when, why."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hefa.organisers.models import Officer
from hefa.organisers.names import Charge
from hefa.web.shell.forms import PageForm
from hefa.web.shell.offering_filter import RocDateField
from hefa.web.shell.reason import ReasonField

ASK = "請選擇承辦人。"


class ColleagueForm(PageForm):
    """A colleague is chosen by name."""

    colleague = forms.ChoiceField(label="承辦人", error_messages={"required": ASK, "invalid_choice": ASK})

    def __init__(self, *args: Any, colleagues: Iterable[Officer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = {str(one.public_id): one for one in colleagues}
        told = [(key, f"{one.account.name}（{one.account.username}）") for key, one in self.colleagues.items()]
        self.fields["colleague"].choices = [("", "請選擇"), *told]  # type: ignore[attr-defined]

    def clean_colleague(self) -> Officer:
        return self.colleagues[self.cleaned_data["colleague"]]


class HandoverForm(ColleagueForm):
    """職務移交."""

    charges = forms.MultipleChoiceField(
        label="移交項目",
        choices=Charge.choices,
        initial=Charge.values,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "請至少選擇一個移交項目。"},
    )
    reason = ReasonField(label="移交原因")
    field_order = ("colleague", "charges", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"].label = "移交給"


class DeputyForm(ColleagueForm):
    """職務代理人 with the first and the last day."""

    from_date = RocDateField(label="代理開始日", error_messages={"required": "請輸入代理開始日。"})
    until_date = RocDateField(label="代理結束日", error_messages={"required": "請輸入代理結束日。"})

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["colleague"].label = "職務代理人"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("from_date"), cleaned.get("until_date")
        if first and last and last < first:
            self.add_error("until_date", "代理結束日不可早於開始日。")
        elif last and last < self.today:
            self.add_error("until_date", "代理結束日不可早於今天。")
        return cleaned


class OwnLeavingForm(PageForm):
    """卸任 of oneself, or of whoever deputises: at once, or after a last day."""

    last_day = RocDateField(label="離職日", required=False, help_text="當日仍可使用；留空則立即停止。")
    reason = ReasonField(label="卸任原因")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_last_day(self) -> date | None:
        day: date | None = self.cleaned_data["last_day"]
        if day is not None and day < self.today:
            raise ValidationError("離職日不可早於今天；要立即停止請留空。")
        return day
