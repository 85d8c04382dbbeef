"""The forms of 查核: what to draw a sample of, and what a 佐證資料包 is for."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hefa.organisers.models import Organiser
from hefa.paperwork.models.audit import MOST_SAMPLED
from hefa.web.shell.forms import PageForm
from hefa.web.shell.reason import ReasonField

YEAR_WORDS = dict.fromkeys(("invalid", "min_value", "max_value"), "請輸入民國年，例如 109。")
SIZE_WORDS = dict.fromkeys(("required", "invalid", "min_value", "max_value"), f"請輸入 1 至 {MOST_SAMPLED} 的數字。")
SEED = re.compile(r"[0-9A-Za-z-]{1,16}")


class SampleForm(PageForm):
    """抽樣條件. With the seed of an earlier sample the same activities are drawn again."""

    roc_year = forms.IntegerField(
        label="活動年度",
        required=False,
        min_value=80,
        max_value=300,
        error_messages=YEAR_WORDS,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    organiser = forms.ChoiceField(label="開課單位", required=False)
    size = forms.IntegerField(
        label="抽樣件數",
        min_value=1,
        max_value=MOST_SAMPLED,
        initial=10,
        error_messages=SIZE_WORDS,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    seed = forms.CharField(
        label="亂數種子",
        max_length=16,
        required=False,
        help_text="留空由系統產生；輸入先前的種子可重現同一次抽樣。",
        error_messages={"max_length": "亂數種子最多 16 個字。"},
    )

    def __init__(self, *args: Any, organisers: Iterable[Organiser], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisers = {str(one.public_id): one for one in organisers}
        choices = [("", "全部"), *((key, one.name) for key, one in self.organisers.items())]
        self.fields["organiser"].choices = choices  # type: ignore[attr-defined]

    def clean_organiser(self) -> Organiser | None:
        return self.organisers.get(self.cleaned_data["organiser"])

    def clean_seed(self) -> str:
        seed = str(self.cleaned_data["seed"]).strip()
        if seed and not SEED.fullmatch(seed):
            raise ValidationError("亂數種子只能用英文字母、數字與 -。")
        return seed


class PurposeForm(PageForm):
    """What the bundle is taken for; it is printed on it and kept with its hash."""

    purpose = ReasonField(label="用途", help_text="例如：115 年度環境教育查核。會印在資料包上並留下紀錄。")
