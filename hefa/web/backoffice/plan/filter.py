"""可自行設定查詢條件 of 新增維護活動: beside the conditions of the lists of activities, 學習方法 and 狀態."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from hefa.activities.models import Offering
from hefa.activities.names import CodeList, Phase
from hefa.activities.queries import filter_offerings, in_phase, known_codes
from hefa.web.backoffice.charge import ChargeFilter

ALL = ("", "全部")


class PlanningFilter(ChargeFilter):
    """The shared conditions, 學習方法 (of any year) and where the offering stands at the time of asking."""

    method = forms.ChoiceField(
        label="學習方法", required=False, error_messages={"invalid_choice": "請選擇清單中的方法。"}
    )
    phase = forms.ChoiceField(
        label="狀態",
        required=False,
        choices=[ALL, *Phase.choices],
        error_messages={"invalid_choice": "請選擇清單中的狀態。"},
    )

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        cast(forms.ChoiceField, self.fields["method"]).choices = [ALL, *known_codes(CodeList.METHOD)]

    def narrow(self, offerings: QuerySet[Offering]) -> QuerySet[Offering]:
        found = filter_offerings(super().narrow(offerings), method=self.cleaned_data["method"])
        phase = self.cleaned_data["phase"]
        return in_phase(found, Phase(phase), at=self.at) if phase else found
