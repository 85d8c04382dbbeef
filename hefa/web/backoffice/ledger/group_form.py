"""A class or unit as an officer types it."""

from typing import Any

from django import forms

from hefa.awards.actions import GroupPlan
from hefa.awards.models import GROUP_STATES, MOST_HEADS
from hefa.awards.names import AwardState
from hefa.base.hours import Hours, InvalidHours
from hefa.web.backoffice.plan.fields import hour_field
from hefa.web.shell.forms import looks_like_a_number
from hefa.web.shell.reason import ReasonField
from hefa.web.shell.unit_form import UnitForm

HEADS = f"人數請輸入 1 至 {MOST_HEADS} 的數字。"


class GroupForm(UnitForm):
    """班級 / 單位名稱, 人數, 服務單位 and hours; one that stands also shows its state and asks why it is changed."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)
    name = forms.CharField(
        label="班級 / 單位名稱",
        max_length=100,
        help_text="例如：綠水國小六年一班。請勿填寫個人姓名或身分證字號。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "請輸入班級或單位名稱。"},
    )
    head_count = forms.IntegerField(
        label="人數",
        min_value=1,
        max_value=MOST_HEADS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), HEADS),
    )
    in_person = hour_field("實體時數")
    digital = hour_field("數位時數")
    state = forms.ChoiceField(label="狀態", choices=GROUP_STATES, initial=AwardState.REVIEWED.value)
    reason = ReasonField("更正原因")
    field_order = (
        "version",
        "name",
        "head_count",
        "in_person",
        "digital",
        "unit_choice",
        "unit_code",
        "state",
        "reason",
    )

    def __init__(self, *args: Any, corrects: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not corrects:
            del self.fields["state"], self.fields["reason"]

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if looks_like_a_number(name):
            raise forms.ValidationError("請勿填寫身分證字號。")
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "digital" in cleaned and "in_person" in cleaned:
            try:
                cleaned["hours"] = Hours.of(cleaned["digital"] or "0", cleaned["in_person"] or "0")
            except InvalidHours as invalid:
                self.add_error("in_person", f"{invalid.problem.label}。")
        return cleaned

    def plan(self) -> GroupPlan:
        """The class or unit as it was typed; asked of a valid form alone."""
        said = self.cleaned_data
        state = AwardState(said.get("state", AwardState.REVIEWED))
        return GroupPlan(said["name"], said["unit"], said["head_count"], said["hours"], state)
