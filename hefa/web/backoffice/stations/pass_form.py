"""新增掃描點: what an officer lends to helpers at a gate, as a form."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django import forms

from hefa.activities.models import Offering
from hefa.base.roc import TAIPEI, format_roc, format_roc_datetime
from hefa.stations.actions import PassPlan
from hefa.stations.names import Right
from hefa.stations.rules import MOST_DEVICES
from hefa.web.shell.forms import PageForm, clock_field, looks_like_a_number
from hefa.web.shell.offering_filter import RocDateField

LENDABLE = [(right.value, right.label) for right in Right if right != Right.SCAN]


def _number(label: str, *, most: int, words: str, **kwargs: Any) -> forms.IntegerField:
    errors = dict.fromkeys(("required", "invalid", "min_value", "max_value"), words)
    widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 6})
    return forms.IntegerField(label=label, min_value=1, max_value=most, error_messages=errors, widget=widget, **kwargs)


class WindowForm(PageForm):
    """Until when a 掃描授權 holds."""

    ends_on = RocDateField(label="結束日期", error_messages={"required": "請輸入結束日期。"})
    ends_time = clock_field("結束時間")

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._at = at

    @property
    def ends_at(self) -> datetime:
        return datetime.combine(self.cleaned_data["ends_on"], self.cleaned_data["ends_time"], tzinfo=TAIPEI)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if {"ends_on", "ends_time"} <= set(cleaned) and self.ends_at <= self._at:
            self.add_error("ends_time", "結束時間須晚於現在。")
        return cleaned


class PassForm(WindowForm):
    """A gate, its window, its rights, for how many phones, and what they may scan beside the offering of the page.

    `beside` are the offerings to choose from, fetched through the officer; `may` is what the officer may lend.
    """

    name = forms.CharField(
        label="掃描點名稱",
        max_length=40,
        help_text="例如：東側門。名單與看板會顯示。",
        error_messages={"required": "請輸入掃描點名稱。"},
    )
    starts_on = RocDateField(label="開始日期", error_messages={"required": "請輸入開始日期。"})
    starts_time = clock_field("開始時間")
    most_devices = _number(
        "手機數上限", most=MOST_DEVICES, words=f"手機數請輸入 1 至 {MOST_DEVICES} 的數字。", initial=5
    )
    most_awards = _number(
        "核發人數上限", most=100_000, words="核發人數請輸入 1 以上的數字。", required=False, help_text="空白表示不限。"
    )
    rights = forms.MultipleChoiceField(
        label="掃描核發以外的權限",
        choices=LENDABLE,
        required=False,
        initial=[Right.UNDO.value],
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = (
        "name", "starts_on", "starts_time", "ends_on", "ends_time", "most_devices", "most_awards", "rights",
    )  # fmt: skip

    def __init__(self, *args: Any, beside: Sequence[Offering], may: Collection[Right], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lendable = [choice for choice in LENDABLE if choice[0] in may]
        self.fields["rights"].choices = lendable  # type: ignore[attr-defined]  # it is a MultipleChoiceField
        self._beside = {str(one.public_id): one for one in beside}
        if beside:
            self.fields["offerings"] = forms.MultipleChoiceField(
                label="同時可掃描的其他期別",
                choices=[(told, offering_words(one)) for told, one in self._beside.items()],
                required=False,
                help_text="協助人員開啟後自行選擇現在要掃描的期別。",
                widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
            )

    @property
    def chosen(self) -> list[Offering]:
        """What was chosen beside the offering of the page; asked of a valid form alone."""
        return [self._beside[told] for told in self.cleaned_data.get("offerings", ())]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if looks_like_a_number(cleaned.get("name", "")):
            self.add_error("name", "請勿填寫身分證字號。")
        if {"starts_on", "starts_time", "ends_on", "ends_time"} <= set(cleaned) and self.ends_at <= self._opens_at:
            self.add_error("ends_time", "結束時間須晚於開始時間。")
        return cleaned

    def plan(self) -> PassPlan:
        """The plan as it was typed; asked of a valid form alone."""
        return PassPlan(
            name=self.cleaned_data["name"],
            rights=frozenset(Right(right) for right in self.cleaned_data["rights"]),
            opens_at=self._opens_at,
            ends_at=self.ends_at,
            most_devices=self.cleaned_data["most_devices"],
            most_awards=self.cleaned_data["most_awards"],
        )

    @property
    def _opens_at(self) -> datetime:
        return datetime.combine(self.cleaned_data["starts_on"], self.cleaned_data["starts_time"], tzinfo=TAIPEI)


def offering_words(offering: Offering) -> str:
    """An offering in one line, with its beginning."""
    return f"{offering.activity.name} 第 {offering.number} 期（{format_roc_datetime(offering.starts_at)}）"


def window_words(offering: Offering) -> dict[str, str]:
    """The scan window of an offering as the form shows it."""
    opens, closes = (at.astimezone(TAIPEI) for at in offering.scan_window)
    return {
        "starts_on": format_roc(opens.date()),
        "starts_time": f"{opens:%H:%M}",
        **end_words(closes),
    }


def end_words(ends_at: datetime) -> dict[str, str]:
    """An end as the form shows it."""
    local = ends_at.astimezone(TAIPEI)
    return {"ends_on": format_roc(local.date()), "ends_time": f"{local:%H:%M}"}
